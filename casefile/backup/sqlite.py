"""SQLite's file: copied while it is in use, read whole, and put in the place of another by its name."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from casefile.backup import files
from casefile.errors import SetupError

PROC = Path("/proc")
"""Where the system lists the open files of each process; a test names another folder."""
JOURNALS = ("-journal", "-wal", "-shm")


def copy(source: Path, target: Path) -> None:
    """Copy in one step what is committed, into a new file that its owner alone can read."""
    files.make(target)
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=rw", uri=True, timeout=30)) as live,
        closing(sqlite3.connect(target)) as into,
    ):
        live.backup(into, pages=-1)


def flaw(path: Path) -> str:
    """What SQLite says of a file that it cannot read whole; empty of a sound one."""
    with closing(sqlite3.connect(path)) as file:
        try:
            said = str(file.execute("PRAGMA integrity_check").fetchone()[0])
        except sqlite3.DatabaseError as error:
            said = str(error)
    return "" if said == "ok" else said


def put_in_place(waiting: Path, place: Path) -> None:
    """Give a file, which is on the disk, the name of the one in use, in one step."""
    for left in JOURNALS:  # a journal of the old file would be played into the new one
        place.with_name(place.name + left).unlink(missing_ok=True)
    os.replace(waiting, place)
    files.sync(place.parent)


def in_use(place: Path) -> None:
    """Raises SetupError while another process has the database's file open.

    Looked up in the system's own list of open files; of processes that this user may not look into it says nothing.
    """
    holding = sorted({*_holding(place)} - {os.getpid()})
    if holding:
        raise SetupError(
            "%(place)s is in use (processes %(numbers)s). Nothing was replaced. Stop Griot first: scripts/run --stop",
            place=place,
            numbers=", ".join(map(str, holding)),
        )


def _holding(place: Path) -> Iterator[int]:
    wanted = str(place.resolve())
    for process in filter(str.isdecimal, os.listdir(PROC)):
        opened = PROC / process / "fd"
        for fd in _listed(opened):
            with suppress(OSError):  # closed meanwhile
                if os.readlink(opened / fd) == wanted:
                    yield int(process)


def _listed(opened: Path) -> list[str]:
    """The open files of a process; none of one that has ended meanwhile, or is not ours to look into."""
    try:
        return os.listdir(opened)
    except OSError:
        return []
