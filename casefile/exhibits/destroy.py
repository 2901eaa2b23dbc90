"""Exhibits whose time is over: content, pictures and words go; that there was one, and its chain of custody, stays.

What belongs to a record goes with the record's content; what belongs to a case goes on its own date.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.exhibits import rows
from casefile.exhibits.receive import forget
from casefile.policy.exhibits import UPLOAD_LIFE
from casefile.policy.states import EXHIBIT, ExhibitMove, after
from casefile.storage.tables import Exhibit, ExhibitLine, ExhibitPart
from casefile.vocabulary import CustodyAct, ExhibitState

BLANK: dict[str, object] = {
    "name": "", "description": "", "kept_at": "", "outside": "", "sha256": "", "thumbnail": None, "preview": None,
    "offered_to": None,
}  # fmt: skip
"""The hash too: a guess at a file could be tested against it."""


def is_due(moment: datetime) -> ColumnElement[bool]:
    """An exhibit of a case whose date has come."""
    return and_(Exhibit.kept_until <= moment, Exhibit.state.not_in((_gone, _coming)))


_gone, _coming = ExhibitState.DESTROYED.value, ExhibitState.RECEIVING.value


def due(moment: datetime) -> Select[str]:
    """Exhibits to destroy."""
    return select(Exhibit.id).where(is_due(moment))


def destroy_due(session: Session, moment: datetime, limit: int) -> int:
    """Destroy up to so many of them; returns how many."""
    return _destroy(session, session.scalars(due(moment).limit(limit)).all())


def of_record(session: Session, record_id: str) -> int:
    """Destroy the exhibits of a record whose content is destroyed, those half-way in too."""
    coming = select(Exhibit.id).where(Exhibit.record_id == record_id, Exhibit.state == _coming)
    forget(session, session.scalars(coming).all())
    there = select(Exhibit.id).where(Exhibit.record_id == record_id, Exhibit.state != _gone)
    return _destroy(session, session.scalars(there).all())


def abandoned(moment: datetime) -> Select[str]:
    """Files that were begun and never came whole."""
    return select(Exhibit.id).where(Exhibit.state == _coming, Exhibit.begun_at <= moment - UPLOAD_LIFE)


def forget_abandoned(session: Session, moment: datetime, limit: int) -> int:
    """Drop up to so many of them; returns how many."""
    ids = session.scalars(abandoned(moment).limit(limit)).all()
    forget(session, ids)
    return len(ids)


def _destroy(session: Session, ids: Sequence[str]) -> int:
    connection = session.connection()
    for exhibit_id in ids:
        state = session.scalars(select(Exhibit.state).where(Exhibit.id == exhibit_id)).one()
        to = after(EXHIBIT, ExhibitState(state), ExhibitMove.DESTROY)
        connection.execute(delete(ExhibitPart).where(ExhibitPart.exhibit_id == exhibit_id))
        connection.execute(update(Exhibit).where(Exhibit.id == exhibit_id).values(state=to.value, **BLANK))
        words = {"reason": "", "outside": ""}
        connection.execute(update(ExhibitLine).where(ExhibitLine.exhibit_id == exhibit_id).values(**words))
        rows.add_line(session, exhibit_id, CustodyAct.DESTROYED, None)
        audit.write(session, None, audit.Action.ERASURE, "exhibit", exhibit_id)
    return len(ids)
