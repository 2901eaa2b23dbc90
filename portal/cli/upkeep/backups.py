"""`griot backups`: dated backups in one folder, once or every day, the old ones taken away by a policy."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from casefile.backup import shelf
from casefile.backup.kept import Policy
from casefile.errors import CasefileError
from casefile.settings import Settings
from casefile.storage import tables
from portal.cli.context import Installation, emit, end_on_signal
from portal.cli.upkeep.backup import take

PROOF_KEYS = ("key.pem", "keys.txt", "rotations.txt")
"""Of the folder of the proof: what no database holds. The index and the logs are made again."""

AGAIN_S = 900.0
"""After a backup that failed the next try; a full disk or a database that is away is seldom well again sooner."""


@click.command(short_help="Dated backups in one folder, kept by a policy; with --at every day.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--at", "at", metavar="HH:MM", help="Stay, and take one each day at this time (UTC). Without: one now.")
@click.option("--days", type=click.IntRange(1, 400), default=7, show_default=True, help="Days that keep one.")
@click.option("--weeks", type=click.IntRange(0, 400), default=5, show_default=True, help="Weeks that keep one.")
@click.option("--months", type=click.IntRange(0, 400), default=12, show_default=True, help="Months that keep one.")
@click.pass_context
def backups(ctx: click.Context, folder: Path, at: str | None, days: int, weeks: int, months: int) -> None:
    """Take a sealed backup into a dated folder of FOLDER, with the home's keys, and remove those that are too old.

    The newest of each of the last days, weeks and months stays, and the newest of all always. Put FOLDER on another
    disk or machine. The keys of the home are in keys.tar.age next to each copy.
    """
    policy = Policy(days, weeks, months)
    if at is None:
        _take(ctx, folder, policy)
        return
    moment = _time_of(at)
    end_on_signal()
    while True:
        _wait(folder, moment)
        try:
            _take(ctx, folder, policy)
        except (CasefileError, OSError, SQLAlchemyError) as error:
            click.echo(f"No backup: {error} Tried again in {AGAIN_S / 60:.0f} minutes.", err=True)
            time.sleep(AGAIN_S)


def _time_of(text: str) -> timedelta:
    try:
        moment = datetime.strptime(text, "%H:%M").replace(tzinfo=UTC)
    except ValueError:
        raise click.BadParameter("hours and minutes, such as 02:30.", param_hint="--at") from None
    return timedelta(hours=moment.hour, minutes=moment.minute)


def next_time(now: datetime, at: timedelta) -> datetime:
    """The next moment, after now, at which it is this time of the day (UTC)."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + at
    return today if today > now else today + timedelta(days=1)


def _wait(folder: Path, at: timedelta) -> None:
    """Until the next time; not at all where the newest backup is older than a day. Short sleeps: a clock that is set
    does not put it off by a day."""
    newest = max(shelf.finished(folder), default=None)
    if newest is None or tables.now() - newest > timedelta(days=1):
        return
    due = next_time(tables.now(), at)
    while (left := (due - tables.now()).total_seconds()) > 0:
        time.sleep(min(30.0, left))


def _take(ctx: click.Context, folder: Path, policy: Policy) -> None:
    installation: Installation = ctx.find_root().obj
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    target = shelf.new_folder(folder, tables.now())
    manifest = take(ctx, target)
    settings = installation.settings
    held = {f"proof/{name}": settings.proof_folder / name for name in PROOF_KEYS}
    held["metrics-token"] = settings.home / "metrics-token"
    present = {name: path for name, path in held.items() if path.is_file()}
    shelf.add_keys(target, present, _given(settings), settings.home, manifest.sealed_to)
    gone = shelf.prune(folder, policy)
    stays = f"{len(shelf.finished(folder))} backups in {folder}"
    emit(ctx, f"{stays}, {len(gone)} removed.", {"folder": str(target), "removed": [path.name for path in gone]})


def _given(settings: Settings) -> dict[str, str]:
    """The keys in force, in the form of the home's own file: they may have come from the environment instead."""
    return {"secret-key": "\n".join(settings.secret_keys) + "\n"}
