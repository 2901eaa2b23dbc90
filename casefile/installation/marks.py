"""What the database knows of its index: which ones are its own, and whether the present one may be relied on.

Read at each batch and each search, so each question is one look at a table of one or two rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from casefile.storage.tables import IndexMade, InstallationRow


class Doubt(StrEnum):
    """Why the index is not to be relied on."""

    RESTORED = "restored"
    """The database was put back from a backup: the index is of a later day."""
    EXCHANGED = "exchanged"
    """The engine holds another index under the name than the one that was made."""
    FOREIGN = "foreign"
    """Under the name stands an index of another installation."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The row of the installation."""

    id: str
    adopts: bool
    doubt: Doubt | None
    fences: tuple[str, str]
    """The number the index should hold, and the one before it."""


def standing(session: Session) -> Standing:
    row = session.connection().execute(select(InstallationRow.__table__)).one()
    return Standing(row.id, row.adopts, Doubt(row.doubt) if row.doubt else None, (row.fence, row.fence_before))


def doubt(session: Session) -> Doubt | None:
    """Why the index is not to be relied on; None when it is."""
    stated = session.connection().execute(select(InstallationRow.doubt)).scalar_one()
    return Doubt(stated) if stated else None


def put_in_doubt(session: Session, why: Doubt) -> None:
    """From now on a search says *not searched*, until `trusted`."""
    session.execute(update(InstallationRow).values(doubt=why.value))


def trusted(session: Session) -> None:
    """The index is this installation's and was compared with the database."""
    session.execute(update(InstallationRow).values(doubt="", adopts=False))


def fenced(session: Session, number: str, before: str) -> None:
    """The number that the index is given next, and the one it has."""
    session.execute(update(InstallationRow).values(fence=number, fence_before=before))


def known(session: Session) -> frozenset[str]:
    """The numbers of the indices that are this installation's own."""
    return frozenset(session.connection().execute(select(IndexMade.uuid)).scalars())


def note(session: Session, made: Mapping[str, str]) -> None:
    """These are its own: name by number."""
    new = made.keys() - known(session)
    session.add_all([IndexMade(uuid=uuid, name=made[uuid]) for uuid in sorted(new)])


def forget(session: Session, names: Iterable[str]) -> None:
    """These were removed."""
    session.execute(delete(IndexMade).where(IndexMade.name.in_(list(names))))


def check(session: Session, uuids: Iterable[str]) -> bool:
    """Whether all of these are its own. One that has noted none yet takes what it sees for its own."""
    own = known(session)
    return not own or own.issuperset(uuids)


def forget_all(session: Session) -> None:
    """None of them is its own any more: they belong to the place the database was copied from."""
    session.execute(delete(IndexMade))
