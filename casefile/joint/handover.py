"""A case handed from the police to the judiciary: the list of its records as they stand, and a receipt for it.

The list holds ids, versions and content hashes, no content: what is read in court comes as an export. Source:
docs/sources/governance.md, "Evidence and audit".
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import orjson
from sqlalchemy import ColumnElement, Select, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.errors import MISSING, BadInput, Conflict, NotAllowed, NotThere
from casefile.hits import pointers
from casefile.policy.network import together
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import HANDOVER, READABLE, HandoverMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import cases
from casefile.storage import fresh, tables
from casefile.storage.tables import Case, Handover, Officer, OfficerRole, Record, RecordVersion, Unit, new_id
from casefile.vocabulary import Handling, HandoverState, Role, Service

DECIDED = "This was decided in the meantime. Open it again."
Giver, Taker, Addressee, Signer = aliased(Unit), aliased(Unit), aliased(Officer), aliased(Officer)


@dataclass(frozen=True, slots=True)
class Magistrate:
    """To whom a case may be handed."""

    officer_id: str
    name: str
    unit_id: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class Item:
    """A record on the list, as it stood when the case was handed over."""

    record_id: str
    kind: str
    version: int
    handling: Handling
    content_hash: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """A case handed over, as both sides read it."""

    id: str
    number: str
    case_reference: str
    case_title: str
    legal_basis: str
    from_unit: str
    to_unit: str
    to_officer: str
    state: HandoverState
    handed_at: datetime
    decided_at: datetime | None
    decided_by: str
    reason: str
    answer: str
    items: tuple[Item, ...]
    list_hash: str
    may_decide: bool
    may_take_back: bool


def magistrates(session: Session, viewer: Viewer) -> list[Magistrate]:
    """The magistrates of the judiciary in the own unit's country."""
    require(viewer, Permission.HAND_OVER)
    country = select(Unit.country).where(Unit.id == viewer.unit_id).scalar_subquery()
    rows = session.execute(
        select(Officer.id, Officer.display_name, Unit.id, Unit.name)
        .join(OfficerRole, (OfficerRole.officer_id == Officer.id) & (OfficerRole.role == Role.MAGISTRATE.value))
        .join(Unit, Unit.id == Officer.unit_id)
        .where(
            Officer.active,
            Unit.closed_at.is_(None),
            Unit.service == Service.JUDICIARY.value,
            Unit.country == country,
        )
        .order_by(Unit.name, Officer.display_name)
    )
    return [Magistrate(*row) for row in rows]


def hand_over(
    session: Session, viewer: Viewer, case_id: str, officer_id: str, reason: str, permission: str = ""
) -> str:
    """Hand a case of the own unit to a magistrate and return the id of its receipt.

    `permission` is the source's, for what may not go to court without it (handling code H1).
    """
    require(viewer, Permission.HAND_OVER)
    why = Reason.stated(reason)
    case = cases.case_of(session, viewer, case_id)
    service = session.scalars(select(Unit.service).where(Unit.id == viewer.unit_id)).one()
    if service not in together.HANDS_OVER:
        raise NotAllowed("Your unit’s service hands no cases over. Ask your administrator to check which it is.")
    receiver = next((one for one in magistrates(session, viewer) if one.officer_id == officer_id), None)
    if receiver is None:
        raise BadInput("Choose a magistrate from the list.", field="officer")
    items = _items(session, case_id)
    if not items:
        raise BadInput("This case holds no record in force. There is nothing to hand over.", field="officer")
    if any(Handling(str(one["handling"])) in together.NEEDS_PERMISSION for one in items):
        permission = _permission(permission)
    waiting = select(Handover.id).where(Handover.case_id == case_id, Handover.state == HandoverState.OFFERED.value)
    if (before := session.scalars(waiting).first()) is not None:
        error = Conflict("This case already waits to be received. Take that back first.")
        audit.refuse(session, viewer, error, "case", case_id, {"handover": before})
    handover_id, number = new_id(), f"R-{pointers.new_reference()}"
    list_hash = hash_of(number, case_id, items)
    row = {
        "id": handover_id,
        "receipt": number,
        "case_id": case_id,
        "from_unit_id": viewer.unit_id,
        "to_unit_id": receiver.unit_id,
        "to_officer_id": officer_id,
        "state": HandoverState.OFFERED.value,
        "items": items,
        "list_hash": list_hash,
        "reason": why.text,
        "handed_at": tables.now(),
        "handed_by": viewer.officer_id,
        "answer": "",
    }
    session.connection().execute(insert(Handover), row)
    audit.write(
        session, viewer, audit.Action.DISCLOSURE, "case", case_id, reason=why.text, case_ref=case.reference,
        detail={
            "handover": handover_id, "to": receiver.unit_id, "records": len(items), "list": list_hash,
            "permission": permission,
        },
    )  # fmt: skip
    return handover_id


def decide(session: Session, viewer: Viewer, handover_id: str, accept: bool, reason: str = "") -> HandoverState:
    """Sign for a case handed to the own service, or refuse it with a reason."""
    require(viewer, Permission.RECEIVE_CASE)
    why = Reason.optional(reason) if accept else Reason.stated(reason)
    row = _row(session, handover_id, Handover.to_unit_id == viewer.unit_id)
    step = HandoverMove.ACCEPT if accept else HandoverMove.REFUSE
    if not together.may_receive(viewer, row.to_unit_id, row.handed_by):
        error = NotAllowed("Who handed the case over cannot sign for it too. Another magistrate has to.")
        audit.refuse(session, viewer, error, "handover", row.id, {"state": row.state, "move": step.value})
    return _move(session, viewer, row, step, why.text if why else "")


def take_back(session: Session, viewer: Viewer, handover_id: str, reason: str) -> HandoverState:
    """Take back a case of the own unit that nobody has signed for yet."""
    require(viewer, Permission.HAND_OVER)
    why = Reason.stated(reason)
    row = _row(session, handover_id, Handover.from_unit_id == viewer.unit_id)
    return _move(session, viewer, row, HandoverMove.TAKE_BACK, why.text)


def received(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[Receipt]:
    """The cases handed to the own service, newest first."""
    require(viewer, Permission.RECEIVE_CASE)
    return _receipts(session, viewer, Handover.to_unit_id == viewer.unit_id, limit, offset)


def handed(session: Session, viewer: Viewer, case_id: str) -> list[Receipt]:
    """How often a case of the own unit was handed over, newest first."""
    require(viewer, Permission.HAND_OVER)
    mine = (Handover.from_unit_id == viewer.unit_id) & (Handover.case_id == case_id)
    return _receipts(session, viewer, mine, 20, 0)


def receipt_given(session: Session, viewer: Viewer, handover_id: str) -> Receipt:
    """A receipt of a case the own unit handed over. Written into the trail."""
    require(viewer, Permission.HAND_OVER)
    return _open(session, viewer, (Handover.id == handover_id) & (Handover.from_unit_id == viewer.unit_id))


def receipt_received(session: Session, viewer: Viewer, handover_id: str) -> Receipt:
    """A receipt of a case handed to the own service. Written into the trail."""
    require(viewer, Permission.RECEIVE_CASE)
    return _open(session, viewer, (Handover.id == handover_id) & (Handover.to_unit_id == viewer.unit_id))


def _open(session: Session, viewer: Viewer, mine: ColumnElement[bool]) -> Receipt:
    found = _receipts(session, viewer, mine, 1, 0)
    if not found:
        raise NotThere(MISSING)
    audit.write(session, viewer, audit.Action.CONSULTATION, "handover", found[0].id)
    return found[0]


def how_many_wait(session: Session, viewer: Viewer) -> int:
    """Cases that wait for a signature of the own service."""
    require(viewer, Permission.RECEIVE_CASE)
    mine = (Handover.to_unit_id == viewer.unit_id, Handover.state == HandoverState.OFFERED.value)
    return session.scalars(select(func.count()).select_from(Handover).where(*mine)).one()


def hash_of(number: str, case_id: str, items: list[dict[str, object]]) -> str:
    """SHA-256 over the canonical JSON of receipt number, case and list."""
    whole = {"receipt": number, "case": case_id, "items": items}
    return hashlib.sha256(orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _items(session: Session, case_id: str) -> list[dict[str, object]]:
    rows = session.execute(
        select(
            Record.id.label("record"),
            Record.kind,
            RecordVersion.version,
            RecordVersion.handling,
            RecordVersion.content_hash,
        )
        .join(RecordVersion, (RecordVersion.record_id == Record.id) & (RecordVersion.version == Record.version))
        .where(Record.case_id == case_id, Record.state.in_([state.value for state in READABLE]))
        .order_by(Record.created_at, Record.id)
    )
    return [dict(row._mapping) for row in rows]


def _permission(text: str) -> str:
    try:
        return Reason.stated(text).text
    except BadInput as error:
        says = "The case holds what may not go to court without its source’s permission (H1). State who gave it, when."
        raise BadInput(says, field="permission") from error


def _row(session: Session, handover_id: str, mine: ColumnElement[bool]) -> Handover:
    row = fresh.first(session, select(Handover).where(Handover.id == handover_id, mine).with_for_update())
    if row is None:
        raise NotThere(MISSING)
    return row


def _move(session: Session, viewer: Viewer, row: Handover, step: HandoverMove, answer: str) -> HandoverState:
    to = audit.next_state(session, viewer, HANDOVER, HandoverState(row.state), step, ("handover", row.id))
    done = session.connection().execute(
        update(Handover)
        .where(Handover.id == row.id, Handover.state == row.state)
        .values(state=to.value, decided_at=tables.now(), decided_by=viewer.officer_id, answer=answer)
    )
    if not done.rowcount:
        raise Conflict(DECIDED)
    audit.write(
        session, viewer, audit.Action.DECISION, "handover", row.id, reason=answer,
        detail={"to": to.value, "list": row.list_hash},
    )  # fmt: skip
    return to


def _receipts(session: Session, viewer: Viewer, mine: ColumnElement[bool], limit: int, offset: int) -> list[Receipt]:
    rows = fresh.rows(session, _select().where(mine).order_by(Handover.handed_at.desc()).limit(limit).offset(offset))
    return [_receipt(viewer, row, case, names) for row, case, *names in rows]


@cache
def _select() -> Select[Handover, Case, str, str, str, str | None]:
    return (
        select(Handover, Case, Giver.name, Taker.name, Addressee.display_name, Signer.display_name)
        .join(Case, Case.id == Handover.case_id)
        .join(Giver, Giver.id == Handover.from_unit_id)
        .join(Taker, Taker.id == Handover.to_unit_id)
        .join(Addressee, Addressee.id == Handover.to_officer_id)
        .outerjoin(Signer, Signer.id == Handover.decided_by)
    )


def _receipt(viewer: Viewer, row: Handover, case: Case, names: Sequence[str | None]) -> Receipt:
    giver, taker, addressee, signer = (name or "" for name in names)
    state = HandoverState(row.state)
    items = tuple(
        Item(
            str(one["record"]),
            str(one["kind"]),
            int(str(one["version"])),
            Handling(str(one["handling"])),
            str(one["content_hash"]),
        )  # fmt: skip
        for one in row.items
    )
    own = row.from_unit_id == viewer.unit_id and viewer.may(Permission.HAND_OVER)
    return Receipt(
        row.id, row.receipt, case.reference, case.title, case.legal_basis, giver, taker, addressee, state,
        row.handed_at, row.decided_at, signer, row.reason, row.answer, items, row.list_hash,
        allows(HANDOVER, state, HandoverMove.ACCEPT) and together.may_receive(viewer, row.to_unit_id, row.handed_by),
        own and allows(HANDOVER, state, HandoverMove.TAKE_BACK),
    )  # fmt: skip
