"""Hits of one coincidence get one mark, in the transaction that keeps them: what a desk shows as one item.

The rule itself is pure (`coincidence.py`); here is what it is asked about. Hits of the two desks are
never put together: a line of the coordinators' desk must be the same with and without what a protection desk holds.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from casefile.hits.items import questions
from casefile.hits.items.coincidence import Found, Subject, coincidences, next_to_sure_ones, subject
from casefile.hits.parties import links_of
from casefile.matching import prepare
from casefile.policy.network.desk_lists import COMMON_FROM, HIT_GRADE
from casefile.policy.states import OPEN
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Unit
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.vocabulary import HitState

_COLUMNS = (
    Hit.id, Hit.record_id, Hit.record_version, Hit.watch_id, Hit.watch_version, Hit.record_unit_id, Hit.watch_unit_id,
    Hit.desk, Hit.decision, Hit.coincidence_id, Hit.value_key, Hit.common_value,
)  # fmt: skip
_OPEN = sorted(state.value for state in OPEN)
_STANDS = Hit.state != HitState.WITHDRAWN.value


class Pair(NamedTuple):
    """A record and a watch."""

    record_id: str
    watch_id: str


def put_together(session: Session, pairs: Sequence[Pair]) -> None:
    """Mark again the hits of these pairs, and those they stand next to."""
    if not pairs:
        return
    hits, touched = _around(session, pairs), set(pairs)
    keys = {hit.value_key for hit in hits.values() if hit.value_key and (hit.record_id, hit.watch_id) in touched}
    if _mark_common_values(session, keys):
        hits = _around(session, pairs)
    hits = {id: hit for id, hit in hits.items() if not hit.common_value}
    near = [_near(of_units) for of_units in _by(hits.values(), "record_unit_id", "watch_unit_id", "desk").values()]
    subjects = _subjects(session, [hit for of_units in near for hit in of_units])
    marks: dict[str, str | None] = dict.fromkeys(hits)
    for of_units in near:
        marks.update(_marked(of_units, subjects))
    changed: dict[str | None, list[str]] = defaultdict(list)
    for id, mark in marks.items():
        if hits[id].coincidence_id != mark:
            changed[mark].append(id)
    for mark, ids in changed.items():
        session.connection().execute(update(Hit).where(among(Hit.id, ids)).values(coincidence_id=mark))


def _around(session: Session, pairs: Sequence[Pair]) -> dict[str, Row[Any]]:
    """The hits of the records and watches of these pairs, and all that share a mark with one of them."""
    connection, found = session.connection(), dict[str, Row[Any]]()
    for column, ids in ((Hit.record_id, {p.record_id for p in pairs}), (Hit.watch_id, {p.watch_id for p in pairs})):
        found.update({hit.id: hit for hit in connection.execute(select(*_COLUMNS).where(among(column, ids), _STANDS))})
    marks = {hit.coincidence_id for hit in found.values() if hit.coincidence_id and not hit.common_value}
    if marks:
        more = connection.execute(select(*_COLUMNS).where(among(Hit.coincidence_id, marks), _STANDS))
        found.update({hit.id: hit for hit in more})
    return dict(sorted(found.items()))


# ---- numbers that many hold -----------------------------------------------------------------------------------------


def _mark_common_values(session: Session, keys: Collection[str]) -> bool:
    """Put the open hits of each number that many records hold into one line of their desk, take the others out; whether
    that changed any."""
    if not keys:
        return False
    connection, changed = session.connection(), 0
    held = connection.execute(
        select(Hit.value_key, Hit.desk, func.count(Hit.record_id.distinct()))
        .where(among(Hit.value_key, keys), _STANDS)
        .group_by(Hit.value_key, Hit.desk)
    ).all()
    for key, desk, many in held:
        mine = (Hit.value_key == key, Hit.desk == desk, Hit.state.in_(_OPEN))
        if many >= COMMON_FROM:
            step = update(Hit).where(*mine, Hit.common_value.is_(False)).values(common_value=True, coincidence_id=key)
        else:
            step = update(Hit).where(*mine, Hit.common_value).values(common_value=False, coincidence_id=None)
        changed += connection.execute(step).rowcount
    return changed > 0


# ---- one coincidence ------------------------------------------------------------------------------------------------


def _near(hits: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Of the hits between two units at one desk, those that may be one with another; the rest is one by itself."""
    near = next_to_sure_ones([(hit.record_id, hit.watch_id, hit.decision == HIT_GRADE) for hit in hits])
    return [hit for hit, close in zip(hits, near, strict=True) if close]


def _marked(near: Sequence[Row[Any]], subjects: Mapping[str, Subject]) -> Mapping[str, str]:
    """The mark of each of these hits that is one with another."""
    marks: dict[str, str] = {}
    found = [Found(hit.id, hit.record_id, hit.watch_id, hit.decision == HIT_GRADE) for hit in near]
    before, taken = {hit.id: hit.coincidence_id for hit in near}, set[str]()
    for group in coincidences(found, *_sides(near, subjects)):
        if len(group) > 1:
            kept = (mark for hit in group if (mark := before[hit.id]) and mark not in taken)
            mark = next(kept, group[0].id)
            taken.add(mark)
            marks.update((hit.id, mark) for hit in group)
    return marks


def _sides(
    near: Sequence[Row[Any]], subjects: Mapping[str, Subject]
) -> tuple[Mapping[str, Subject], Mapping[str, Subject]]:
    """The records and the watches of these hits, by id."""
    records = {hit.record_id: identity_id(hit.record_id, hit.record_version) for hit in near}
    watches = {hit.watch_id: identity_id(hit.watch_id, hit.watch_version) for hit in near}
    known = [{id: subjects[key] for id, key in side.items() if key in subjects} for side in (records, watches)]
    return known[0], known[1]


def _subjects(session: Session, hits: Sequence[Row[Any]]) -> dict[str, Subject]:
    """Both sides of the hits in the versions that were compared, by the key of their content, where it is there still:
    read and prepared once, however many units they meet."""
    if not hits:
        return {}
    sides = {identity_id(hit.record_id, hit.record_version): (hit.record_id, hit.record_unit_id) for hit in hits}
    sides |= {identity_id(hit.watch_id, hit.watch_version): (hit.watch_id, hit.watch_unit_id) for hit in hits}
    known = load_identities(session, sides)
    units = {unit for _, unit in sides.values()}
    rows = session.connection().execute(select(Unit.id, Unit.country).where(among(Unit.id, units)))
    countries = {row.id: row.country for row in rows}
    linked = links_of(session, {hit.record_id for hit in hits})
    asked = questions.sides(session, {id for id, _ in sides.values()})
    return {
        key: subject(id, prepare(known[key], countries.get(unit)), linked.get(id, ()), asked=id in asked)
        for key, (id, unit) in sides.items()
        if key in known
    }


def _by(hits: Iterable[Row[Any]], *columns: str) -> dict[tuple[Any, ...], list[Row[Any]]]:
    found: dict[tuple[Any, ...], list[Row[Any]]] = defaultdict(list)
    for hit in hits:
        found[tuple(getattr(hit, column) for column in columns)].append(hit)
    return found
