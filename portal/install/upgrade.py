"""An upgrade on one machine, with a way back: copy, bring the tables up, prove, start; else the copy is put back.

For the database in the home. Nothing runs meanwhile, so the copy and what is brought up are of one moment; the index is
made again by the worker where it is of another mapping.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select, table

from casefile import audit
from casefile.backup import files, sqlite
from casefile.backup.restoring import opened
from casefile.errors import SetupError
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from portal.install import supervisor
from portal.install.steps import Step

FOLDER = "before-upgrade"
"""In the home: the database as it was, until the next upgrade. As closed as the database itself."""

SPARE = 2.2
"""So many times its size the database needs: the copy, and room for what is changed (a journal of all pages)."""


@dataclass(frozen=True, slots=True)
class Upgraded:
    before: str
    after: str
    rows: int
    copy: Path
    started: bool


class NotUpgraded(SetupError):
    """The upgrade did not hold; the database of before is in its place."""


def upgrade(home: Path, *, start: Callable[[Path], None] | None = None) -> Upgraded:
    """Stop what runs, and upgrade. `start` None: started again where it ran, by the command line.

    Raises SetupError where nothing was changed, NotUpgraded where all was put back.
    """
    settings = Settings.from_env(home)
    if not settings.embedded_database:
        raise SetupError(
            "griot upgrade is for the database in the home. On servers of your own: griot backup FOLDER, griot "
            "migrate, then restart web, worker and beat (docs/upgrading.md)."
        )
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if not path.exists():
        raise SetupError("There is no installation in %(home)s. Start one with: griot up", home=home)
    ran = supervisor.SUPERVISOR in supervisor.running(home)
    _room(path)
    with Step("Stop"):
        supervisor.stop(home)
    with supervisor.lock(home):
        before, rows, copy = _copied(path, home / FOLDER)
        try:
            after = _brought_up(path, rows)
        except Exception as error:
            _put_back(copy, path)
            raise _not_upgraded(error, before) from error
    if ran or start is not None:
        _started(home, start or start_detached, copy, path, before)
    return Upgraded(before, after, sum(rows.values()), copy, started=ran or start is not None)


def _room(path: Path) -> None:
    free, wanted = shutil.disk_usage(path.parent).free, int(path.stat().st_size * SPARE)
    if free < wanted:
        raise SetupError(
            "The upgrade needs %(wanted)s MB of free space next to the database, and %(free)s MB are there. Nothing "
            "was changed.",
            wanted=wanted // 2**20 + 1, free=free // 2**20,
        )  # fmt: skip


def _copied(path: Path, folder: Path) -> tuple[str, dict[str, int], Path]:
    """The revision, the rows of each table, and a whole copy on the disk."""
    with Step("Copy of the database") as step:
        folder.mkdir(mode=0o700, exist_ok=True)
        copy = folder / path.name
        copy.unlink(missing_ok=True)
        sqlite.copy(path, copy)
        files.sync(copy)
        with opened(f"sqlite:///{copy}") as store:
            _whole(copy)
            at, rows = migrate.current(store) or "", _rows(store)
        step.note = f"{copy.stat().st_size / 1e6:.1f} MB, revision {at}"
    return at, rows, copy


def _brought_up(path: Path, before: dict[str, int]) -> str:
    with opened(f"sqlite:///{path}") as store:
        with Step("Tables") as step:
            step.note = after = migrate.migrate(store)
        with Step("Proof"):
            _whole(path)
            if migrate.differences(store):
                raise SetupError("The tables are not those that this version works with.")
            with store.reading() as session:
                broken = audit.verify(session)
            if broken is not None:
                raise SetupError("The trail does not hold at line %(line)s.", line=broken)
            now = _rows(store)
            fewer = [name for name, many in before.items() if name in now and now[name] < many]
            if fewer:
                raise SetupError("Rows are missing in: %(tables)s.", tables=", ".join(sorted(fewer)))
    return after


def _started(home: Path, start: Callable[[Path], None], copy: Path, path: Path, before: str) -> None:
    try:
        start(home)
    except Exception as error:
        supervisor.stop(home)
        with supervisor.lock(home):
            _put_back(copy, path)
        raise _not_upgraded(error, before) from error


def start_detached(home: Path) -> None:
    """By the command line, as whoever starts it. Returns when the portal answers."""
    command = [sys.executable, "-P", "-m", "portal.cli", "--home", str(home), "up", "--detach"]
    done = subprocess.run(command, check=False)
    if done.returncode:
        raise SetupError("It did not start (see above, and the logs in the home).")


def _not_upgraded(error: Exception, before: str) -> NotUpgraded:
    return NotUpgraded(
        "The upgrade did not hold: %(why)s The database of before is in its place, at revision %(before)s, and nothing "
        "runs. Put the former version back and start it.",
        why=str(error).strip(), before=before,
    )  # fmt: skip


def _put_back(copy: Path, path: Path) -> None:
    """The copy stays too: what is put in place is a copy of it."""
    waiting = path.with_name(f"{path.name}.back")
    waiting.unlink(missing_ok=True)
    files.copy(copy, waiting)
    files.sync(waiting)
    sqlite.put_in_place(waiting, path)


def _whole(path: Path) -> None:
    if said := sqlite.flaw(path):
        raise SetupError("%(path)s is damaged (%(said)s).", path=path, said=said)


def _rows(store: Store) -> dict[str, int]:
    with store.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}
