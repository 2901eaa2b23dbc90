"""`griot archive` and `griot recover`: PostgreSQL back to any moment of the last days."""

import logging
import os
import tempfile
import time
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from casefile import audit
from casefile.backup import postgresql
from casefile.backup.moments import shelf, stream
from casefile.backup.moments.recover import Wish
from casefile.backup.moments.recover import recover as recover_moment
from casefile.backup.moments.stream import Archive
from casefile.errors import CasefileError, SetupError
from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.settings import Settings
from casefile.storage import tables
from portal.cli.context import Installation, emit, end_on_signal
from portal.cli.upkeep.backup import recipients_of

log = logging.getLogger("griot.archive")

LOOK_S = 5.0
AGAIN_S = 30.0
"""After a failure; a database that is away is seldom back sooner, and what it writes is kept for us."""
A_DAY = timedelta(days=1)


@click.command(short_help="PostgreSQL: keep an archive from which any moment of the last days comes back.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--days", type=click.IntRange(1, 400), default=7, show_default=True, help="How far back it reaches.")
@click.option("--every", type=click.FloatRange(5, 3600), default=stream.EVERY_S, show_default=True, metavar="SECONDS",
              help="So much at most is lost with the server.")  # fmt: skip
@click.option("--to", "to", multiple=True, metavar="KEY", help="Seal to this public key of age (may be repeated).")
@click.option("--once", is_flag=True, help="Take one base copy and what has been written, and end.")
@click.option("--end", is_flag=True, help="Keep it no longer: the server waits for it no more. What is there stays.")
@click.pass_context
def archive(
    ctx: click.Context, folder: Path, days: int, every: float, to: tuple[str, ...], once: bool, end: bool
) -> None:
    """Keep an archive of PostgreSQL in FOLDER: a base copy a day and the log of every change, sealed as backups are.

    Stays, and takes what the server writes as it is written; griot recover makes a backup of any moment of it. Only
    what the last --days need stays. The database's user needs the right to replicate. Put FOLDER on another machine.
    """
    installation: Installation = ctx.find_root().obj
    settings = installation.own_settings
    if not postgresql.is_postgresql(settings.database_url):
        raise SetupError("The archive is for PostgreSQL. The database in the home: griot backups FOLDER --at HH:MM")
    keeping = Archive(
        make_url(settings.database_url), folder, settings.home / stream.INCOMING, recipients_of(settings, to),
        settings.installation, every,
    )  # fmt: skip
    end_on_signal()
    with closing(keeping):
        if end:
            _ended(ctx, keeping)
            return
        if once:
            keeping.open()
            keeping.turn()
            _base(ctx, keeping, days)
            _until_taken(keeping)
            return
        while True:
            try:
                _kept(ctx, keeping, days)
            except (CasefileError, OSError, SQLAlchemyError) as error:
                log.error("archive.failed %s", error)
                click.echo(f"No archive: {error} Tried again in {AGAIN_S:.0f} seconds.", err=True)
                time.sleep(AGAIN_S)


def _kept(ctx: click.Context, keeping: Archive, days: int) -> None:
    due = keeping.open()
    while True:
        if keeping.turn():
            _noted(ctx, keeping.every_s)
        if due or keeping.due(tables.now(), A_DAY):
            _base(ctx, keeping, days)
            due = False
        time.sleep(LOOK_S)


def _base(ctx: click.Context, keeping: Archive, days: int) -> None:
    base = keeping.base()
    with ctx.find_root().obj.store.writing() as session:
        audit.write(
            session, None, audit.Action.ADMINISTRATION, "archive", base.sha256,
            detail={"bytes": base.bytes, "days": days},
        )  # fmt: skip
    copies, pieces = shelf.prune(keeping.folder, tables.now(), days)
    removed = f" Removed as older than {days} days need: {copies} copies, {pieces} pieces." if copies or pieces else ""
    text = f"A base copy of {base.bytes / 1e6:.1f} MB, good from {base.ended_at}.{removed}"
    emit(ctx, text, {**asdict(base), "removed": {"copies": copies, "pieces": pieces}})


def _noted(ctx: click.Context, every_s: float) -> None:
    with ctx.find_root().obj.store.writing() as session:
        heartbeats.beat(session, Beat.ARCHIVE, {"every_s": every_s})


def _ended(ctx: click.Context, keeping: Archive) -> None:
    keeping.end()
    with ctx.find_root().obj.store.writing() as session:
        heartbeats.forget(session, Beat.ARCHIVE)
        audit.write(session, None, audit.Action.ADMINISTRATION, "archive", "", detail={"ended": True})
    emit(ctx, "The archive is kept no longer. What is in its folder stays.", {"ended": True})


def _until_taken(keeping: Archive, seconds: float = 120.0) -> None:
    """What was written so far is in the archive."""
    keeping.switch()
    until = time.monotonic() + seconds
    while not keeping.turn():
        if time.monotonic() > until:
            raise SetupError("The server's log did not come within %(seconds)s seconds.", seconds=int(seconds))
        time.sleep(0.5)


@click.command(short_help="PostgreSQL: make a backup of any moment that the archive holds.")
@click.argument("archive", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--at", "moment", metavar="MOMENT", default="", help="2026-11-26T14:05:00Z; without: all there is.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The key file that opens it.")
@click.option("--to", "to", multiple=True, metavar="KEY", help="Seal to this public key of age (may be repeated).")
@click.option("--work", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Where there is room for all of the server's files; without: the home.")  # fmt: skip
@click.pass_context
def recover(
    ctx: click.Context,
    archive: Path,
    folder: Path,
    moment: str,
    key: Path | None,
    to: tuple[str, ...],
    work: Path | None,
) -> None:
    """Make of ARCHIVE a backup in the new FOLDER: of the database as it was at --at.

    Nothing in use is touched or read. PostgreSQL itself, of the server's version, must be on this machine; it runs for
    minutes, on a socket of its own. Then: griot restore FOLDER --drill, and griot restore FOLDER --over.
    """
    settings = Settings.from_env(ctx.obj.home)
    own = key or Path(settings.backup_key)
    wish = Wish(archive, _moment(moment), [own], settings.home / stream.INCOMING)
    room = work or (Path(tempfile.gettempdir()) if os.geteuid() == 0 else settings.home)
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    recipients = recipients_of(settings, to)
    manifest = recover_moment(wish, folder, room, sealed_to=recipients, key=own if own.exists() else None)
    counts = manifest.counts
    text = (
        f"The database as it was at {manifest.taken_at if moment else 'the end of the archive'}: {counts['record']} "
        f"records, {counts['watch']} watches, {counts['hit']} hits, audit trail up to {manifest.audit_seq}: {folder}\n"
        f"Now: griot restore {folder} --drill, then griot restore {folder} --over"
    )
    emit(ctx, text, asdict(manifest))


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("a moment such as 2026-11-26T14:05:00Z.", param_hint="--at") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
