"""`griot watch import`: subjects in from a file. `griot wait`: until nothing is pending."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click

from casefile import outbox
from casefile.exchange.incoming import FileRefused
from casefile.vocabulary import Json
from portal.cli.context import Installation, emit, with_former
from portal.cli.imports.records import CONTINUE, FILE, refused_options, show_rejected, show_report
from portal.cli.progress import progress_bar

POLL_S = 0.2
STILL_S = 15.0
"""When nothing moved for so long, no worker is likely to be at work."""


WHOLE, FOREIGN, AWAY = "whole", "foreign", "away"
FINAL = frozenset({WHOLE, FOREIGN, AWAY})
"""What is said of the index (`indexer.upkeep.ownership.Index`) that waiting longer does not change. Everything else the
worker puts right."""


@click.group("watch")
def watch() -> None:
    """A unit's standing questions."""


@watch.command("import")
@FILE
@click.option("--unit", required=True, help="Code of the unit that watches.")
@click.option("--ground", required=True, help="Why these subjects are looked for.")
@click.option("--watchlist", default="", help="Name of the watchlist; made if there is none.")
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="Last day, at most 12 months ahead.")
@click.option("--case", default="", help="Reference of the unit's case they belong to.")
@CONTINUE
@click.pass_context
def watch_import(
    ctx: click.Context,
    file: Path,
    unit: str,
    ground: str,
    watchlist: str,
    expires: datetime | None,
    case: str,
    continues: bool,
) -> None:
    """FollowTheMoney entities, as JSON lines, as watched subjects."""
    from casefile.exchange.import_runs import check_watch_options, import_watches
    from casefile.exchange.runs import check_unfinished
    from casefile.watches import DEFAULT_LIST

    installation: Installation = ctx.obj
    until = expires.replace(hour=23, minute=59, tzinfo=UTC) if expires else None
    watchlist = watchlist or DEFAULT_LIST
    with refused_options():
        check_watch_options(installation.store, unit, ground, watchlist=watchlist, expires_at=until, case=case)
    if continues:
        check_unfinished(installation.store, unit, "ftm-watches", file)
    try:
        with progress_bar() as progress:
            report = import_watches(
                installation.store,
                file,
                unit,
                ground,
                watchlist=watchlist,
                expires_at=until,
                case=case,
                progress=progress,
            )
    except FileRefused as refused:
        show_rejected(ctx, refused)
    else:
        show_report(ctx, report, "watches")


@click.command("wait")
@click.option("--timeout", type=click.FloatRange(min=0), default=600.0, help="Seconds; 600 when left out.")
@click.pass_context
def wait(ctx: click.Context, timeout: float) -> None:
    """Return when nothing is pending; else say what is and exit 1."""
    installation: Installation = ctx.obj
    begun = moved = time.monotonic()
    last = None
    while True:
        with installation.store.reading() as session:
            backlog = outbox.read_backlog(session)
        now = time.monotonic()
        if last is not None and backlog != last:
            moved = now
        last = backlog
        index = _looked_at(installation) if backlog.total == 0 else None
        if index in FINAL or now - begun >= timeout:
            break
        time.sleep(min(POLL_S, max(0.0, begun + timeout - now)))
    data: dict[str, Json] = {
        **backlog.as_json(),
        "waited_s": round(now - begun, 2),
        "index": index,
    }
    if backlog.total or backlog.dead_lettered:
        emit(ctx, _pending(backlog, still=now - moved >= min(STILL_S, timeout)), with_former(data))
        ctx.exit(1)
    if index == WHOLE:
        emit(ctx, f"Nothing is pending (waited {now - begun:.1f} s).", with_former(data))
        return
    emit(ctx, f"The database waits for nothing. {_in_words(index)}", with_former(data))
    if index != AWAY:
        ctx.exit(1)


def _looked_at(installation: Installation) -> str:
    from indexer.upkeep import ownership  # half of the indexer, read only once there is nothing else to wait for

    return ownership.look(installation.store, installation.engine).value


def _in_words(index: str | None) -> str:
    from indexer.upkeep import ownership

    return ownership.IN_WORDS[ownership.Index(index or AWAY)]


def _pending(backlog: outbox.Backlog, *, still: bool) -> str:
    said = (
        f"Still pending: {backlog.to_index} to index, {backlog.to_match} to compare, {backlog.to_send} pointers to "
        f"send; {backlog.dead_lettered} dead-lettered, waiting for a person."
    )
    if backlog.total and still:
        said += " Nothing moved meanwhile: scripts/run --status says whether the worker is running."
    if backlog.dead_lettered:
        said += " griot status says why they were set aside."
    return said
