"""A training space's start: kept once the demonstration is searched through, and put back in place of what is there.

Database and proof are exchanged while neither web server nor worker runs; the worker makes the index again at its
start, as after a restore, and until then a search says *not searched*.
"""

import shutil
from pathlib import Path

from casefile import installation
from casefile.audit.proof import checkpoints
from casefile.backup import aside, sqlite
from casefile.backup.restoring import opened
from casefile.errors import CasefileError, SetupError
from casefile.installation import Doubt
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.training.reset import FAILED, START, WANTED, has_start
from portal.install.supervisor import Supervisor

STOPPED = ("web", "worker")
"""In the order in which they are ended; the engine goes on."""


def keep_start(home: Path) -> None:
    """Copy the database as it is now; until the copy is whole there is none."""
    folder = home / START
    (folder / "whole").unlink(missing_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    url = Settings.from_env(home).database_url
    copy = folder / "griot.db"
    copy.unlink(missing_ok=True)
    sqlite.copy(Path(url.removeprefix("sqlite:///")), copy)
    aside.whole(f"sqlite:///{copy}")
    (folder / "whole").touch(mode=0o600)


def put_back(home: Path) -> None:
    """The space as it was at its start, brought up to this version's tables; every sign-in is ended with it.

    Raises SetupError, with nothing changed, in a real home, without a start, and while the database is open.
    """
    settings = Settings.from_env(home)
    if not settings.training:
        raise SetupError("%(home)s is a real installation's. Nothing was touched.", home=home)
    if not has_start(home):
        raise SetupError("The start of the training space in %(home)s was not kept. Nothing was touched.", home=home)
    copy = home / START / "griot.db"
    with opened(f"sqlite:///{copy}") as start, start.reading() as session:
        id = installation.id_of(session)
    aside.unused(settings.database_url)
    aside.put_back(aside.Aside(copy, "", {}), settings.database_url)
    with opened(settings.database_url) as store:
        migrate.migrate(store)
        with store.writing() as session:
            installation.renamed(session, id)
            installation.forget_all(session)
            installation.put_in_doubt(session, Doubt.RESTORED)
        if former := checkpoints.begin_again(store, checkpoints.Place.of(settings)):
            shutil.rmtree(former)
    shutil.rmtree(home / "broker", ignore_errors=True)


def look(keeper: Supervisor) -> None:
    """Called again and again by who keeps the processes: carries out what was asked for, and starts them again."""
    wanted = keeper.home / WANTED
    if not wanted.is_file():
        return
    children = [child for name in STOPPED if (child := keeper.child(name)) is not None]
    for child in children:
        keeper.end(child)
    try:
        put_back(keeper.home)
    except (CasefileError, OSError) as error:
        (keeper.home / FAILED).write_text(f"{error}\n", "utf-8")
    finally:
        wanted.unlink(missing_ok=True)
        for child in reversed(children):
            keeper.start(child)
