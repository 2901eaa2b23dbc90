"""Opening what was typed into a search: an auditor asks with a reason, another one confirms, the first opens it once.

Each step is a line of the trail of its own; none holds what was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.orm import Session, aliased

from casefile import audit, sealing
from casefile.errors import MISSING, Conflict, NotAllowed, NotThere
from casefile.policy.oversight import auditing
from casefile.policy.oversight.auditing import OPENING, Opening, OpeningMove
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import REFUSED, after
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Lookup, Officer, SealOpening, Unit, new_id
from casefile.vocabulary import Json, OpeningState


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A request as auditors see it, with what its reader may do."""

    id: str
    search_id: str
    state: OpeningState
    lapsed: bool
    asked_by: str
    asked_at: datetime
    reason: str
    decided_by: str
    answer: str
    searched_by: str
    unit_code: str
    searched_at: datetime
    may_second: bool
    may_open: bool


def ask_opening(session: Session, viewer: Viewer, search_id: str, reason: str) -> str:
    """Ask another auditor to agree that this search is opened. Returns the request's id."""
    require(viewer, Permission.READ_AUDIT)
    why = Reason.stated(reason)
    search = session.execute(select(Lookup.officer_id, Lookup.sealed).where(Lookup.id == search_id)).first()
    if search is None or search.sealed is None:
        raise NotThere(MISSING)
    if not auditing.may_ask_opening(viewer.officer_id, search.officer_id):
        audit.refuse(session, viewer, NotAllowed(auditing.OWN_SEARCH), "lookup", search_id, {"what": "opening"})
    opening_id = new_id()
    row = {"id": opening_id, "lookup_id": search_id, "state": OpeningState.ASKED.value, "asked_by": viewer.officer_id}
    session.connection().execute(
        insert(SealOpening), {**row, "asked_at": tables.now(), "reason": why.text, "answer": ""}
    )
    _write(session, viewer, search_id, opening_id, "asked", why.text)
    return opening_id


def decide_opening(session: Session, viewer: Viewer, opening_id: str, reason: str, *, confirm: bool) -> OpeningState:
    """The second auditor's answer."""
    require(viewer, Permission.READ_AUDIT)
    why, row = Reason.stated(reason), _row(session, opening_id)
    move = OpeningMove.CONFIRM if confirm else OpeningMove.REFUSE
    to = _after(session, viewer, row, move)
    if not auditing.may_second_opening(viewer.officer_id, _facts(row), tables.now()):
        _refuse(session, viewer, row, move, NotAllowed(auditing.ANOTHER))
    _move(session, row, to, decided_by=viewer.officer_id, decided_at=tables.now(), answer=why.text)
    _write(session, viewer, row.lookup_id, opening_id, to.value, why.text)
    return to


def open_search(session: Session, viewer: Viewer, opening_id: str, passphrase: str = "") -> Mapping[str, Json]:
    """What was typed, by field: once, for the auditor who asked. Raises BadInput for a wrong passphrase."""
    require(viewer, Permission.READ_AUDIT)
    row = _row(session, opening_id)
    to = _after(session, viewer, row, OpeningMove.OPEN)
    if not auditing.may_open(viewer.officer_id, _facts(row), tables.now()):
        _refuse(session, viewer, row, OpeningMove.OPEN, NotAllowed(auditing.ONLY_WHO_ASKED))
    typed = sealing.open_sealed(session, row.lookup_id, passphrase)
    _move(session, row, to, opened_at=tables.now())
    _write(session, viewer, row.lookup_id, opening_id, to.value, row.reason)
    return typed


def openings(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[OpeningLine]:
    """All requests, newest first."""
    require(viewer, Permission.READ_AUDIT)
    statement = _select().order_by(SealOpening.asked_at.desc(), SealOpening.id).limit(limit).offset(offset)
    return [_line(viewer, row) for row in session.connection().execute(statement)]


def how_many_wait(session: Session, viewer: Viewer) -> tuple[int, int]:
    """Requests that wait for this auditor as the second, and those the auditor may open now."""
    require(viewer, Permission.READ_AUDIT)
    runs = SealOpening.state.in_([OpeningState.ASKED.value, OpeningState.CONFIRMED.value])
    found = [_line(viewer, row) for row in session.connection().execute(_select().where(runs))]
    return sum(one.may_second for one in found), sum(one.may_open for one in found)


def set_passphrase(session: Session, viewer: Viewer, passphrase: str) -> None:
    """From now on searches are sealed to a key that this passphrase guards. The trail keeps that it was set."""
    require(viewer, Permission.READ_AUDIT)
    key_id = sealing.set_passphrase(session, viewer.officer_id, passphrase)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "auditor_key", key_id, detail={"passphrase": True})


def _select() -> Select[*tuple[object, ...]]:
    asked, decided, searched = aliased(Officer), aliased(Officer), aliased(Officer)
    columns = (
        *SealOpening.__table__.columns, asked.login.label("asked_login"), decided.login.label("decided_login"),
        searched.login.label("searched_login"), Lookup.officer_id.label("searched_by"),
        Lookup.made_at.label("searched_at"), Unit.code.label("unit_code"),
    )  # fmt: skip
    return (
        select(*columns)
        .join(Lookup, Lookup.id == SealOpening.lookup_id)
        .join(searched, searched.id == Lookup.officer_id)
        .outerjoin(Unit, Unit.id == Lookup.unit_id)
        .outerjoin(asked, asked.id == SealOpening.asked_by)
        .outerjoin(decided, decided.id == SealOpening.decided_by)
    )


def _line(viewer: Viewer, row: Row[*tuple[object, ...]]) -> OpeningLine:
    held, facts, moment = row._mapping, _facts(row), tables.now()
    return OpeningLine(
        id=held["id"],
        search_id=held["lookup_id"],
        state=facts.state,
        lapsed=auditing.lapsed(facts, moment),
        asked_by=held["asked_login"] or "",
        asked_at=held["asked_at"],
        reason=held["reason"],
        decided_by=held["decided_login"] or "",
        answer=held["answer"],
        searched_by=held["searched_login"],
        unit_code=held["unit_code"] or "",
        searched_at=held["searched_at"],
        may_second=auditing.may_second_opening(viewer.officer_id, facts, moment),
        may_open=auditing.may_open(viewer.officer_id, facts, moment),
    )


def _row(session: Session, opening_id: str) -> Row[*tuple[object, ...]]:
    statement = _select().where(SealOpening.id == opening_id).with_for_update(of=SealOpening)
    row = session.connection().execute(statement).first()
    if row is None:
        raise NotThere(MISSING)
    return row


def _facts(row: Row[*tuple[object, ...]]) -> Opening:
    held = row._mapping
    since = held["decided_at"] or held["asked_at"]
    return Opening(OpeningState(held["state"]), held["asked_by"], held["searched_by"], since)


def _after(session: Session, viewer: Viewer, row: Row[*tuple[object, ...]], move: OpeningMove) -> OpeningState:
    try:
        return after(OPENING, _facts(row).state, move)
    except Conflict as error:
        _refuse(session, viewer, row, move, error)


def _refuse(
    session: Session, viewer: Viewer, row: Row[*tuple[object, ...]], move: OpeningMove, error: Exception
) -> NoReturn:
    held = row._mapping
    detail: dict[str, Json] = {"opening": held["id"], "state": held["state"], "move": move.value}
    audit.refuse(session, viewer, error, "lookup", held["lookup_id"], detail)


def _move(session: Session, row: Row[*tuple[object, ...]], to: OpeningState, **values: object) -> None:
    held = row._mapping
    done = session.connection().execute(
        update(SealOpening)
        .where(SealOpening.id == held["id"], SealOpening.state == held["state"])
        .values(state=to.value, **values)
    )
    if not done.rowcount:
        raise Conflict(REFUSED)


def _write(session: Session, viewer: Viewer, search_id: str, opening_id: str, step: str, reason: str) -> None:
    detail: dict[str, Json] = {"opening": opening_id, "step": step}
    audit.write(session, viewer, audit.Action.CONSULTATION, "lookup", search_id, reason=reason, detail=detail)
