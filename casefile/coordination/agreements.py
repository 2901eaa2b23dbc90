"""Agreements between two units: by treaty, one kind of record becomes a pointer without a review, until a last day.

Two persons make one: a coordinator proposes it, an administrator brings it into force. What it does is in
`casefile.hits.treaty.by_agreement`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit, limits
from casefile.errors import MISSING, BadInput, Conflict, NotAllowed, NotThere
from casefile.people import units
from casefile.policy.network import together
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import AGREEMENT, AgreementMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import Agreement, Officer, Unit, new_id
from casefile.vocabulary import AgreementState, Json, RecordKind

NEEDED = 2
CHANGED = "This agreement has changed in the meantime. Open it again."
One, Other, Proposer, Decider = aliased(Unit), aliased(Unit), aliased(Officer), aliased(Officer)


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """Two units, one kind of record, the treaty that allows it, and until when."""

    unit_ids: tuple[str, ...]
    record_kind: RecordKind
    treaty: str
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement as the coordination office and administrators read it."""

    id: str
    units: tuple[str, str]
    record_kind: RecordKind
    treaty: str
    state: AgreementState
    """As of now: what is past its last day has ended."""
    ends_at: datetime
    reason: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    end_reason: str
    may_confirm: bool
    may_end: bool


def propose_agreement(session: Session, viewer: Viewer, draft: AgreementDraft) -> str:
    """Propose one and return its id; nothing of it is in force before an administrator confirms it."""
    require(viewer, Permission.COORDINATE)
    why = Reason.stated(draft.reason)
    treaty = draft.treaty.strip()
    if not treaty:
        raise BadInput("Name the treaty or the order that allows it.", field="treaty")
    limits.check_length(treaty, limits.LEGAL_BASIS, "treaty")
    together.check_end(draft.ends_at, tables.now())
    pair = _pair(session, draft.unit_ids)
    same = select(Agreement.id).where(
        Agreement.unit_a_id == pair[0],
        Agreement.unit_b_id == pair[1],
        Agreement.record_kind == draft.record_kind.value,
        Agreement.state.in_([AgreementState.PROPOSED.value, AgreementState.IN_FORCE.value]),
        Agreement.ends_at > tables.now(),
    )
    if session.execute(same).first() is not None:
        raise BadInput("These units have such an agreement already, or it waits for an administrator.", field="units")
    agreement_id = new_id()
    row = {
        "id": agreement_id,
        "unit_a_id": pair[0],
        "unit_b_id": pair[1],
        "record_kind": draft.record_kind.value,
        "treaty": treaty,
        "state": AgreementState.PROPOSED.value,
        "ends_at": draft.ends_at,
        "reason": why.text,
        "proposed_at": tables.now(),
        "proposed_by": viewer.officer_id,
        "end_reason": "",
    }
    session.connection().execute(insert(Agreement), row)
    _into_trail(session, viewer, agreement_id, why.text, {"proposed": True, "units": list(pair)})
    return agreement_id


def confirm_agreement(session: Session, viewer: Viewer, agreement_id: str) -> None:
    """Bring it into force: an administrator, another person than who proposed it."""
    require(viewer, Permission.ADMINISTER)
    row = _of(session, agreement_id)
    if not together.may_confirm_agreement(viewer.officer_id, row.proposed_by):
        error = NotAllowed("Another person has to confirm this: not who proposed it.")
        detail = {"state": state_now(row).value, "move": AgreementMove.CONFIRM.value}
        audit.refuse(session, viewer, error, "agreement", row.id, detail)
    _move(session, viewer, row, AgreementMove.CONFIRM, "", decided_by=viewer.officer_id, decided_at=tables.now())


def refuse_agreement(session: Session, viewer: Viewer, agreement_id: str, reason: str) -> None:
    """Refuse what a coordinator proposed."""
    require(viewer, Permission.ADMINISTER)
    why = Reason.stated(reason)
    row = _of(session, agreement_id)
    _move(
        session, viewer, row, AgreementMove.REFUSE, why.text,
        decided_by=viewer.officer_id, decided_at=tables.now(), end_reason=why.text,
    )  # fmt: skip


def end_agreement(session: Session, viewer: Viewer, agreement_id: str, reason: str) -> None:
    """End it at once, or take the proposal back. Pointers already sent stand."""
    require(viewer, Permission.COORDINATE)
    why = Reason.stated(reason)
    row = _of(session, agreement_id)
    _move(
        session, viewer, row, AgreementMove.END, why.text,
        ended_by=viewer.officer_id, ended_at=tables.now(), end_reason=why.text,
    )  # fmt: skip


def agreements(session: Session, viewer: Viewer) -> list[AgreementView]:
    """All agreements, newest first, for the coordination office."""
    require(viewer, Permission.COORDINATE)
    return _views(session, viewer, ())


def to_confirm(session: Session, viewer: Viewer) -> list[AgreementView]:
    """The agreements that wait for an administrator."""
    require(viewer, Permission.ADMINISTER)
    waiting = (Agreement.state == AgreementState.PROPOSED.value, Agreement.ends_at > tables.now())
    return _views(session, viewer, waiting)


def agreements_of_unit(session: Session, viewer: Viewer) -> list[AgreementView]:
    """Those in force to which the own unit is a party; another unit's are not there."""
    require(viewer, Permission.READ_RECIPROCITY)
    mine = or_(Agreement.unit_a_id == viewer.unit_id, Agreement.unit_b_id == viewer.unit_id)
    return _views(
        session, viewer, (mine, Agreement.state == AgreementState.IN_FORCE.value, Agreement.ends_at > tables.now())
    )  # fmt: skip


def ending_soon(session: Session, viewer: Viewer, until: datetime) -> int:
    """How many in force end before a day."""
    require(viewer, Permission.COORDINATE)
    statement = (
        select(func.count())
        .select_from(Agreement)
        .where(
            Agreement.state == AgreementState.IN_FORCE.value,
            Agreement.ends_at > tables.now(),
            Agreement.ends_at <= until,
        )
    )
    return session.scalars(statement).one()


def _pair(session: Session, unit_ids: Sequence[str]) -> tuple[str, str]:
    wanted = sorted(set(unit_ids))
    if len(wanted) != NEEDED or not set(wanted) <= {one.id for one in units.investigating(session)}:
        raise BadInput("Choose two different units that investigate.", field="units")
    return wanted[0], wanted[1]


def _of(session: Session, agreement_id: str) -> Agreement:
    row = fresh.first(session, select(Agreement).where(Agreement.id == agreement_id).with_for_update())
    if row is None:
        raise NotThere(MISSING)
    return row


def state_now(row: Agreement) -> AgreementState:
    """The state, with the last day looked at."""
    state = AgreementState(row.state)
    over = row.ends_at <= tables.now() and allows(AGREEMENT, state, AgreementMove.END)
    return AgreementState.ENDED if over else state


def _move(session: Session, viewer: Viewer, row: Agreement, step: AgreementMove, reason: str, **values: object) -> None:
    to = audit.next_state(session, viewer, AGREEMENT, state_now(row), step, ("agreement", row.id))
    done = session.connection().execute(
        update(Agreement)
        .where(Agreement.id == row.id, Agreement.state == row.state)
        .values(state=to.value, **values)
    )  # fmt: skip
    if not done.rowcount:
        raise Conflict(CHANGED)
    _into_trail(session, viewer, row.id, reason, {"to": to.value})


def _into_trail(session: Session, viewer: Viewer, agreement_id: str, reason: str, detail: dict[str, Json]) -> None:
    audit.write(
        session, viewer, audit.Action.ADMINISTRATION, "agreement", agreement_id, reason=reason, detail=detail
    )  # fmt: skip


def _views(session: Session, viewer: Viewer, wanted: Sequence[ColumnElement[bool]]) -> list[AgreementView]:
    rows = fresh.rows(
        session,
        select(Agreement, One.name, Other.name, Proposer.display_name, Decider.display_name)
        .join(One, One.id == Agreement.unit_a_id)
        .join(Other, Other.id == Agreement.unit_b_id)
        .join(Proposer, Proposer.id == Agreement.proposed_by)
        .outerjoin(Decider, Decider.id == Agreement.decided_by)
        .where(*wanted)
        .order_by(Agreement.proposed_at.desc(), Agreement.id),
    )
    found = []
    for row, left, right, asked_by, by in rows:
        state = state_now(row)
        found.append(
            AgreementView(
                row.id, (left, right), RecordKind(row.record_kind), row.treaty, state, row.ends_at, row.reason,
                asked_by, row.proposed_at, by or "", row.end_reason,
                may_confirm=viewer.may(Permission.ADMINISTER)
                and allows(AGREEMENT, state, AgreementMove.CONFIRM)
                and together.may_confirm_agreement(viewer.officer_id, row.proposed_by),
                may_end=viewer.may(Permission.COORDINATE) and allows(AGREEMENT, state, AgreementMove.END),
            )
        )  # fmt: skip
    return found
