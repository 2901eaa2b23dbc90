"""What a case file says of itself, amended: who said what when. The first version is what stood when it was opened."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.policy.cases.offences import stated_offences
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import CASE, CaseMove, after
from casefile.policy.viewer import Viewer, require
from casefile.records.cases import CaseDraft, by_reference
from casefile.storage import fresh, tables
from casefile.storage.tables import Case, CaseVersion
from casefile.vocabulary import CaseState, Exploitation, Json, OffenceKind

CaseRow = Row[str, str, str, str | None, datetime, datetime | None, list[str], list[str]]


@dataclass(frozen=True, slots=True)
class CaseVersionLine:
    """A version as its unit reads it. `number` 1 is how the case was opened."""

    number: int
    reference: str
    title: str
    legal_basis: str
    entered_at: datetime
    entered_by: str | None
    change_note: str
    kinds: tuple[OffenceKind, ...]
    forms: tuple[Exploitation, ...]


def versions_of(session: Session, viewer: Viewer, case_id: str) -> list[CaseVersionLine]:
    """What an own case said of itself, newest first; empty while nobody has amended it."""
    require(viewer, Permission.READ_RECORD)
    _own(session, viewer, case_id)
    statement = select(CaseVersion).where(CaseVersion.case_id == case_id).order_by(CaseVersion.version.desc())
    return [
        CaseVersionLine(
            v.version, v.reference, v.title, v.legal_basis, v.entered_at, v.entered_by, v.change_note,
            tuple(OffenceKind(one) for one in v.offences), tuple(Exploitation(one) for one in v.exploitation),
        )
        for (v,) in fresh.rows(session, statement)
    ]  # fmt: skip


def amend_case(
    session: Session, viewer: Viewer, case_id: str, draft: CaseDraft, *, seen: int | None = None, change_note: str = ""
) -> int:
    """Give an own case another reference, title, legal basis or kinds of offences. Returns the number of the version.

    `seen` is the version the officer read: raises Conflict when somebody amended it since. Another legal basis, and
    anything in a closed case, wants a reason. A draft that says nothing of offences leaves them. The same again changes
    nothing.
    """
    require(viewer, Permission.ENTER_RECORD)
    row, number = _own(session, viewer, case_id), _newest(session, case_id)
    after(CASE, CaseState.CLOSED if row.closed_at else CaseState.OPEN, CaseMove.CORRECT)
    if seen is not None and seen != number:
        raise Conflict("Someone else changed this case first. Read what it says now, and save again.")
    stands = row.offences, row.exploitation
    offences, exploitation = stands if draft.offences is None else stated_offences(draft.offences, draft.exploitation)
    said = {
        "reference": draft.reference.strip(), "title": draft.title.strip(), "legal_basis": draft.legal_basis.strip()
    }  # fmt: skip
    now: dict[str, object] = {**said, "offences": offences, "exploitation": exploitation}
    was = {name: getattr(row, name) for name in now}
    if now == was:
        return number
    why = _checked(session, viewer, row, said, change_note)
    written: list[dict[str, object]] = []
    if number == 1:
        written.append(was | _by(1, row.opened_at, row.opened_by, ""))
    written.append(now | _by(number + 1, tables.now(), viewer.officer_id or None, why))
    session.connection().execute(insert(CaseVersion), [{"case_id": case_id, **one} for one in written])
    session.connection().execute(update(Case).where(Case.id == case_id).values(**now))
    changed = sorted(name for name in now if now[name] != was[name])
    detail: dict[str, Json] = {"version": number + 1, "fields": list(changed)}
    audit.write(session, viewer, audit.Action.ALTERATION, "case", case_id, reason=why, detail=detail)
    return number + 1


def _checked(
    session: Session, viewer: Viewer, row: CaseRow,
    now: dict[str, str], change_note: str,
) -> str:  # fmt: skip
    """The reason, where all is in order."""
    if not now["reference"]:
        raise BadInput("Give the case its reference.", field="reference")
    if row.legal_basis and not now["legal_basis"]:
        raise BadInput("State the law or order under which people are recorded in this case.", field="legal_basis")
    limits.check_length(now["reference"], limits.CASE_REFERENCE, "reference")
    limits.check_length(now["title"], limits.CASE_TITLE, "title")
    limits.check_length(now["legal_basis"], limits.LEGAL_BASIS, "legal_basis")
    if now["reference"] != row.reference and by_reference(session, viewer.unit_id, now["reference"]) is not None:
        raise Conflict("Your unit already has a case %(reference)s.", reference=now["reference"])
    other_basis = bool(row.legal_basis) and now["legal_basis"] != row.legal_basis
    why = Reason.optional(change_note)
    if why is None and row.closed_at:
        raise BadInput("The case is closed: state why it is amended.", field="change_note")
    if why is None and other_basis:
        raise BadInput("State why the legal basis changes.", field="change_note")
    return why.text if why else ""


def _by(version: int, at: datetime, by: str | None, note: str) -> dict[str, object]:
    return {"version": version, "entered_at": at, "entered_by": by, "change_note": note}


def _own(session: Session, viewer: Viewer, case_id: str) -> CaseRow:
    columns = select(
        Case.reference, Case.title, Case.legal_basis, Case.opened_by, Case.opened_at, Case.closed_at,
        Case.offences, Case.exploitation,
    )  # fmt: skip
    statement = columns.where(Case.id == case_id, Case.unit_id == viewer.unit_id).with_for_update()
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotThere(MISSING)
    return row


def _newest(session: Session, case_id: str) -> int:
    newest = select(func.max(CaseVersion.version)).where(CaseVersion.case_id == case_id)
    return session.connection().execute(newest).scalar() or 1
