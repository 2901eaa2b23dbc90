"""Dossiers addressed to a magistrate: sent, read, asked after, answered, taken back.

The magistrate reads what was sealed, as long as it stands: at every read the law is asked again whether the unit might
still make it, and whether what the other unit released into it still stands. A dossier that does not stand any more
keeps its line, its reference and whom to ask; why is never said.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit
from casefile.errors import MISSING, N_, BadInput, Conflict, NotAllowed, NotThere
from casefile.evidence.export import Making, Wish, gathered_for_unit, seal_gathered
from casefile.hits.facts import facts_of_hits
from casefile.hits.shown import released
from casefile.joint.handover import magistrates
from casefile.policy.contact.dossier import may_address, may_open_dossier, still_stands
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import DOSSIER, DossierMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.in_list import among
from casefile.storage.store import Store
from casefile.storage.tables import Dossier, DossierRequest, Hit, Officer, ReleasedField, Unit, new_id
from casefile.vocabulary import DossierState, HitState, Service

NO_LONGER_STANDS = N_("This dossier no longer stands. Do not rely on it; ask the unit that sent it, by its reference.")
CHANGED_MEANWHILE = N_("This dossier was changed in the meantime. Open it again.")
ALTERED = N_("This dossier’s file is not the one that was sealed. Tell the coordination office.")


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What a magistrate asked for, and the answer; empty while there is none."""

    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier as one of its two ends reads it. Of one that no longer stands, neither reason nor questions."""

    id: str
    reference: str
    from_unit: str
    to_unit: str
    to_officer: str
    state: DossierState
    stands: bool
    made_at: datetime
    reason: str
    permission: str
    requests: tuple[RequestLine, ...]
    pointer_id: str
    may_ask: bool
    may_answer: bool
    may_take_back: bool

    @property
    def waits(self) -> bool:
        """A question has no answer yet."""
        return self.state is DossierState.MORE_ASKED and self.stands


def address(store: Store, viewer: Viewer, pointer_id: str, officer_id: str, wish: Wish, making: Making) -> str:
    """Make a dossier of a contact for a magistrate of the own country, and send it. Returns its id."""
    require(viewer, Permission.HAND_OVER)
    with store.writing() as session:
        known = {one.officer_id: one for one in magistrates(session, viewer)}
        service = session.scalars(select(Unit.service).where(Unit.id == viewer.unit_id)).one()
    if officer_id not in known:
        raise BadInput("Choose a magistrate from the list.", field="officer")
    if not may_address(Service(service) if service else None):
        raise NotAllowed("Your unit’s service hands no cases over. Ask your administrator to check which it is.")
    receiver = known[officer_id]
    with store.writing() as session:
        to = f"{receiver.name}, {receiver.unit_name}"
        dossier = gathered_for_unit(session, viewer, pointer_id, wish, to)
    made = seal_gathered(store, viewer, dossier, making)
    with store.writing() as session:
        row = {
            "id": new_id(),
            "reference": dossier.order.reference,
            "hit_id": dossier.hit_id,
            "pointer_id": pointer_id,
            "from_unit_id": viewer.unit_id,
            "to_unit_id": receiver.unit_id,
            "to_officer_id": officer_id,
            "state": DossierState.SENT.value,
            "reason": dossier.order.reason,
            "permission": dossier.order.permission,
            "released": list(dossier.released_ids),
            "made_at": dossier.order.at,
            "made_by": viewer.officer_id,
            "manifest_hash": made.manifest_hash,
            "content_hash": hashlib.sha256(made.content).hexdigest(),
            "content": made.content,
        }
        session.connection().execute(insert(Dossier), row)
        detail = {"dossier": dossier.order.reference, "to": receiver.unit_id, "manifest": made.manifest_hash}
        audit.write(
            session, viewer, audit.Action.DISCLOSURE, "dossier", str(row["id"]), reason=dossier.order.reason,
            detail=detail,
        )  # fmt: skip
    return str(row["id"])


def received(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[DossierLine]:
    """The dossiers addressed to the own service, newest first."""
    require(viewer, Permission.RECEIVE_CASE)
    return _lines(session, viewer, Dossier.to_unit_id == viewer.unit_id, limit, offset)


def given(session: Session, viewer: Viewer, pointer_id: str) -> list[DossierLine]:
    """The dossiers the own unit sent of one contact, newest first."""
    require(viewer, Permission.CONTACT)
    mine = (Dossier.from_unit_id == viewer.unit_id) & (Dossier.pointer_id == pointer_id)
    return _lines(session, viewer, mine, 50, 0)


def contact_of_dossier(session: Session, viewer: Viewer, dossier_id: str) -> str:
    """The own unit's pointer of the contact a dossier was made of. Raises NotThere."""
    require(viewer, Permission.CONTACT)
    mine = (Dossier.id == dossier_id, Dossier.from_unit_id == viewer.unit_id)
    pointer_id = session.scalars(select(Dossier.pointer_id).where(*mine)).first()
    if pointer_id is None:
        raise NotThere(MISSING)
    return pointer_id


def asked_of(session: Session, viewer: Viewer, pointer_ids: Collection[str]) -> set[str]:
    """Those of the own unit's contacts about which a magistrate waits for an answer."""
    require(viewer, Permission.READ_POINTER)
    waits = (Dossier.from_unit_id == viewer.unit_id, Dossier.state == DossierState.MORE_ASKED.value)
    return set(session.scalars(select(Dossier.pointer_id).where(*waits, among(Dossier.pointer_id, pointer_ids))))


def how_many_unread(session: Session, viewer: Viewer) -> int:
    """Dossiers of the own service that nobody has opened yet."""
    require(viewer, Permission.RECEIVE_CASE)
    mine = (Dossier.to_unit_id == viewer.unit_id, Dossier.state == DossierState.SENT.value)
    return session.scalars(select(func.count()).select_from(Dossier).where(*mine)).one()


def look_up(session: Session, viewer: Viewer, dossier_id: str) -> DossierLine:
    """One dossier addressed to the own service. The look stands in the trail, so it needs a writing session."""
    require(viewer, Permission.RECEIVE_CASE)
    found = _lines(session, viewer, (Dossier.id == dossier_id) & (Dossier.to_unit_id == viewer.unit_id), 1, 0)
    if not found:
        raise NotThere(MISSING)
    audit.write(session, viewer, audit.Action.CONSULTATION, "dossier", dossier_id)
    return found[0]


def content(session: Session, viewer: Viewer, dossier_id: str) -> tuple[str, bytes]:
    """Reference and ZIP of a dossier addressed to the own service, as long as it stands. It counts as read then."""
    require(viewer, Permission.RECEIVE_CASE)
    row = _row(session, dossier_id, Dossier.to_unit_id == viewer.unit_id)
    if not may_open_dossier(viewer, row.to_unit_id) or row.id not in _standing(session, [row]) or not row.content:
        raise Conflict(NO_LONGER_STANDS)
    if hashlib.sha256(row.content).hexdigest() != row.content_hash:
        raise Conflict(ALTERED)
    _move(session, viewer, row, DossierMove.READ)
    detail = {"manifest": row.manifest_hash}
    audit.write(session, viewer, audit.Action.DISCLOSURE, "dossier", dossier_id, detail=detail)
    return row.reference, row.content


def ask_more(session: Session, viewer: Viewer, dossier_id: str, text: str) -> None:
    """Ask the unit that sent it for more: what, and what for."""
    require(viewer, Permission.RECEIVE_CASE)
    why = Reason.stated(text, "text")
    row = _row(session, dossier_id, Dossier.to_unit_id == viewer.unit_id)
    if row.id not in _standing(session, [row]):
        raise Conflict(NO_LONGER_STANDS)
    _move(session, viewer, row, DossierMove.ASK_MORE)
    number = new_id()
    line = {"id": number, "dossier_id": row.id, "text": why.text, "asked_at": tables.now(), "answer": ""}
    session.connection().execute(insert(DossierRequest), {**line, "asked_by": viewer.officer_id})
    audit.write(session, viewer, audit.Action.DECISION, "dossier", row.id, detail={"asked": number})


def answer(session: Session, viewer: Viewer, dossier_id: str, text: str) -> None:
    """Answer what a magistrate asked: that another dossier follows, or why none does."""
    require(viewer, Permission.CONTACT)
    why = Reason.stated(text, "text")
    row = _row(session, dossier_id, Dossier.from_unit_id == viewer.unit_id)
    _move(session, viewer, row, DossierMove.ANSWER)
    open_one = (DossierRequest.dossier_id == row.id, DossierRequest.answered_at.is_(None))
    values = {"answer": why.text, "answered_at": tables.now(), "answered_by": viewer.officer_id}
    session.connection().execute(update(DossierRequest).where(*open_one).values(**values))
    audit.write(session, viewer, audit.Action.DECISION, "dossier", row.id, detail={"answered": True})


def take_back(session: Session, viewer: Viewer, dossier_id: str, reason: str) -> None:
    """Take a dossier of the own unit back: its magistrate no longer opens it here."""
    require(viewer, Permission.CONTACT)
    why = Reason.stated(reason)
    row = _row(session, dossier_id, Dossier.from_unit_id == viewer.unit_id)
    _move(session, viewer, row, DossierMove.TAKE_BACK)
    detail = {"taken_back": row.reference}
    audit.write(session, viewer, audit.Action.WITHDRAWAL, "dossier", row.id, reason=why.text, detail=detail)


def _row(session: Session, dossier_id: str, mine: ColumnElement[bool]) -> Dossier:
    row = fresh.first(session, select(Dossier).where(Dossier.id == dossier_id, mine).with_for_update())
    if row is None:
        raise NotThere(MISSING)
    return row


def _move(session: Session, viewer: Viewer, row: Dossier, step: DossierMove) -> None:
    before = DossierState(row.state)
    to = audit.next_state(session, viewer, DOSSIER, before, step, ("dossier", row.id))
    moved = update(Dossier).where(Dossier.id == row.id, Dossier.state == before.value).values(state=to.value)
    if not session.connection().execute(moved).rowcount:
        raise Conflict(CHANGED_MEANWHILE)


def _standing(session: Session, rows: Sequence[Dossier]) -> set[str]:
    """Ids of those whose content may still be read."""
    hit_ids = {row.hit_id for row in rows}
    facts = facts_of_hits(session, hit_ids)
    states = {id: HitState(s) for id, s in session.execute(select(Hit.id, Hit.state).where(among(Hit.id, hit_ids)))}
    wanted = {one for row in rows for one in row.released}
    fields = [row for (row,) in fresh.rows(session, select(ReleasedField).where(among(ReleasedField.id, wanted)))]
    there = released.standing(session, fields) if fields else set()
    return {
        row.id
        for row in rows
        if still_stands(
            row.from_unit_id, DossierState(row.state), states[row.hit_id], facts[row.hit_id], set(row.released) - there
        )
    }


def _lines(session: Session, viewer: Viewer, mine: ColumnElement[bool], limit: int, offset: int) -> list[DossierLine]:
    giver, taker = aliased(Unit), aliased(Unit)
    statement = (
        select(Dossier, giver.name, taker.name, Officer.display_name, Officer.login)
        .join(giver, giver.id == Dossier.from_unit_id)
        .join(taker, taker.id == Dossier.to_unit_id)
        .join(Officer, Officer.id == Dossier.to_officer_id)
        .where(mine)
        .order_by(Dossier.made_at.desc(), Dossier.id)
    )
    rows = fresh.rows(session, statement.limit(limit).offset(offset))
    standing = _standing(session, [row for row, *_ in rows]) if rows else set()
    asked = _requests(session, [row.id for row, *_ in rows])
    return [
        _line(viewer, row, (from_unit, to_unit, name or login), row.id in standing, asked.get(row.id, ()))
        for row, from_unit, to_unit, name, login in rows
    ]


def _line(
    viewer: Viewer, row: Dossier, names: tuple[str, str, str], stands: bool, asked: tuple[RequestLine, ...]
) -> DossierLine:
    state = DossierState(row.state)
    own = row.from_unit_id == viewer.unit_id
    shown = stands or own
    return DossierLine(
        row.id, row.reference, *names, state, stands, row.made_at,
        row.reason if shown else "", row.permission if shown else "", asked if shown else (), row.pointer_id,
        may_ask=stands and allows(DOSSIER, state, DossierMove.ASK_MORE) and may_open_dossier(viewer, row.to_unit_id),
        may_answer=own and allows(DOSSIER, state, DossierMove.ANSWER) and viewer.may(Permission.CONTACT),
        may_take_back=own and allows(DOSSIER, state, DossierMove.TAKE_BACK) and viewer.may(Permission.CONTACT),
    )  # fmt: skip


def _requests(session: Session, dossier_ids: Collection[str]) -> dict[str, tuple[RequestLine, ...]]:
    statement = select(DossierRequest).where(among(DossierRequest.dossier_id, dossier_ids))
    found: dict[str, tuple[RequestLine, ...]] = {}
    for (one,) in fresh.rows(session, statement.order_by(DossierRequest.asked_at)):
        line = RequestLine(one.text, one.asked_at, one.answer, one.answered_at)
        found[one.dossier_id] = (*found.get(one.dossier_id, ()), line)
    return found
