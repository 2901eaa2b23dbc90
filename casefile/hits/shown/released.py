"""Values one unit released to another: which may be, what each says, and whether it still stands.

A value stands while its receiver may hold the pointer, its source may be read, the source's current version still
holds the same value under the same handling code, and no protected person is named by it. That is asked at every read,
so nothing has to be remembered for it; what is written down is only since when it no longer stands, because the
receiver's time to acknowledge runs from there. Why it does not is never said: corrected, withdrawn and protected look
alike.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.hits.facts import facts_of_hits
from casefile.hits.shown.covered import covered
from casefile.policy.disclosure import may_hold_pointer, may_release
from casefile.policy.handling import record_facts, watch_facts
from casefile.policy.sharing import DisclosureFacts
from casefile.storage import fresh, tables
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Record, RecordVersion, ReleasedField, Unit, Watch, WatchVersion
from casefile.subjects.fields import Field, fields_of
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.vocabulary import HitState, Part, RecordKind, SubjectCategory

RECORD, WATCH = "record", "watch"


@dataclass(frozen=True, slots=True)
class Source:
    """A record or watch as its unit may release from it today: no fields at all when it may not."""

    version: int
    kind: RecordKind
    handling: str
    handling_text: str
    fields: tuple[Field, ...] = ()


def source(session: Session, subject_kind: str, subject_id: str) -> Source:
    """What may be released of it now: nothing of what is protected, or of a protected person it names."""
    head, version, country, facts = (_record if subject_kind == RECORD else _watch)(session, subject_id)
    key = identity_id(subject_id, head.version)
    identity = load_identities(session, [key]).get(key)
    at = Source(head.version, RecordKind(head.kind), version.handling, version.handling_text)
    if identity is None or not may_release(facts):
        return at
    category = SubjectCategory(version.subject_category)
    fields = fields_of(identity, category)
    if facts.names_protected and isinstance(head, Record):
        hidden, _ = covered(session, subject_id, identity, "", country)
        shown, values = {f.value for f in fields_of(hidden, category)}, set(head.protected_values or ())
        fields = tuple(f for f in fields if f.value in shown and f.text.casefold() not in values)
    return replace(at, fields=fields)


def _record(session: Session, id: str) -> tuple[Record, RecordVersion, str, DisclosureFacts]:
    statement = (
        select(Record, RecordVersion, Unit)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(Record.id == id)
    )
    ((head, version, unit),) = fresh.rows(session, statement)
    return head, version, unit.country, record_facts(head, version, owner_open=unit.closed_at is None)


def _watch(session: Session, id: str) -> tuple[Watch, WatchVersion, str, DisclosureFacts]:
    statement = (
        select(Watch, WatchVersion, Unit)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .join(Unit, Unit.id == Watch.owner_unit_id)
        .where(Watch.id == id)
    )
    ((head, version, unit),) = fresh.rows(session, statement)
    return head, version, unit.country, watch_facts(head, version)


def texts(session: Session, rows: Iterable[ReleasedField]) -> dict[str, Field]:
    """What each released value says, read from the version it was taken from; what was erased there is left out."""
    wanted = list(rows)
    keys = {identity_id(r.subject_id, r.version) for r in wanted}
    identities = load_identities(session, sorted(keys))
    categories = _categories(session, wanted)
    found = {}
    for r in wanted:
        identity = identities.get(identity_id(r.subject_id, r.version))
        if identity is None:
            continue
        part = Part(r.part)
        if part is Part.SENTENCE:
            field: Field | None = Field(part, r.position, identity.narrative[r.position : r.until], until=r.until)
        else:
            known = fields_of(identity, SubjectCategory(categories[r.subject_id, r.version][0]))
            field = next((f for f in known if (f.part, f.position) == (part, r.position)), None)
        if field is not None:
            found[r.id] = field
    return found


def standing(session: Session, rows: Sequence[ReleasedField]) -> set[str]:
    """Ids of those released values that stand now."""
    known = texts(session, rows)
    handling = _categories(session, rows)
    facts = facts_of_hits(session, {r.hit_id for r in rows})
    states = _states(session, {r.hit_id for r in rows})
    subjects = {(r.subject_kind, r.subject_id) for r in rows}
    sources = {subject: source(session, *subject) for subject in subjects}
    found = set()
    for r in rows:
        now, value = sources[r.subject_kind, r.subject_id], known.get(r.id)
        held = may_hold_pointer(r.to_unit_id, states[r.hit_id], facts[r.hit_id])
        if r.recalled_at is not None or value is None or not held:
            continue
        same_code = handling[r.subject_id, r.version][1:] == (now.handling, now.handling_text)
        if same_code and any(field.value == value.value for field in now.fields):
            found.add(r.id)
    return found


def note_changes(session: Session, *, subject_ids: Collection[str] = (), hit_ids: Collection[str] = ()) -> int:
    """Write down which values released from these records and watches, or in these hits, no longer stand.

    Part of every action that changes, withdraws or protects them; returns how many. Their receivers are asked to
    acknowledge.
    """
    mine = or_(among(ReleasedField.subject_id, subject_ids), among(ReleasedField.hit_id, hit_ids))
    return _note(session, mine)


def sweep(session: Session) -> int:
    """The same for all that stands so far: whatever way a value fell, its receiver is notified. For the schedule."""
    return _note(session, None)


def _note(session: Session, mine: ColumnElement[bool] | None) -> int:
    statement = select(ReleasedField).where(ReleasedField.released_at.is_not(None), ReleasedField.recalled_at.is_(None))
    if mine is not None:
        statement = statement.where(mine)
    rows = [row for (row,) in fresh.rows(session, statement.order_by(ReleasedField.id))]
    if not rows:
        return 0
    fallen = sorted({r.id for r in rows} - standing(session, rows))
    if not fallen:
        return 0
    session.connection().execute(
        update(ReleasedField).where(among(ReleasedField.id, fallen)).values(recalled_at=tables.now())
    )
    hits = sorted({r.hit_id for r in rows if r.id in set(fallen)})
    lines = [audit.Entry(audit.Action.WITHDRAWAL, "hit", hit, detail={"released_fields": True}) for hit in hits]
    audit.write_many(session, None, lines)
    return len(fallen)


def _states(session: Session, hit_ids: Collection[str]) -> dict[str, HitState]:
    rows = session.connection().execute(select(Hit.id, Hit.state).where(among(Hit.id, hit_ids)))
    return {id: HitState(state) for id, state in rows}


def _categories(session: Session, rows: Sequence[ReleasedField]) -> Mapping[tuple[str, int], tuple[str, str, str]]:
    """Category, handling code and its text of the versions the values were taken from."""
    ids = {r.subject_id for r in rows}
    found: dict[tuple[str, int], tuple[str, str, str]] = {}
    for key, table in ((RecordVersion.record_id, RecordVersion), (WatchVersion.watch_id, WatchVersion)):
        columns = (key, table.version, table.subject_category, table.handling, table.handling_text)
        for id, version, *rest in session.connection().execute(select(*columns).where(among(key, ids))):
            found[id, version] = (rest[0], rest[1], rest[2])
    return found
