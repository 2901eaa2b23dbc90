"""Giving an errand, which one stands, and its end. It is the officer's, in one sign-in; no address names it.

Each look goes on writing its own reason into the trail: what takes an errand writes the errand's words there.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.people.sessions import is_open
from casefile.policy.oversight import errand as rule
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.settings import Settings
from casefile.sign_in.tokens import digest
from casefile.storage import fresh, tables
from casefile.storage.tables import Errand as Row
from casefile.storage.tables import PortalSession, new_id
from casefile.subjects import cleaning
from casefile.vocabulary import Purpose

MINUTES = 120
"""How long one stands where the settings say nothing (`GRIOT_ERRAND_MIN`)."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What an officer looks for just now, and until when that holds."""

    id: str
    reason: str
    case_ref: str
    purpose: Purpose
    begun_at: datetime
    ends_at: datetime


def begin(
    session: Session,
    viewer: Viewer,
    token: str,
    reason: str,
    *,
    case_ref: str = "",
    purpose: Purpose = Purpose.SUPPORT_INVESTIGATION,
    minutes: int = MINUTES,
) -> Errand:
    """Begin an errand in the sign-in of this token; the one before it ends. Raises BadInput on what is no reason."""
    require(viewer, Permission.SEARCH)
    why, case_ref, moment = Reason.stated(reason), cleaning.check_case_ref(case_ref), tables.now()
    _close(session, viewer, token, moment)
    errand = Errand(new_id(), why.text, case_ref, purpose, moment, rule.ends_at(moment, minutes))
    session.connection().execute(
        insert(Row),
        {
            "id": errand.id,
            "token_hash": digest(token),
            "officer_id": viewer.officer_id,
            "unit_id": viewer.unit_id,
            "reason": errand.reason,
            "case_ref": case_ref,
            "purpose": purpose.value,
            "begun_at": moment,
            "ends_at": errand.ends_at,
        },
    )
    detail = {"minutes": minutes}
    audit.write(session, viewer, audit.Action.COLLECTION, "errand", errand.id, reason=errand.reason,
                case_ref=case_ref, purpose=purpose.value, detail=detail)  # fmt: skip
    return errand


def standing(session: Session, viewer: Viewer, token: str) -> Errand | None:
    """The errand that gives the reason of a look in this sign-in now; None when there is none."""
    require(viewer, Permission.SEARCH)
    row = fresh.first(session, _of(viewer).where(Row.token_hash == digest(token)))
    return _errand(row) if row is not None and _stands(row) else None


def of_officer(session: Session, viewer: Viewer, settings: Settings) -> Errand | None:
    """The same for a command, which has no sign-in: the newest that stands in an open sign-in of the officer."""
    require(viewer, Permission.SEARCH)
    statement = _of(viewer).add_columns(PortalSession).join(PortalSession, PortalSession.token_hash == Row.token_hash)
    moment = tables.now()
    for row, held in fresh.rows(session, statement):
        if is_open(held, moment, settings) and _stands(row):
            return _errand(row)
    return None


def end(session: Session, viewer: Viewer, token: str) -> None:
    """End the errand of this sign-in: the next look asks for its reason."""
    require(viewer, Permission.SEARCH)
    for errand_id in _close(session, viewer, token, tables.now()):
        audit.write(session, viewer, audit.Action.ALTERATION, "errand", errand_id, detail={"ended": True})


def _of(viewer: Viewer) -> Select[Row]:
    """Errands nobody ended, newest first, of the unit the officer is in now: who moves leaves them behind."""
    mine = (Row.officer_id == viewer.officer_id, Row.unit_id == viewer.unit_id, Row.ended_at.is_(None))
    return select(Row).where(*mine).order_by(Row.begun_at.desc(), Row.id).limit(10)


def _stands(row: Row) -> bool:
    return rule.stands(row.begun_at, row.ends_at, row.ended_at, tables.now())


def _close(session: Session, viewer: Viewer, token: str, moment: datetime) -> list[str]:
    """End what stands in this sign-in; the ids of what did."""
    rows = list(fresh.rows(session, _of(viewer).where(Row.token_hash == digest(token))))
    standing = [row.id for (row,) in rows if _stands(row)]
    if rows:
        ids = [row.id for (row,) in rows]
        session.connection().execute(update(Row).where(Row.id.in_(ids)).values(ended_at=moment))
    return standing


def _errand(row: Row) -> Errand:
    return Errand(row.id, row.reason, row.case_ref, Purpose(row.purpose), row.begun_at, row.ends_at)
