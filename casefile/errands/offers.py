"""What is offered for the next errand, one key each: the officer's errands of late, the unit's open cases.

Nothing is filled in: each is chosen by an act of the officer, and its words are shown before.
"""

from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from casefile.errors import BadInput
from casefile.policy.oversight import errand as rule
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Case
from casefile.storage.tables import Errand as Row
from casefile.vocabulary import Purpose

READ = 50
"""Errands looked at for those of late: the same one is taken up many times."""


@dataclass(frozen=True, slots=True)
class CaseOffer:
    """A reason and a case to choose. `key` names it in a form; it says nothing outside the officer's own."""

    key: str
    reason: str
    case_ref: str
    purpose: Purpose = Purpose.SUPPORT_INVESTIGATION


@dataclass(frozen=True, slots=True)
class Offers:
    """Errands of the last days, newest first, and open cases: those the officer opened before the unit's others."""

    recent: tuple[CaseOffer, ...]
    cases: tuple[CaseOffer, ...]


def offers(session: Session, viewer: Viewer) -> Offers:
    """At most nine, so that each has a key of its own."""
    require(viewer, Permission.SEARCH)
    recent = _recent(session, viewer)
    known = {(one.reason, one.case_ref) for one in recent}
    mine = case((Case.opened_by == viewer.officer_id, 0), else_=1)
    wanted = (
        select(Case.id, Case.reference, Case.title)
        .where(Case.unit_id == viewer.unit_id, Case.closed_at.is_(None))
        .order_by(mine, Case.opened_at.desc(), Case.id)
        .limit(READ)
    )
    cases = [_offer(*row) for row in session.connection().execute(wanted)]
    fit = [one for one in cases if one.reason and (one.reason, one.case_ref) not in known]
    return Offers(tuple(recent), tuple(fit[: rule.CASES_SHOWN]))


def chosen(session: Session, viewer: Viewer, choice: str) -> CaseOffer:
    """What the officer chose. Raises BadInput for a case or an errand that is not offered to this officer."""
    require(viewer, Permission.SEARCH)
    what, _, id = choice.partition("-")
    found = None
    if what == "case":
        open_one = select(Case.id, Case.reference, Case.title).where(
            Case.id == id, Case.unit_id == viewer.unit_id, Case.closed_at.is_(None)
        )
        row = session.connection().execute(open_one).first()
        found = _offer(*row) if row else None
    elif what == "errand":
        found = next((one for one in _recent(session, viewer) if one.key == choice), None)
    if found is None or not found.reason:
        raise BadInput("Choose one of the cases or errands, or write your reason.", field="reason")
    return found


def _offer(id: str, reference: str, title: str) -> CaseOffer:
    return CaseOffer(f"case-{id}", rule.reason_of_case(reference, title), reference)


def _recent(session: Session, viewer: Viewer) -> list[CaseOffer]:
    moment = tables.now()
    wanted = (
        select(Row.id, Row.reason, Row.case_ref, Row.purpose, Row.begun_at)
        .where(Row.officer_id == viewer.officer_id, Row.unit_id == viewer.unit_id)
        .order_by(Row.begun_at.desc(), Row.id)
        .limit(READ)
    )
    found: dict[tuple[str, str], CaseOffer] = {}
    for row in session.connection().execute(wanted):
        if rule.may_be_offered(row.begun_at, moment):
            offer = CaseOffer(f"errand-{row.id}", row.reason, row.case_ref, Purpose(row.purpose))
            found.setdefault((row.reason, row.case_ref), offer)
    return list(found.values())[: rule.RECENT_SHOWN]
