"""What stands on a list of a desk, and in which order: one item for each coincidence, led by its strongest hit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from casefile.hits.facts import protected_now
from casefile.hits.items.lists import ITEM, listed
from casefile.policy.disclosure import is_networks
from casefile.policy.handling import SUSPECTED
from casefile.policy.protection import PROTECTED_CATEGORIES
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import Hit, HitAssignment, Record, RecordVersion, Watch, WatchVersion
from casefile.vocabulary import Desk, DeskList, Protection, RecordKind

Columns = TypeVarTuple("Columns")


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reviewer narrows a list to. `before`, `since`: when the hit was found; `in_hand_of`: an officer's id.

    `until`: the moment whose list it is, for pages that hold each item once while hits arrive. What is dated later than
    now, by a clock that was wrong, stands on every list.
    """

    kind: RecordKind | None = None
    before: datetime | None = None
    since: datetime | None = None
    in_hand_of: str = ""
    until: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.kind is not None:
            found.append(Record.kind == self.kind.value)
        if self.before is not None:
            found.append(Hit.detected_at <= self.before)
        if self.until is not None:
            found.append(or_(Hit.detected_at <= self.until, Hit.detected_at > tables.now()))
        if self.since is not None:
            found.append(Hit.detected_at > self.since)
        if self.in_hand_of:
            mine = (HitAssignment.hit_id == Hit.id, HitAssignment.officer_id == self.in_hand_of)
            found.append(exists().where(*mine).correlate(Hit))
        return found


EVERYTHING = Filter()


class Sort(StrEnum):
    """What a list of a desk is ordered by."""

    BEST = "best"
    OLDEST = "oldest"
    NEWEST = "newest"


def ranked(viewer: Viewer, desk: Desk, on: DeskList, narrow: Filter = EVERYTHING) -> Subquery:
    """The hits of a list: how many its item has there, and which of them leads it."""
    strongest = (Hit.score.desc(), Hit.detected_at, Hit.id)
    first = _reviews_first() if desk is Desk.PROTECTION else literal(0)
    return (
        at_desk(
            viewer,
            desk,
            select(
                Hit.id,
                func.count().over(partition_by=ITEM).label("many"),
                func.row_number().over(partition_by=ITEM, order_by=strongest).label("place"),
                func.min(first).over(partition_by=ITEM).label("first"),
            ),
        )
        .where(listed(on), *narrow.conditions())
        .subquery()
    )


def _reviews_first() -> ColumnElement[int]:
    """`policy.disclosure.raises_review` as an order; a test holds the two together."""
    record, watch = RecordVersion.subject_category, WatchVersion.subject_category
    suspects, victims = sorted(SUSPECTED), sorted(PROTECTED_CATEGORIES)
    known = or_(record.in_(victims), _protects_victim(Record), and_(Record.names_protected, Hit.part_protected))
    there = and_(watch.in_(suspects), known)
    here = and_(record.in_(suspects), or_(watch.in_(victims), _protects_victim(Watch)))
    return case((or_(there, here), 0), else_=1)


def _protects_victim(head: type[Record] | type[Watch]) -> ColumnElement[bool]:
    """What nobody has worked out counts as a victim's."""
    kept = func.coalesce(cast(head.protection, Text), "null")
    return or_(kept == "null", kept.contains(f'"{Protection.VICTIM.value}"'))


def in_order(on: DeskList, found: Subquery, sort: Sort | None = None) -> tuple[Any, ...]:
    """As chosen, else what was decided newest first and what waits strongest first; where something waits protection
    reviews come before all others, whatever was chosen."""
    return (*_FIRST[on](found), *_SORTED[sort or usual(on)], Hit.id)


def usual(on: DeskList) -> Sort:
    """The order of a list that nobody has to choose."""
    return Sort.NEWEST if on is DeskList.DECIDED else Sort.BEST


_SORTED: Mapping[Sort, tuple[Any, ...]] = {
    Sort.BEST: (Hit.score.desc(), Hit.detected_at),
    Sort.OLDEST: (Hit.detected_at,),
    Sort.NEWEST: (Hit.detected_at.desc(),),
}
_FIRST: Mapping[DeskList, Callable[[Subquery], tuple[Any, ...]]] = {
    DeskList.QUEUE: lambda found: (found.c.first,),
    DeskList.POSSIBLE: lambda found: (found.c.first,),
    DeskList.DECIDED: lambda _found: (),
}


def at_desk(viewer: Viewer, desk: Desk, statement: Select[*Columns]) -> Select[*Columns]:
    """Of hits, those of a desk: what belongs elsewhere since leaves no line behind, and no count.

    At the protection desk those the viewer may open (`policy.disclosure.sits_at_protection`).
    """
    mine = or_(Hit.record_unit_id == viewer.unit_id, Hit.watch_unit_id == viewer.unit_id)
    here = and_(protected_now(), true() if is_networks(viewer) else mine)
    return (
        statement.join(Record, Record.id == Hit.record_id)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .join(Watch, Watch.id == Hit.watch_id)
        .join(WatchVersion, and_(WatchVersion.watch_id == Watch.id, WatchVersion.version == Watch.version))
        .where(Hit.desk == desk.value, here if desk is Desk.PROTECTION else not_(protected_now()))
    )
