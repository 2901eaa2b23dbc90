"""The installation's id: made once, with the database's first tables, and written down in the home that serves it.

A home and a database of two installations are refused before either is touched: whose the index is would be anybody's
guess. A database that nobody has used yet takes the id of its home, so that starting over leaves the index its owner.
"""

import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import exists, inspect, select, update
from sqlalchemy.orm import Session

from casefile.errors import SetupError
from casefile.settings import HOME_FILE, Settings, home_id
from casefile.storage.store import Store
from casefile.storage.tables import InstallationRow, Record, Unit, new_id


def identified(settings: Settings, store: Store) -> Settings:
    """The settings with the id of their installation, which is written into a home that has none yet.

    Unchanged where the database has no place for one yet (it is migrated first). Raises SetupError where home and
    database are of two installations, or one of the two is a training space and the other is not.
    """
    if not inspect(store.engine).has_table(InstallationRow.__tablename__):
        return settings
    fits(settings, store)
    with store.reading() as session:
        own, fresh = id_of(session), _fresh(session)
    written = home_id(settings.home)
    if not written:
        with suppress(OSError):  # a home that cannot be written to is still served
            note_in(settings.home, own)
    elif written != own and fresh:
        with store.writing() as session:
            session.execute(update(InstallationRow).values(id=written))
        own = written
    elif written != own:
        raise SetupError(
            "%(home)s belongs to another installation (%(written)s) than the database (%(own)s). Nothing was touched. "
            "Name the right database in DATABASE_URL, or the right home with --home; if this home is to serve this "
            "database from now on, remove %(file)s.",
            home=settings.home,
            written=written,
            own=own,
            file=settings.home / HOME_FILE,
        )
    return replace(settings, installation=own)


def fits(settings: Settings, store: Store) -> None:
    """A training database serves a training space alone, and a real one never does. Raises SetupError otherwise.

    A database that nobody has used yet becomes a training space's with the first opening as one, for ever.
    """
    there, table = inspect(store.engine), InstallationRow.__tablename__
    if not there.has_table(table) or "training" not in {column["name"] for column in there.get_columns(table)}:
        return  # of before there were training spaces, or of another version: whoever opens it says so
    with store.reading() as session:
        of_training, fresh = session.scalars(select(InstallationRow.training)).one(), _fresh(session)
    if of_training and not settings.training:
        raise SetupError(
            "The database of %(home)s is a training space's: its people are invented. It was not opened as a real one. "
            "Start it with: scripts/run --training. For real use name another home or database.",
            home=settings.home,
        )
    if settings.training and not of_training and not fresh:
        raise SetupError(
            "The database of %(home)s is a real one, not a training space's. It was not opened for training. "
            "Leave out --training and GRIOT_TRAINING, or name a home of its own for training with --home.",
            home=settings.home,
        )
    if settings.training and not of_training:
        with store.writing() as session:
            session.execute(update(InstallationRow).values(training=True))


def note_in(home: Path, id: str) -> None:
    """Write the id into a home, whole or not at all."""
    home.mkdir(parents=True, exist_ok=True)
    part = home / f"{HOME_FILE}.{new_id()}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(f"{id}\n".encode("ascii"))
        handle.flush()
        os.fsync(handle.fileno())
    part.replace(home / HOME_FILE)


def id_of(session: Session) -> str:
    """The id of the installation whose database this is."""
    return session.scalars(select(InstallationRow.id)).one()


def renamed(session: Session, id: str) -> str:
    """Give a restored database the id of the place it is restored to; returns the one it came with.

    No index is its own any more: what the former place had belongs to that one.
    """
    former = id_of(session)
    session.execute(update(InstallationRow).values(id=id, adopts=False, fence="", fence_before=""))
    return former


def _fresh(session: Session) -> bool:
    """Whether nobody has used the database yet."""
    return not session.scalar(select(exists().where(Unit.id.is_not(None)) | exists().where(Record.id.is_not(None))))
