"""An exhibit's rows: finding it for its own unit, its parts as one file, a line of custody."""

import hashlib
import io
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from casefile.errors import MISSING, NotThere
from casefile.policy.exhibits import PART_BYTES, Custody
from casefile.policy.viewer import Viewer
from casefile.storage import fresh, tables
from casefile.storage.store import reads_only
from casefile.storage.tables import Exhibit, ExhibitLine, ExhibitPart, Officer
from casefile.vocabulary import CustodyAct, ExhibitState


def of_unit(session: Session, viewer: Viewer, exhibit_id: str) -> Exhibit:
    """An exhibit of the viewer's own unit; for everybody else, and once it is destroyed, it is not there."""
    there = (Exhibit.unit_id == viewer.unit_id, Exhibit.state != ExhibitState.DESTROYED.value)
    statement = select(Exhibit).where(Exhibit.id == exhibit_id, *there)
    row = fresh.first(session, statement if reads_only(session) else statement.with_for_update())
    if row is None:
        raise NotThere(MISSING)
    return row


def custody_of(session: Session, row: Exhibit) -> Custody:
    """What the law asks to decide on a step."""
    there = select(Officer.id).where(Officer.id == row.holder_id, Officer.active, Officer.unit_id == row.unit_id)
    present = session.scalars(there).first() is not None
    return Custody(ExhibitState(row.state), row.unit_id, row.holder_id, row.offered_to, present)


def add_line(
    session: Session,
    exhibit_id: str,
    act: CustodyAct,
    officer_id: str | None,
    *,
    to_officer_id: str | None = None,
    outside: str = "",
    reason: str = "",
) -> None:
    """One more line of custody."""
    last = select(func.max(ExhibitLine.number)).where(ExhibitLine.exhibit_id == exhibit_id)
    number = (session.scalars(last).one() or 0) + 1
    row = {
        "exhibit_id": exhibit_id, "number": number, "at": tables.now(), "act": act.value, "officer_id": officer_id,
        "to_officer_id": to_officer_id, "outside": outside, "reason": reason,
    }  # fmt: skip
    session.connection().execute(insert(ExhibitLine), row)


def part(session: Session, exhibit_id: str, number: int) -> bytes:
    """One part, from 0."""
    wanted = select(ExhibitPart.content).where(ExhibitPart.exhibit_id == exhibit_id, ExhibitPart.number == number)
    return session.scalars(wanted).one()


def parts(session: Session, exhibit_id: str, size: int) -> Iterator[bytes]:
    """The file, part by part: never more than one in memory."""
    for number in range(-(-size // PART_BYTES)):
        yield part(session, exhibit_id, number)


def hash_of(session: Session, exhibit_id: str, size: int) -> str:
    """SHA-256 of the whole file, in hex."""
    whole = hashlib.sha256()
    for content in parts(session, exhibit_id, size):
        whole.update(content)
    return whole.hexdigest()


def checked(session: Session) -> Iterator[tuple[str, bool]]:
    """Reference of every exhibit that is there, and whether it is still what was received."""
    there = Exhibit.state.not_in((ExhibitState.RECEIVING.value, ExhibitState.DESTROYED.value))
    columns = (Exhibit.id, Exhibit.reference, Exhibit.size, Exhibit.sha256)
    for row in session.execute(select(*columns).where(there).order_by(Exhibit.received_at)).all():
        yield row.reference, hash_if_whole(session, row.id, row.size) == row.sha256


def hash_if_whole(session: Session, exhibit_id: str, size: int) -> str | None:
    """The hash; None when a part is gone."""
    try:
        return hash_of(session, exhibit_id, size)
    except NoResultFound:
        return None


class PartsFile(io.RawIOBase):
    """The parts as a file that can be read anywhere, for who reads the end first (archives)."""

    def __init__(self, session: Session, exhibit_id: str, size: int) -> None:
        super().__init__()
        self._session, self._id, self._size, self._at = session, exhibit_id, size, 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Up to the end of the part that the place lies in."""
        into = memoryview(buffer).cast("B")
        number, begin = divmod(self._at, PART_BYTES)
        if self._at >= self._size:
            return 0
        if self._held[0] != number:
            self._held = (number, part(self._session, self._id, number))
        piece = self._held[1][begin : begin + len(into)]
        into[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
