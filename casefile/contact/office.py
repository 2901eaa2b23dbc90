"""The coordination office's part in contacts: who is late, who asks for help, who did not acknowledge a recall.

Worked out from the clocks at every read: no message has to arrive for a contact to appear here. Each desk sees its
own: of a hit that touches a protected person the coordinators see nothing, the protection desk sees whom to call.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.contact.clocks import clocks
from casefile.contact.stand import lines_of, lines_of_hits, side_facts, write_line
from casefile.errors import N_, BadInput, Conflict
from casefile.hits.facts import facts_of_hits
from casefile.hits.review import DECIDED_ALREADY, hit_at_desk, move, refuse, require_any_desk
from casefile.policy.contact.steps import MOST_MESSAGE, RECALL_WITHIN, SideFacts
from casefile.policy.disclosure import HitFacts, may_hold_pointer, may_open_hit
from casefile.policy.reasons import Reason
from casefile.policy.states import HIT, HitMove, after, allows
from casefile.policy.viewer import Viewer
from casefile.storage import fresh, tables
from casefile.storage.tables import ContactLine, Hit, Pointer, ReleasedField, Unit
from casefile.subjects.cleaning import plain_text
from casefile.vocabulary import ContactAct, Desk, HitState

NO_CONTACT = N_("No unit is in contact over this hit.")
Cause = Literal["acknowledge", "decide", "help", "recall"]
_RUNNING = sorted(state.value for state in HitState if allows(HIT, state, HitMove.ASK_HELP))


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One thing a unit has not done, or asks for. `since`: when it became late, or was asked."""

    hit_id: str
    reference: str
    cause: Cause
    unit: str
    telephone: str
    since: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OfficeSide:
    """A unit of the contact, with what it has done and how it is reached."""

    unit_id: str
    unit: str
    country: str
    desk: str
    telephone: str
    sent_at: datetime
    facts: SideFacts
    late: dict[str, datetime]


@dataclass(frozen=True, slots=True)
class OfficeThreadLine:
    """One act, with its reason and to whom it is addressed (empty: both)."""

    unit: str
    act: ContactAct
    word: str
    text: str
    reason: str
    only: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OfficeView:
    """A contact as the office reads it: both sides' acts and reasons, no value of either."""

    hit_id: str
    reference: str
    state: HitState
    sides: tuple[OfficeSide, ...]
    thread: tuple[OfficeThreadLine, ...]
    may_close: bool


def waiting(session: Session, viewer: Viewer) -> list[OfficeLine]:
    """What the units did not do in time or ask for, longest waiting first."""
    require_any_desk(viewer)
    now = tables.now()
    found = [*_late(session, viewer, now), *_not_noted(session, viewer, now)]
    return sorted(found, key=lambda line: (line.since, line.hit_id, line.cause))


def opened(session: Session, viewer: Viewer, hit_id: str) -> OfficeView:
    """One contact, with all reasons. The look stands in the trail, so it needs a writing session."""
    require_any_desk(viewer)
    hit, _ = hit_at_desk(session, viewer, hit_id)
    pointers = _pointers(session, hit_id)
    if not pointers:
        raise Conflict(NO_CONTACT)
    audit.write(session, viewer, audit.Action.CONSULTATION, "hit", hit_id, detail={"contact": True})
    state, lines, now = HitState(hit.state), lines_of(session, hit_id), tables.now()
    names = {unit.id: unit.name for _, unit in pointers}
    sides = []
    for pointer, unit in pointers:
        facts, sent = side_facts(lines, unit.id), pointer.sent_at or pointer.created_at
        late = clocks(unit, state, facts, sent).late(now)
        sides.append(OfficeSide(unit.id, unit.name, unit.country, unit.desk, unit.telephone, sent, facts, late))
    thread = (
        OfficeThreadLine(
            names.get(line.unit_id or "", ""),
            ContactAct(line.act),
            line.word,
            line.text,
            line.reason,
            names.get(line.only_unit_id or "", ""),
            line.at,
        )
        for line in lines
    )
    return OfficeView(
        hit_id, pointers[0][0].reference, state, tuple(sides), tuple(thread), allows(HIT, state, HitMove.CLOSE)
    )


def answer(session: Session, viewer: Viewer, hit_id: str, text: str, to_unit_id: str = "") -> None:
    """Write to one side, or to both. A unit that asked for help has its answer with it; the other learns of neither."""
    require_any_desk(viewer)
    text = plain_text(text, "text", MOST_MESSAGE)
    if not text:
        raise BadInput("Write a message.", field="text")
    _, facts = hit_at_desk(session, viewer, hit_id)
    units = {unit.id for _, unit in _pointers(session, hit_id)}
    if facts.protected or not units:
        raise Conflict(NO_CONTACT)
    if to_unit_id and to_unit_id not in units:
        raise BadInput("Choose one from the list.", field="to")
    only = to_unit_id or None
    write_line(session, viewer, hit_id, ContactAct.ANSWERED_HELP, text=text, only_unit_id=only, office=True)


def close(session: Session, viewer: Viewer, hit_id: str, reason: str) -> None:
    """Close a contact one side of which never states what came of it."""
    require_any_desk(viewer)
    why = Reason.stated(reason)
    hit, _ = hit_at_desk(session, viewer, hit_id)
    if not _pointers(session, hit_id) or not allows(HIT, HitState(hit.state), HitMove.CLOSE):
        refuse(session, viewer, hit, HitMove.CLOSE, DECIDED_ALREADY)
    move(session, hit, after(HIT, HitState(hit.state), HitMove.CLOSE))
    write_line(session, viewer, hit_id, ContactAct.CLOSED, reason=why.text, office=True)


def _late(session: Session, viewer: Viewer, now: datetime) -> list[OfficeLine]:
    statement = (
        select(Pointer, Unit, Hit)
        .join(Hit, Hit.id == Pointer.hit_id)
        .join(Unit, Unit.id == Pointer.unit_id)
        .where(Hit.state.in_(_RUNNING), Pointer.sent_at.is_not(None), Pointer.withdrawn_at.is_(None))
        .order_by(Pointer.id)
    )
    rows = fresh.rows(session, statement)
    hit_ids = {hit.id for _, _, hit in rows}
    facts, lines = facts_of_hits(session, hit_ids), lines_of_hits(session, hit_ids)
    found: list[OfficeLine] = []
    for pointer, unit, hit in rows:
        state = HitState(hit.state)
        held = may_hold_pointer(unit.id, state, facts[hit.id])
        if not held or not may_open_hit(viewer, Desk(hit.desk), facts[hit.id]):
            continue
        acts = lines.get(hit.id, ())
        side = side_facts(acts, unit.id)
        due: dict[str, datetime] = clocks(unit, state, side, pointer.sent_at or pointer.created_at).late(now)
        asked = _asked_help(acts, unit.id)
        line = (hit.id, pointer.reference)
        if "acknowledge" in due:
            found.append(OfficeLine(*line, "acknowledge", unit.name, unit.telephone, due["acknowledge"]))
        elif "decide" in due:
            found.append(OfficeLine(*line, "decide", unit.name, unit.telephone, due["decide"]))
        if asked is not None:
            found.append(OfficeLine(*line, "help", unit.name, unit.telephone, asked.at, asked.reason))
    return found


def _asked_help(lines: Sequence[ContactLine], unit_id: str) -> ContactLine | None:
    """The last call for help of a unit, unless the office has written to it since."""
    waiting = None
    for line in lines:
        if line.act == ContactAct.ASKED_HELP.value and line.unit_id == unit_id:
            waiting = line
        elif line.act == ContactAct.ANSWERED_HELP.value and line.only_unit_id in (None, unit_id):
            waiting = None
    return waiting


def _not_noted(session: Session, viewer: Viewer, now: datetime) -> list[OfficeLine]:
    """Units that were given something that no longer stands, and did not acknowledge it in time."""
    statement = (
        select(ReleasedField, Unit, Hit, Pointer.reference)
        .join(Unit, Unit.id == ReleasedField.to_unit_id)
        .join(Hit, Hit.id == ReleasedField.hit_id)
        .join(Pointer, (Pointer.hit_id == Hit.id) & (Pointer.unit_id == Unit.id))
        .where(ReleasedField.recalled_at <= now - RECALL_WITHIN, ReleasedField.noted_at.is_(None))
        .order_by(ReleasedField.recalled_at, ReleasedField.id)
    )
    rows = fresh.rows(session, statement)
    facts: dict[str, HitFacts] = facts_of_hits(session, {hit.id for _, _, hit, _ in rows})
    found: dict[tuple[str, str], OfficeLine] = {}
    for field, unit, hit, reference in rows:
        if not may_open_hit(viewer, Desk(hit.desk), facts[hit.id]) or field.recalled_at is None:
            continue
        since = field.recalled_at + RECALL_WITHIN
        line = OfficeLine(hit.id, reference, "recall", unit.name, unit.telephone, since)
        found.setdefault((hit.id, unit.id), line)
    return list(found.values())


def _pointers(session: Session, hit_id: str) -> Sequence[tuple[Pointer, Unit]]:
    """Both delivered pointers of the hit, the record's owner first."""
    statement = (
        select(Pointer, Unit)
        .join(Unit, Unit.id == Pointer.unit_id)
        .where(Pointer.hit_id == hit_id, Pointer.sent_at.is_not(None))
        .order_by(Pointer.own_subject)
    )
    return [(pointer, unit) for pointer, unit in fresh.rows(session, statement)]
