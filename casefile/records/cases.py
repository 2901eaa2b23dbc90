"""Case files: a unit's own, known to no other unit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.policy.cases.offences import stated_offences
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import CASE, CaseMove, after, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Record, new_id
from casefile.vocabulary import CaseState, Exploitation, OffenceKind


@dataclass(frozen=True, slots=True)
class CaseDraft:
    reference: str
    title: str = ""
    legal_basis: str = ""
    opened_at: datetime | None = None
    """When it was opened, where that was before it is entered here: a file that is brought over. Never ahead."""
    offences: tuple[OffenceKind, ...] | None = None
    """What it is about, all of it; None says nothing: none of a new case, and what stands there of one amended."""
    exploitation: tuple[Exploitation, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseView:
    id: str
    unit_id: str
    reference: str
    title: str
    legal_basis: str
    opened_at: datetime
    closed_at: datetime | None
    records: int
    offences: list[str]
    exploitation: list[str]

    @property
    def kinds(self) -> tuple[OffenceKind, ...]:
        """What it is about, in the order of the list."""
        return tuple(OffenceKind(one) for one in self.offences)

    @property
    def forms(self) -> tuple[Exploitation, ...]:
        """The forms of exploitation, where it is about trafficking."""
        return tuple(Exploitation(one) for one in self.exploitation)

    @property
    def state(self) -> CaseState:
        return CaseState.CLOSED if self.closed_at else CaseState.OPEN

    def may(self, move: CaseMove | str) -> bool:
        """Whether the state it is in allows the step."""
        return allows(CASE, self.state, CaseMove(move))


def open_case(session: Session, viewer: Viewer, draft: CaseDraft) -> str:
    """Open a case file of the viewer's unit and return its id. Raises Conflict when the reference is taken there."""
    require(viewer, Permission.ENTER_RECORD)
    reference = draft.reference.strip()
    if not reference:
        raise BadInput("Give the case its reference.", field="reference")
    limits.check_length(reference, limits.CASE_REFERENCE, "reference")
    limits.check_length(draft.title, limits.CASE_TITLE, "title")
    limits.check_length(draft.legal_basis, limits.LEGAL_BASIS, "legal_basis")
    offences, exploitation = stated_offences(draft.offences or (), draft.exploitation)
    if by_reference(session, viewer.unit_id, reference) is not None:
        raise Conflict("Your unit already has a case %(reference)s.", reference=reference)
    case_id = new_id()
    session.connection().execute(
        insert(Case),
        {
            "id": case_id,
            "unit_id": viewer.unit_id,
            "reference": reference,
            "title": draft.title.strip(),
            "legal_basis": draft.legal_basis.strip(),
            "opened_by": viewer.officer_id or None,
            "opened_at": min(draft.opened_at or tables.now(), tables.now()),
            "offences": offences,
            "exploitation": exploitation,
        },
    )
    audit.write(session, viewer, audit.Action.COLLECTION, "case", case_id)
    return case_id


def ensure_case(session: Session, viewer: Viewer, draft: CaseDraft) -> str:
    """The id of the unit's case of this reference, opened now if need be. For imports."""
    require(viewer, Permission.ENTER_RECORD)
    return by_reference(session, viewer.unit_id, draft.reference.strip()) or open_case(session, viewer, draft)


def close_case(session: Session, viewer: Viewer, case_id: str, reason: str) -> None:
    """Close a case of the own unit: nothing new comes into it. Its records and watches keep their own dates."""
    require(viewer, Permission.ENTER_RECORD)
    _move(session, viewer, case_id, CaseMove.CLOSE, Reason.stated(reason))


def reopen_case(session: Session, viewer: Viewer, case_id: str, reason: str) -> None:
    """Open a closed case of the own unit again. The trail keeps when it was closed and why it is open."""
    require(viewer, Permission.ENTER_RECORD)
    _move(session, viewer, case_id, CaseMove.REOPEN, Reason.stated(reason))


def _move(session: Session, viewer: Viewer, case_id: str, move: CaseMove, why: Reason) -> None:
    statement = select(Case.closed_at).where(Case.id == case_id, Case.unit_id == viewer.unit_id).with_for_update()
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotThere(MISSING)
    state = after(CASE, CaseState.CLOSED if row.closed_at else CaseState.OPEN, move)
    closed = state is CaseState.CLOSED
    session.connection().execute(
        update(Case).where(Case.id == case_id).values(closed_at=tables.now() if closed else None)
    )
    audit.write(session, viewer, audit.Action.ALTERATION, "case", case_id, reason=why.text, detail={"closed": closed})


def open_cases(session: Session, viewer: Viewer, case_ids: Collection[str]) -> dict[str, str]:
    """Which of these are open cases of the own unit, with the legal basis each states."""
    rows = session.execute(
        select(Case.id, Case.legal_basis).where(
            Case.id.in_(case_ids), Case.unit_id == viewer.unit_id, Case.closed_at.is_(None)
        )
    )
    return {row[0]: row[1] for row in rows}


def case_named(session: Session, viewer: Viewer, reference: str) -> str:
    """The id of the own unit's open case of this reference. Raises BadInput: of another unit's as of none."""
    wanted = select(Case.id).where(
        Case.reference == reference.strip(), Case.unit_id == viewer.unit_id, Case.closed_at.is_(None)
    )
    found = session.scalar(wanted)
    if found is None:
        raise BadInput("Choose one of your unit's open cases.", field="case")
    return found


def correctable(
    session: Session, viewer: Viewer, held: str | None, chosen: str | None, why: Reason | None
) -> dict[str, str]:
    """The cases in which a correction of what stands in the case `held` may be written, as of `open_cases`.

    What stands in a closed case stays there and is corrected with a reason. Raises BadInput for anything else.
    """
    own = [case_id for case_id in (held, chosen) if case_id is not None]
    usable = open_cases(session, viewer, own)
    if held is None or held in usable:
        return usable
    after(CASE, CaseState.CLOSED, CaseMove.CORRECT)
    if chosen != held:
        raise BadInput("This stands in a closed case and stays there. Reopen the case to move it.", field="case")
    if why is None:
        raise BadInput("Its case is closed: state why it is corrected.", field="change_note")
    basis = select(Case.legal_basis).where(Case.id == held, Case.unit_id == viewer.unit_id)
    return {held: session.scalars(basis).one()}


def cases_of(
    session: Session, viewer: Viewer, *, only_open: bool = False, limit: int = 50, offset: int = 0
) -> list[CaseView]:
    """The own unit's cases, newest first."""
    require(viewer, Permission.READ_RECORD)
    wanted = _select().where(Case.unit_id == viewer.unit_id)
    if only_open:
        wanted = wanted.where(Case.closed_at.is_(None))
    rows = session.connection().execute(wanted.order_by(Case.opened_at.desc(), Case.id).limit(limit).offset(offset))
    return [CaseView(*row) for row in rows]


def references(session: Session, viewer: Viewer, case_ids: Collection[str]) -> dict[str, str]:
    """The references of these, by id, as far as they are the own unit's."""
    require(viewer, Permission.READ_RECORD)
    if not case_ids:
        return {}
    wanted = select(Case.id, Case.reference).where(among(Case.id, case_ids), Case.unit_id == viewer.unit_id)
    return {row.id: row.reference for row in session.connection().execute(wanted)}


def cases_by_id(session: Session, viewer: Viewer, case_ids: Sequence[str]) -> list[CaseView]:
    """These of the own unit's cases, in the order given."""
    require(viewer, Permission.READ_RECORD)
    wanted = _select().where(Case.unit_id == viewer.unit_id, among(Case.id, case_ids))
    found = {row[0]: CaseView(*row) for row in session.connection().execute(wanted)}
    return [found[case_id] for case_id in case_ids if case_id in found]


def bases_of(session: Session, viewer: Viewer, most: int = 8) -> list[str]:
    """The legal bases of the own unit's cases, those given most often first: to choose from when one is opened."""
    require(viewer, Permission.READ_RECORD)
    statement = (
        select(Case.legal_basis)
        .where(Case.unit_id == viewer.unit_id, Case.legal_basis != "")
        .group_by(Case.legal_basis)
        .order_by(func.count().desc(), Case.legal_basis)
    )
    return list(session.scalars(statement.limit(most)))


def case_of(session: Session, viewer: Viewer, case_id: str) -> CaseView:
    """One case of the own unit."""
    require(viewer, Permission.READ_RECORD)
    row = session.connection().execute(_select().where(Case.id == case_id, Case.unit_id == viewer.unit_id)).first()
    if row is None:
        raise NotThere(MISSING)
    return CaseView(*row)


def _select() -> Select[str, str, str, str, str, datetime, datetime | None, int, list[str], list[str]]:
    counted = select(func.count()).where(Record.case_id == Case.id).correlate(Case).scalar_subquery()
    return select(
        Case.id, Case.unit_id, Case.reference, Case.title, Case.legal_basis, Case.opened_at, Case.closed_at, counted,
        Case.offences, Case.exploitation,
    )  # fmt: skip


def by_reference(session: Session, unit_id: str, reference: str) -> str | None:
    """The id of the unit's case of this reference."""
    return (
        session.connection()
        .execute(select(Case.id).where(Case.unit_id == unit_id, Case.reference == reference))
        .scalar()
    )
