"""What every list of a unit's own things does alike: filters, order with a tie-breaker, a find text, numbered pages.

A list is a table of data, a `Plan`. The filters and the order are SQL. What is found by words is compared here, in any
spelling and script: a database compares letters, and its two kinds do it differently.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from casefile.lists.finding import Texts, found
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require

T = TypeVar("T")
SIZES = (20, 50, 100)
"""Lines of a page, the first if none is chosen; the last is also the most that one bulk act takes."""
MAX_FIND = 200
MOST_COMPARED = 20_000
"""Lines among which words are looked for, the first of the order: 5,000 records take half a second (docs/lists.md).
What lies beyond is for the search, and the page says so."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an officer wants to see of a list. What the list does not know is as if it were not asked."""

    find: str = ""
    sort: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """Filter: the value chosen."""
    page: int = 1
    size: int = SIZES[0]
    until: datetime | None = None
    """What came later is left out, where lines arrive while the pages are turned over (`lists.queue`)."""


EVERYTHING = Asked()


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """One page of a list. A page past the end is the last."""

    rows: tuple[T, ...]
    total: int
    page: int
    pages: int
    sort: str
    by_sound: bool = False
    """Nothing is written as asked: these sound like it."""
    cut: bool = False
    """There are more lines than words are looked for among (`MOST_COMPARED`)."""
    until: datetime | None = None
    """The moment of which the pages are, where lines arrive."""


Order = Callable[[Session, Viewer], tuple[Any, ...]]
Condition = Callable[[Session, Viewer, str], ColumnElement[bool] | None]
"""None: no such value."""


@dataclass(frozen=True, slots=True)
class Plan(Generic[T]):
    """A list: what stands on it, by what it is ordered and narrowed, what is found by, and its rows."""

    permission: Permission
    own: Callable[[Viewer], Select[str]]
    """The ids of all that may stand on it, in no order."""
    tie: ColumnElement[str]
    """Ends every order, so that no two pages hold the same line."""
    sorts: Mapping[str, Order]
    """The first is the one that nobody has to choose."""
    filters: Mapping[str, Condition]
    texts: Callable[[Session, Viewer, Sequence[str]], Mapping[str, Texts]]
    rows: Callable[[Session, Viewer, Sequence[str]], Sequence[T]]
    """In the order of the ids."""


def listed(session: Session, viewer: Viewer, plan: Plan[T], asked: Asked) -> Shown[T]:
    """The page that was asked for."""
    require(viewer, plan.permission)
    sort, wanted, ordered = _asked_for(session, viewer, plan, asked)
    size = asked.size if asked.size in SIZES else SIZES[0]
    if not asked.find.strip():
        total = session.scalars(select(func.count()).select_from(wanted.subquery())).one()
        page, pages = _place(asked.page, total, size)
        ids = list(session.scalars(ordered.limit(size).offset((page - 1) * size)))
        return Shown(tuple(plan.rows(session, viewer, ids)), total, page, pages, sort)
    meant, by_sound, cut = _found(session, viewer, plan, asked, ordered)
    page, pages = _place(asked.page, len(meant), size)
    rows = plan.rows(session, viewer, meant[(page - 1) * size : page * size])
    return Shown(tuple(rows), len(meant), page, pages, sort, by_sound, cut)


def whole(session: Session, viewer: Viewer, plan: Plan[T], asked: Asked, most: int) -> Shown[T]:
    """All that was asked for on one page, at most so many; `total` says how many there are."""
    require(viewer, plan.permission)
    sort, _, ordered = _asked_for(session, viewer, plan, asked)
    if asked.find.strip():
        ids, by_sound, cut = _found(session, viewer, plan, asked, ordered)
    else:
        ids, by_sound, cut = list(session.scalars(ordered)), False, False
    return Shown(tuple(plan.rows(session, viewer, ids[:most])), len(ids), 1, 1, sort, by_sound, cut)


def _asked_for(session: Session, viewer: Viewer, plan: Plan[T], asked: Asked) -> tuple[str, Select[str], Select[str]]:
    """The name of the order, and the ids without and with it; not yet what is found by words."""
    wanted = plan.own(viewer)
    for name, value in asked.chosen.items():
        condition = plan.filters[name](session, viewer, value) if value and name in plan.filters else None
        if condition is not None:
            wanted = wanted.where(condition)
    sort = asked.sort if asked.sort in plan.sorts else next(iter(plan.sorts))
    return sort, wanted, wanted.order_by(*plan.sorts[sort](session, viewer), plan.tie)


def _found(
    session: Session, viewer: Viewer, plan: Plan[T], asked: Asked, ordered: Select[str]
) -> tuple[list[str], bool, bool]:
    """Ids that are meant, whether by their sound alone, and whether lines were left out of the comparison."""
    every = list(session.scalars(ordered.limit(MOST_COMPARED + 1)))
    compared = every[:MOST_COMPARED]
    meant, by_sound = found(asked.find[:MAX_FIND], compared, plan.texts(session, viewer, compared))
    return meant, by_sound, len(every) > len(compared)


def _place(asked: int, total: int, size: int) -> tuple[int, int]:
    pages = max(1, -(-total // size))
    return min(max(asked, 1), pages), pages


def newest_first(column: Any) -> Order:
    return lambda _session, _viewer: (column.desc(),)


def by(column: Any) -> Order:
    return lambda _session, _viewer: (column,)


def equals(column: Any, allowed: Sequence[str] | None = None) -> Condition:
    """A column that holds one of a closed list, or an id."""
    return lambda _session, _viewer, value: column == value if allowed is None or value in allowed else None
