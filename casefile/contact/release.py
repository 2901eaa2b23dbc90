"""Values released one by one to the other unit: from the own side only, beyond the core by two officers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.contact.stand import Stand, check, refuse, stand, step, write_line
from casefile.errors import N_, BadInput, Conflict
from casefile.hits.shown import released
from casefile.hits.shown.released import Source
from casefile.policy.contact import steps as law
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import HitMove
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.in_list import among
from casefile.storage.tables import Officer, ReleasedField, Unit, new_id
from casefile.subjects.fields import Field
from casefile.vocabulary import ContactAct, Handling

NOTHING = N_("The other unit has released nothing to yours.")
DECIDED = N_("Nothing waits for a second officer here any more. Open the contact again.")
CHANGED = N_(
    "What was to be released has changed since it was asked for. Refuse it, and ask again from the current version."
)


@dataclass(frozen=True, slots=True)
class OfferedField:
    """A value of the own side that may be released. `given`: the other unit has it already."""

    field: Field
    second: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What the own side may release, and under which code it is held."""

    fields: tuple[OfferedField, ...]
    handling: Handling
    handling_text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """How many values were released at once, and how many wait for a second officer."""

    released: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ReceivedField:
    """A value of the other unit, with what it may be used for. One that no longer stands is not shown any more."""

    field: Field | None
    handling: Handling
    handling_text: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Received:
    """What the unit was given, and for whom this copy of it was made."""

    reference: str
    from_unit: str
    from_country: str
    to_unit: str
    officer: str
    at: datetime
    fields: tuple[ReceivedField, ...]


def offered(session: Session, viewer: Viewer, pointer_id: str) -> Offer:
    """The values of the own record or watch, as they stand today. A refusal stands in the trail: a writing session."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id, lock=False)
    check(session, viewer, at, HitMove.DISCLOSE)
    own = _own(session, at)
    given = _given(session, at)
    fields = tuple(OfferedField(f, law.needs_second(f.part, own.kind), f.value in given) for f in own.fields)
    return Offer(fields, Handling(own.handling), own.handling_text)


def ask(
    session: Session,
    viewer: Viewer,
    pointer_id: str,
    keys: Collection[str],
    *,
    handling: Handling,
    handling_text: str = "",
    reason: str,
) -> Asked:
    """Release the chosen values: the core at once, the rest once a second officer of the unit confirms.

    Raises BadInput when nothing is chosen, or something that may not be released.
    """
    require(viewer, Permission.CONTACT)
    why = Reason.stated(reason)
    limits.check_length(handling_text, limits.LINK_NOTE, "handling_text")
    if handling is Handling.H3 and not handling_text.strip():
        raise BadInput("Handling code H3 needs its text: write what may be done with this.", field="handling_text")
    at = stand(session, viewer, pointer_id)
    check(session, viewer, at, HitMove.DISCLOSE)
    own, given = _own(session, at), _given(session, at)
    chosen = [f for f in own.fields if f.key in set(keys) and f.value not in given]
    if not chosen or len(chosen) != len(set(keys)):
        raise BadInput("Choose what to release. What was released already is not released twice.", field="fields")
    moment, request_id = tables.now(), new_id()
    rows = []
    for field in chosen:
        second = law.needs_second(field.part, own.kind)
        rows.append(
            {
                "id": new_id(),
                "request_id": request_id,
                "hit_id": at.hit.id,
                "from_unit_id": viewer.unit_id,
                "to_unit_id": at.pointer.about_unit_id,
                "subject_kind": at.pointer.own_subject,
                "subject_id": at.subject_id,
                "version": own.version,
                "part": field.part.value,
                "position": field.position,
                "until": field.until,
                "second": second,
                "handling": handling.value,
                "handling_text": handling_text.strip(),
                "reason": why.text,
                "asked_by": viewer.officer_id,
                "asked_at": moment,
                "released_at": None if second else moment,
            }
        )
    session.connection().execute(insert(ReleasedField), rows)
    now = [str(row["id"]) for row in rows if row["released_at"]]
    waiting = [str(row["id"]) for row in rows if not row["released_at"]]
    detail = {"contact": "asked", "fields": waiting}
    if waiting:
        audit.write(session, viewer, audit.Action.DECISION, "hit", at.hit.id, reason=why.text, detail=detail)
    if now:
        _disclose(session, viewer, at, now, why.text)
    return Asked(len(now), len(waiting))


def confirm(session: Session, viewer: Viewer, pointer_id: str, request_id: str) -> int:
    """Release what another officer of the unit asked to; returns how many values. Never the same person."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id)
    rows = _waiting(session, at, request_id)
    check(session, viewer, at, HitMove.DISCLOSE)
    if not all(law.may_confirm_release(viewer.officer_id, row.asked_by) for row in rows):
        refuse(session, viewer, at, HitMove.DISCLOSE, law.SAME_OFFICER)
    known, now = released.texts(session, rows), {f.value for f in _own(session, at).fields}
    if not all(row.id in known and known[row.id].value in now for row in rows):
        refuse(session, viewer, at, HitMove.DISCLOSE, CHANGED)
    ids = [row.id for row in rows]
    session.connection().execute(
        update(ReleasedField)
        .where(among(ReleasedField.id, ids))
        .values(released_at=tables.now(), decided_by=viewer.officer_id)
    )
    _disclose(session, viewer, at, ids, rows[0].reason)
    return len(ids)


def take_back(session: Session, viewer: Viewer, pointer_id: str, request_id: str) -> None:
    """Refuse what waits for a second officer, or take one's own request back. The other unit never learns of it."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id)
    ids = [row.id for row in _waiting(session, at, request_id)]
    session.connection().execute(
        update(ReleasedField)
        .where(among(ReleasedField.id, ids))
        .values(refused_at=tables.now(), decided_by=viewer.officer_id)
    )
    detail = {"contact": "refused", "fields": ids}
    audit.write(session, viewer, audit.Action.DECISION, "hit", at.hit.id, detail=detail)


def received(session: Session, viewer: Viewer, pointer_id: str) -> Received:
    """What the own unit was given. Each look stands in the trail, so it needs a writing session."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id)
    rows = received_rows(session, at)
    if not at.held or not rows:
        raise Conflict(NOTHING if at.held else law.RECALLED)
    stands, known = released.standing(session, rows), released.texts(session, rows)
    units = {unit.id: unit for (unit,) in fresh.rows(session, select(Unit).where(Unit.id.in_(_both(at))))}
    about, own = units[at.pointer.about_unit_id], units[at.pointer.unit_id]
    officer = fresh.first(session, select(Officer).where(Officer.id == viewer.officer_id))
    detail = {"released_fields": [row.id for row in rows]}
    audit.write(session, viewer, audit.Action.CONSULTATION, "hit", at.hit.id, detail=detail)
    return Received(
        reference=at.pointer.reference,
        from_unit=about.name,
        from_country=about.country,
        to_unit=own.name,
        officer=(officer.display_name or officer.login) if officer else viewer.login,
        at=tables.now(),
        fields=tuple(
            ReceivedField(
                known.get(row.id) if row.id in stands else None,
                Handling(row.handling),
                row.handling_text,
                row.released_at or row.asked_at,
            )
            for row in rows
        ),
    )


def note_recalls(session: Session, viewer: Viewer, pointer_id: str) -> int:
    """Acknowledge that what was received no longer stands; returns how many values. Also where the contact is gone."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id)
    released.note_changes(session, hit_ids=[at.hit.id])  # what fell by itself a moment ago is shown already
    ids = [row.id for row in received_rows(session, at) if row.recalled_at and not row.noted_at]
    session.connection().execute(
        update(ReleasedField)
        .where(among(ReleasedField.id, ids))
        .values(noted_at=tables.now(), noted_by=viewer.officer_id or None)
    )
    if ids:
        detail = {"contact": "recall_noted", "fields": ids}
        audit.write(session, viewer, audit.Action.DECISION, "hit", at.hit.id, detail=detail)
    return len(ids)


def received_rows(session: Session, at: Stand) -> Sequence[ReleasedField]:
    """All that was ever released to this side, oldest first."""
    mine = (ReleasedField.hit_id == at.hit.id, ReleasedField.to_unit_id == at.pointer.unit_id)
    return _rows(session, *mine, ReleasedField.released_at.is_not(None))


def asked_rows(session: Session, at: Stand) -> Sequence[ReleasedField]:
    """All that this side released or wants to, and was not refused."""
    mine = (ReleasedField.hit_id == at.hit.id, ReleasedField.from_unit_id == at.pointer.unit_id)
    return _rows(session, *mine, ReleasedField.refused_at.is_(None))


def _rows(session: Session, *conditions: object) -> Sequence[ReleasedField]:
    order = (ReleasedField.released_at, ReleasedField.asked_at, ReleasedField.part, ReleasedField.position)
    statement = select(ReleasedField).where(*conditions).order_by(*order)  # type: ignore[arg-type]
    return [row for (row,) in fresh.rows(session, statement)]


def _own(session: Session, at: Stand) -> Source:
    return released.source(session, at.pointer.own_subject, at.subject_id)


def _given(session: Session, at: Stand) -> set[tuple[object, ...]]:
    """Values that the other unit has and that stand, or that wait for a second officer."""
    rows = asked_rows(session, at)
    stands, known = released.standing(session, rows), released.texts(session, rows)
    return {field.value for id, field in known.items() if id in stands}


def _waiting(session: Session, at: Stand, request_id: str) -> Sequence[ReleasedField]:
    rows = [row for row in asked_rows(session, at) if row.request_id == request_id and row.released_at is None]
    if not rows:
        raise Conflict(DECIDED)
    return rows


def _disclose(session: Session, viewer: Viewer, at: Stand, ids: Sequence[str], reason: str) -> None:
    step(session, viewer, at, HitMove.DISCLOSE)
    write_line(session, viewer, at.hit.id, ContactAct.RELEASED, word=str(len(ids)), reason=reason)
    detail = {"released_fields": list(ids), "to": at.pointer.about_unit_id}
    audit.write(session, viewer, audit.Action.DISCLOSURE, "hit", at.hit.id, reason=reason, detail=detail)


def _both(at: Stand) -> list[str]:
    return [at.pointer.unit_id, at.pointer.about_unit_id]
