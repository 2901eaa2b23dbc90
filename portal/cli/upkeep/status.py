"""`griot status`: what is still pending, and since when."""

import click

from casefile import hits, outbox
from casefile.errors import CasefileError
from casefile.exchange import runs
from casefile.outbox import Backlog, DeadLetter
from casefile.people.units import SYSTEM
from casefile.retention import belief
from casefile.storage import tables
from casefile.vocabulary import Json
from indexer.pipeline import percolate
from indexer.upkeep import ownership
from indexer.upkeep.ownership import Index
from portal.cli.context import Installation, emit, with_former
from portal.cli.upkeep import health

MAX_SHOWN = 20
"""Dead-lettered entries printed one by one; `--json` gives all."""


@click.command(short_help="What is not yet indexed, compared or sent, and since when.")
@click.option("--check", is_flag=True, help="Judge all signals; exit 0 fine, 1 warning, 2 critical, 3 cannot be told.")
@click.option("--only", metavar="SIGNALS", default="", help="With --check: judge these alone, with commas between.")
@click.pass_context
def status(ctx: click.Context, check: bool, only: str) -> None:
    """What is not yet indexed, compared or sent, and since when.

    While anything is pending, a search may not know the newest entries yet. Dead-lettered entries failed again and
    again, are set aside, and wait for a person.

    With --check one line as a plugin of Nagios gives it, for a monitor or a timer: every signal of the installation
    judged (docs/reliability.md). It changes nothing and leaves no line in the trail.
    """
    installation: Installation = ctx.obj
    if check:
        health.check(ctx, installation, only)
    with installation.store.reading() as session:
        backlog = outbox.read_backlog(session)
        dead = outbox.dead_letters(session, SYSTEM)
        unfinished = runs.unfinished(session)
        leap = belief.leapt(session)
        overdue = hits.overdue(session)
    waiting_s = round(backlog.waiting_s(tables.now()), 1)
    engine = installation.engine.alive()
    index = ownership.look(installation.store, installation.engine)
    unextracted = _unextracted(installation) if engine else None
    data: dict[str, Json] = {
        **backlog.as_json(),
        "waiting_s": waiting_s,
        "judgements_overdue": overdue,
        "clock_leapt_days": leap.days if leap else 0,
        "engine": engine,
        "index": index.value,
        "installation": installation.own_settings.installation,
        **health.reach(installation.settings),
        "unextracted": unextracted,
        "dead_letters": [
            {
                "topic": row.topic.value,
                "subject_id": row.subject_id,
                "reason": row.reason,
                "since": row.dead_lettered_at.isoformat(),
            }
            for row in dead
        ],
        "imports": [run.as_json() for run in unfinished],
    }
    lines = [*_index_lines(index, unextracted), _backlog_line(backlog, waiting_s, index), *_dead_lines(dead)]
    if overdue:
        lines.append(
            f"Judgements that should have taken effect and did not: {overdue}. Start the worker; its log says why."
        )
    lines += [_import_line(run) for run in unfinished]
    if leap:
        lines.append(f"The clock is {leap.days} days ahead of all that was seen: nothing ends by it (griot doctor).")
    emit(ctx, "\n".join(lines), with_former(data))


def _unextracted(installation: Installation) -> int | None:
    """Stored queries the engine runs against every record; None while the index cannot be asked."""
    try:
        return percolate.unextracted_count(installation.engine)
    except CasefileError:
        return None


def _index_lines(index: Index, unextracted: int | None) -> list[str]:
    if index not in (Index.WHOLE, Index.UNDER_WAY):
        return [ownership.IN_WORDS[index]]
    if unextracted:
        return [f"{unextracted} standing queries are run against every record; griot rebuild repairs it."]
    return []


def _backlog_line(backlog: Backlog, waiting_s: float, index: Index) -> str:
    if not backlog.total and index is Index.WHOLE:
        return "Nothing is pending: everything entered has been searched on both sides."
    if not backlog.total:
        return "The database waits for nothing, but that says nothing of what was searched until the index is whole."
    ahead = f" Dated later than now: {backlog.ahead}; they are not waited for." if backlog.ahead else ""
    return (
        f"Pending: {backlog.to_index} to index, {backlog.to_match} to compare with the other side, "
        f"{backlog.to_send} pointers to send; the oldest for {waiting_s:.0f} s.{ahead}"
    )


def _import_line(run: runs.Unfinished) -> str:
    return (
        f"Partly imported: {run.done:,} of {run.total:,} for {run.unit}, the last of it at "
        f"{run.moved_at:%Y-%m-%d %H:%M} UTC. If nobody is at it: the same command again continues, "
        f"griot import end {run.id} --reason TEXT ends it."
    )


def _dead_lines(dead: list[DeadLetter]) -> list[str]:
    if not dead:
        return []
    return [
        f"Dead-lettered (set aside, waiting for a person): {len(dead)}.",
        *(
            f"  {row.topic.value} {row.subject_id} since {row.dead_lettered_at.isoformat()}: {row.reason}"
            for row in dead[:MAX_SHOWN]
        ),
    ]
