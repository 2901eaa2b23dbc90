"""An upgrade on one machine, with a way back: copy, bring the tables up, prove, start; else the copy is put back.

For the home's database and one on PostgreSQL alike. Nothing runs meanwhile, so the copy and what is brought up are of
one moment; the index is made again by the worker where it is of another mapping.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sqlalchemy import make_url

from casefile import audit
from casefile.backup import aside
from casefile.backup.aside import Aside
from casefile.backup.restoring import opened
from casefile.errors import SetupError
from casefile.settings import Settings
from casefile.storage import migrate
from portal.install import supervisor
from portal.install.steps import Step

FOLDER = "before-upgrade"
"""In the home: the database as it was, until the next upgrade. As closed as the database itself."""


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
    url = Settings.from_env(home).database_url
    if not aside.there(url):
        raise SetupError(
            "There is no installation in %(place)s. Start one with: griot up",
            place=home if make_url(url).get_backend_name() == "sqlite" else aside.named(url),
        )
    ran = supervisor.SUPERVISOR in supervisor.running(home)
    aside.room(url, home)
    with Step("Stop"):
        supervisor.stop(home)
    with supervisor.lock(home):
        aside.unused(url)
        before = _copied(url, home / FOLDER)
        try:
            after = _brought_up(url, before)
        except Exception as error:
            _put_back(before, url, error)
    if ran or start is not None:
        _started(home, start or start_detached, before, url)
    return Upgraded(before.revision, after, sum(before.rows.values()), before.copy, started=ran or start is not None)


def _copied(url: str, folder: Path) -> Aside:
    with Step("Copy of the database") as step:
        before = aside.set_aside(url, folder)
        step.note = f"{before.copy.stat().st_size / 1e6:.1f} MB, revision {before.revision}"
    return before


def _brought_up(url: str, before: Aside) -> str:
    with opened(url) as store:
        with Step("Tables") as step:
            step.note = after = migrate.migrate(store)
        with Step("Proof"):
            aside.whole(url)
            if migrate.differences(store):
                raise SetupError("The tables are not those that this version works with.")
            with store.reading() as session:
                broken = audit.verify(session)
            if broken is not None:
                raise SetupError("The trail does not hold at line %(line)s.", line=broken)
            now = aside.rows_in(store)
            fewer = [name for name, many in before.rows.items() if name in now and now[name] < many]
            if fewer:
                raise SetupError("Rows are missing in: %(tables)s.", tables=", ".join(sorted(fewer)))
    return after


def _started(home: Path, start: Callable[[Path], None], before: Aside, url: str) -> None:
    try:
        start(home)
    except Exception as error:
        supervisor.stop(home)
        with supervisor.lock(home):
            _put_back(before, url, error)


def start_detached(home: Path) -> None:
    """By the command line, as whoever starts it. Returns when the portal answers."""
    command = [sys.executable, "-P", "-m", "portal.cli", "--home", str(home), "up", "--detach"]
    done = subprocess.run(command, check=False)
    if done.returncode:
        raise SetupError("It did not start (see above, and the logs in the home).")


def _put_back(before: Aside, url: str, error: Exception) -> NoReturn:
    """The database of before, and why."""
    try:
        aside.put_back(before, url)
    except Exception as second:
        raise SetupError(
            "The upgrade did not hold: %(why)s And the database of before could not be put back: %(second)s It lies "
            "whole in %(copy)s. Nothing runs.",
            why=str(error).strip(), second=str(second).strip(), copy=before.copy,
        ) from second  # fmt: skip
    raise NotUpgraded(
        "The upgrade did not hold: %(why)s The database of before is in its place, at revision %(before)s, and nothing "
        "runs. Put the former version back and start it.",
        why=str(error).strip(), before=before.revision,
    ) from error  # fmt: skip
