"""What decides who may know of a hit, read from both sides as they stand now: at every step and at every read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, false, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from casefile.policy.disclosure import HitFacts
from casefile.policy.handling import FactColumns, derived, facts_from
from casefile.policy.protection import PROTECTED_CATEGORIES, part_is_protected
from casefile.policy.sharing import DisclosureFacts
from casefile.storage.in_list import among_given
from casefile.storage.tables import Hit, Record, RecordVersion, Unit, Watch, WatchVersion
from casefile.vocabulary import RecordState

RecordUnit, WatchUnit = aliased(Unit), aliased(Unit)


def facts_of_hits(session: Session, hit_ids: Collection[str]) -> dict[str, HitFacts]:
    """The facts of each hit, by its id, in one statement."""
    width = len(FactColumns._fields)
    rows = session.connection().execute(_facts(), {"hits": list(hit_ids)}).all()
    return {id: HitFacts(facts_of_row(both[:width]), facts_of_row(both[width:]), part) for id, part, *both in rows}


@cache
def _facts() -> Select[Any]:
    return (
        select(
            Hit.id,
            Hit.part_protected,
            *_as_asked(Record, RecordVersion, RecordUnit),
            *_as_asked(Watch, WatchVersion, WatchUnit),
        )
        .join(Record, Record.id == Hit.record_id)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .join(Watch, Watch.id == Hit.watch_id)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .join(RecordUnit, RecordUnit.id == Record.owner_unit_id)
        .join(WatchUnit, WatchUnit.id == Watch.owner_unit_id)
        .where(among_given(Hit.id, "hits"))
    )


def stands_for(head: type[Record] | type[Watch], unit: type[Unit]) -> ColumnElement[str]:
    """The unit whose side it is in a hit: the one that holds it, and of a question at a post the one that asked."""
    return func.coalesce(unit.asks_for, head.owner_unit_id)


def _as_asked(
    head: type[Record] | type[Watch], version: type[RecordVersion] | type[WatchVersion], unit: type[Unit]
) -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]:
    """`deciding_columns`, of a question at a post in the name of the unit that asked."""
    return (stands_for(head, unit), *deciding_columns(head, version, unit)[1:])


def deciding_columns(
    head: type[Record] | type[Watch], version: type[RecordVersion] | type[WatchVersion], unit: type[Unit]
) -> tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]:
    """The columns of a record or watch that decide who may know of it, in the order of `FactColumns`.

    Whether a watch is in force is asked elsewhere; in a text it names nobody.
    """
    of_record = issubclass(head, Record)
    return (
        head.owner_unit_id,
        Record.state if of_record else literal(RecordState.ACTIVE.value),
        version.sharing,
        version.sharing_units,
        head.protection,
        version.subject_category,
        version.notify,
        Record.names_protected if of_record else false(),
        unit.closed_at.is_(None),
    )


def facts_of_row(values: Sequence[Any]) -> DisclosureFacts:
    """The facts that the values of `deciding_columns` stand for."""
    owner, state, sharing, units, protection, category, notify, names_protected, is_open = values
    return facts_from(
        FactColumns(
            owner,
            RecordState(state),
            sharing,
            tuple(units),
            derived(protection),
            category,
            notify,
            bool(names_protected),
            is_open,
        )
    )


def protected_now() -> ColumnElement[bool]:
    """`HitFacts.protected` as a condition of SQL over a hit joined with both heads and their current versions."""
    sides: tuple[tuple[type[Record] | type[Watch], type[RecordVersion] | type[WatchVersion]], ...] = (
        (Record, RecordVersion),
        (Watch, WatchVersion),
    )
    found: list[ColumnElement[bool]] = [and_(Record.names_protected, Hit.part_protected)]
    for head, version in sides:
        found.append(func.coalesce(cast(head.protection, Text), "") != "[]")  # empty: nobody has looked
        found.append(version.subject_category.in_(sorted(PROTECTED_CATEGORIES)))
    return or_(*found)


def part_protected(evidence: Iterable[Mapping[str, object]], protected_values: Collection[str] | None) -> bool:
    """Whether what agreed, as a hit's row holds it, belongs to a protected person whom the record's text names."""
    values = {value.casefold() for value in protected_values or ()}
    return part_is_protected((str(term.get("found", "")).casefold() for term in evidence if _bits(term) > 0), values)


def _bits(term: Mapping[str, object]) -> float:
    bits = term.get("bits")
    return float(bits) if isinstance(bits, (int, float)) else 0.0
