"""Whether the law protects a record: worked out from all that is known, whenever any of it changes.

At entry, amendment, linking and import the signs are read and kept, the record's head is brought up to date, and its
hits follow in the same commit. What only gets older gets no less protected: signs are lowered by a person.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, null, select, update
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.names import compare
from casefile.narrative.protected import ProtectedText, read_about, read_protected
from casefile.policy.handling import SUSPECTED, RuledColumns
from casefile.policy.protection import (
    Known,
    Neighbour,
    Sign,
    names_protected,
    protection_of,
    signs_of,
)
from casefile.records import protection_links, reviews
from casefile.records.protection_links import linked_to, links_of, protected_of
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordVersion, Unit
from casefile.subjects import identity_rows, protection_signs
from casefile.subjects.identity import Identity
from casefile.vocabulary import Protection, RecordKind, SubjectCategory, Topic, UnitKind

ROUNDS = 4
"""How far protection travels along links in one go: person, telephone, report; the fourth finds nothing new."""
PAGE = 500


@dataclass(frozen=True, slots=True)
class Derived:
    """What was worked out for one record: the signs it gives, and what of its text belongs to a protected person."""

    signs: tuple[Sign, ...]
    protected_values: tuple[str, ...]

    def columns(self, standing: Iterable[Sign]) -> dict[str, object]:
        """The columns of the record's head under the signs that stand."""
        signs = tuple(standing)
        named = names_protected(signs)
        return {
            "protection": list(protection_of(signs)),
            "names_protected": named,
            "protected_values": list(self.protected_values) if named else [],
        }


def derive(
    identity: Identity,
    category: SubjectCategory,
    stated: Collection[Protection],
    *,
    country: str | None,
    today: date,
    links: Sequence[Neighbour] = (),
    known_names: Sequence[str] = (),
    published: bool = False,
) -> Derived:
    """Read one record. `known_names` are those of linked protected persons: its text may name them.

    Of a `published` list the text is not read: hiding what everybody can read protects nobody, and would hide the list.
    """
    own = tuple(name.text for name in identity.names)
    is_person = identity.kind is RecordKind.PERSON
    text = "" if published else identity.text.strip()
    read = (
        read_protected(text, country, today, known_names) if text else ProtectedText((), frozenset(), frozenset(), ())
    )
    others = [m for m in read.persons if not (is_person and _is_own(m.name, own))]
    suspected = category in SUSPECTED
    text_says = read_about(text, own, today, suspected=suspected) if is_person and text else ()
    text_says += tuple(
        (m.protection, m.cue)
        for m in read.persons
        if is_person and _is_own(m.name, own) and (m.protection is Protection.MINOR or not suspected)
    )
    named = [(m.protection, m.name) for m in others]
    if read.protections and not read.persons and not text_says:
        # Somebody without a name: read by nobody else all the same.
        named = [(protection, "") for protection in sorted(read.protections)]
    known = Known(
        identity.kind,
        category,
        frozenset(stated),
        protection_signs.born_of(identity),
        text_says,
        tuple(named),
        tuple(links),
    )
    return Derived(signs_of(known, today), tuple(sorted(read.values)) if named else ())


def of_new(
    session: Session, unit_id: str, new: Sequence[tuple[str, Identity, RuledColumns]], seen_by: str | None = None
) -> dict[str, dict[str, object]]:
    """The columns for the heads of records about to be entered, by id; their signs are kept. Part of `enter_many`."""
    unit = session.connection().execute(select(Unit.country, Unit.kind).where(Unit.id == unit_id)).one()
    today = tables.now().date()
    derived = {
        id: derive(
            identity,
            SubjectCategory(ruled["subject_category"]),
            [Protection(p) for p in ruled["protection"]],
            country=unit.country,
            today=today,
            published=unit.kind == UnitKind.SOURCE.value,
        )
        for id, identity, ruled in new
    }
    protection_signs.add_signs(session, "record", {id: one.signs for id, one in derived.items()}, seen_by)
    return {id: one.columns(one.signs) for id, one in derived.items()}


def _is_own(name: str, own: Sequence[str]) -> bool:
    return any(compare(name, other).same for other in own)


def work_out(session: Session, record_ids: Iterable[str], seen_by: str | None = None) -> None:
    """Work out these records again, and those that their protection reaches along links."""
    waiting = set(record_ids)
    for _ in range(ROUNDS):
        changed: set[str] = set()
        ids = sorted(waiting)
        for start in range(0, len(ids), PAGE):
            changed |= _work_out_page(session, ids[start : start + PAGE], seen_by)
        if not changed:
            return
        waiting = linked_to(session, changed)


def after_amendment(session: Session, record_ids: Sequence[str], seen_by: str | None = None) -> None:
    """The same after new versions: a protected person's new name may stand in the texts linked to it."""
    work_out(session, record_ids, seen_by)
    if protected := protected_of(session, record_ids):
        work_out(session, linked_to(session, protected), seen_by)


def work_out_pending(session: Session, limit: int = PAGE) -> int:
    """Work out records that were entered before protection was derived; returns how many. For the schedule.

    Their hits follow afterwards (`hits.follow_protected`): while the other side is not worked out yet it counts as
    protected, and would have pointers recalled that are sound.
    """
    statement = select(Record.id).where(Record.protection.is_(null())).order_by(Record.id).limit(limit)
    ids = session.connection().execute(statement).scalars().all()
    _work_out_page(session, ids, None, follow=False)
    return len(ids)


def _work_out_page(session: Session, ids: Sequence[str], seen_by: str | None, *, follow: bool = True) -> set[str]:
    """Returns the records whose protection changed."""
    heads = _heads(session, ids)
    known = identity_rows.load_identities(session, [identity_rows.identity_id(h.id, h.version) for h in heads])
    links = links_of(session, [h.id for h in heads])
    today = tables.now().date()
    derived: dict[str, Derived] = {}
    for h in heads:
        identity = known.get(identity_rows.identity_id(h.id, h.version))
        if identity is None:
            continue
        around = links.get(h.id, [])
        derived[h.id] = derive(
            identity,
            SubjectCategory(h.subject_category),
            [Protection(p) for p in h.protection],
            country=h.country,
            today=today,
            published=h.unit_kind == UnitKind.SOURCE.value,
            links=[one.neighbour for one in around],
            known_names=[name for one in around if one.neighbour.protection for name in one.names],
        )
    protection_signs.add_signs(session, "record", {id: one.signs for id, one in derived.items()}, seen_by)
    standing = protection_signs.standing(session, list(derived))
    changed, hidden = [], []
    for h in heads:
        columns = derived[h.id].columns(standing.get(h.id, ())) if h.id in derived else {}
        if columns and columns != h.now():
            session.connection().execute(update(Record).where(Record.id == h.id).values(**columns))
            changed.append(h)
            hidden += [h] if columns["protection"] or columns["names_protected"] else []
    kinds = {h.id: known[identity_rows.identity_id(h.id, h.version)].kind for h in heads if h.id in derived}
    there = [(h.id, h.version, kinds[h.id], h.subject_category) for h in heads if h.id in kinds]
    reviews.of_linked(session, there, links)
    _follow(session, changed if follow else hidden, hits_too=follow)
    return {h.id for h in changed}


def _follow(session: Session, changed: Sequence["_Head"], *, hits_too: bool) -> None:
    """Hits and index follow: the index holds a copy of who may read the record."""
    if hits_too:
        hits.follow_rules(session, record_ids=[h.id for h in changed])
    outbox.enqueue_many(session, [(Topic.RECORD, h.id, h.version) for h in changed])
    protection_links.match_linked_again(session, [h.id for h in changed])
    audit.write_many(
        session,
        None,
        [audit.Entry(audit.Action.ALTERATION, "record", h.id, detail={"protection": "worked out"}) for h in changed],
    )


class _Head(NamedTuple):
    """A record's current version, with what was worked out for it before."""

    id: str
    version: int
    country: str
    unit_kind: str
    subject_category: str
    protection: list[str]
    """As stated by hand in this version."""
    derived: list[str] | None
    names_protected: bool
    protected_values: list[str] | None

    def now(self) -> dict[str, object]:
        """The columns as they stand, as `Derived.columns` gives them."""
        return {
            "protection": self.derived,
            "names_protected": self.names_protected,
            "protected_values": self.protected_values,
        }


def _heads(session: Session, ids: Sequence[str]) -> list[_Head]:
    """Locked: what is worked out rests on no version but the current one."""
    statement = (
        select(
            Record.id,
            Record.version,
            Unit.country,
            Unit.kind,
            RecordVersion.subject_category,
            RecordVersion.protection,
            Record.protection,
            Record.names_protected,
            Record.protected_values,
        )
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(among(Record.id, ids))
        .order_by(Record.id)
        .with_for_update(of=Record)
    )
    return [_Head(*row) for row in session.connection().execute(statement)]
