"""Seventeen leaks, one of each kind that governance.md lists (section 4), put into the product by hand.

The experiment must see each: what does not see a planted leak proves nothing of the real house.
"""

import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any

import pytest
from sqlalchemy import func, or_, select

from casefile import records, watches
from casefile.audit import trail
from casefile.errors import BadInput, Conflict
from casefile.hits import pointers
from casefile.policy import permissions
from casefile.policy.permissions import Permission
from casefile.records import cases
from casefile.storage.tables import (
    Audit,
    Hit,
    IdentifierRow,
    NameRow,
    Pointer,
    Record,
    Unit,
    Watch,
)
from casefile.subjects import identity_rows
from casefile.vocabulary import HitState, Role
from indexer.engine import indices
from indexer.search.found import counts, paging
from tests.noninterference.asking.faces import faces
from tests.noninterference.handles import Action
from tests.noninterference.world import A, B, World

Plant = Callable[[pytest.MonkeyPatch, World], None]


@dataclass(frozen=True)
class Leak:
    """`opening`: how each script begins, where the leak shows only after a meeting; `pages`: seen on pages alone."""

    number: int
    what: str
    plant: Plant
    most: int = 60
    opening: tuple[Action, ...] = ()
    pages: bool = False

    def __str__(self) -> str:
        return f"{self.number}: {self.what}"


def planted(leak: Leak, world: World) -> AbstractContextManager[None]:
    @contextmanager
    def there() -> Any:
        with pytest.MonkeyPatch.context() as patch:
            leak.plant(patch, world)
            faces.cache_clear()
            yield
        faces.cache_clear()

    return there()


_SOMEBODY = {"kind": "person", "who": 0, "spelt": 0, "born": True, "phone": True, "passport": True, "words": []}


def _met(sharing: str) -> tuple[Action, ...]:
    """A watches somebody whom B enters; the coordinator opens the hit and finds them to be the same."""
    watched = {"spec": _SOMEBODY, "said": {"sharing": sharing}, "wide": False}
    pair = {"pair": ["r2", "w1"]}
    acts = (
        (A, "watch", watched),
        (B, "enter", {"spec": _SOMEBODY, "said": {"sharing": "pointer"}, "case": 0}),
        ("", "drain", {}),
        ("coordinator", "reveal", pair),
        ("coordinator", "decide", {**pair, "judgement": "same"}),
        ("", "drain", {}),
    )
    return tuple({"n": n, "at": 7 * n, "who": who, "do": do, **more} for n, (who, do, more) in enumerate(acts, 1))


def _watched_by_b() -> tuple[Action, ...]:
    """B watches somebody whom A enters; nobody has decided anything."""
    said = {"spec": _SOMEBODY, "said": {"sharing": "pointer"}}
    acts = ((B, "watch", {**said, "wide": False}), (A, "enter", {**said, "case": 0}), ("", "drain", {}))
    return tuple({"n": n, "at": 7 * n, "who": who, "do": do, **more} for n, (who, do, more) in enumerate(acts, 1))


def _held_twice(do: str) -> tuple[Action, ...]:
    """Two records or watches of A's on one person, which nobody else may know of."""
    act = {"who": A, "do": do, "spec": _SOMEBODY, "said": {"sharing": "none"}, "case": 0, "wide": False}
    return tuple({"n": n, "at": 7 * n, **act} for n in (1, 2))


def _after(function: Any, more: Callable[..., Any]) -> Any:
    """The function, with something added to its answer. `more` is asked with the session, the viewer, the rest."""

    @wraps(function)
    def leaking(session: Any, viewer: Any, *rest: Any, **named: Any) -> Any:
        answer = function(session, viewer, *rest, **named)
        added = more(session, viewer, *rest, **named)
        return [*answer, *added] if isinstance(added, list) else _Told(answer, added)

    return leaking


class _Told(str):
    """An id that says more than an id to who reads the answer."""

    def __new__(cls, id: str, more: object) -> "_Told":
        id_and_more = super().__new__(cls, id)
        id_and_more.more = more  # type: ignore[attr-defined]
        return id_and_more

    def __repr__(self) -> str:
        return f"{str.__repr__(self)} {self.more}"  # type: ignore[attr-defined]


def _in_module(patch: pytest.MonkeyPatch, module: Any, name: str, answer: Callable[[Any, Any], Any]) -> None:
    """A new function by which an officer may ask, as a later page would."""

    def asked(session: Any, viewer: Any) -> Any:
        return answer(session, viewer)

    asked.planted = True  # type: ignore[attr-defined]
    patch.setattr(module, name, asked, raising=False)


def _own_side(viewer: Any) -> Any:
    return or_(Hit.record_unit_id == viewer.unit_id, Hit.watch_unit_id == viewer.unit_id)


# ---- 1 to 5: what is told of the other side


def unreviewed(patch: pytest.MonkeyPatch, _world: World) -> None:
    def more(session: Any, viewer: Any, **_: Any) -> list[Any]:
        return [("a coincidence", one) for one in session.scalars(select(Hit.id).where(_own_side(viewer)))]

    patch.setattr(pointers, "pointers_of", _after(pointers.pointers_of, more))


def _names_elsewhere(session: Any, viewer: Any, draft: Any, head: Any) -> int:
    """How many of other units have one of the names."""
    wanted = [name.text for name in draft.identity.names]
    key = func.substr(NameRow.identity_id, 1, 32)
    statement = select(func.count(NameRow.identity_id.distinct())).join(head, head.id == key)
    return int(session.scalar(statement.where(NameRow.text.in_(wanted), head.owner_unit_id != viewer.unit_id)))


def preview_of_hidden(patch: pytest.MonkeyPatch, _world: World) -> None:
    patch.setattr(watches, "watch", _after(watches.watch, lambda s, v, draft: _names_elsewhere(s, v, draft, Record)))


def watched_before(patch: pytest.MonkeyPatch, _world: World) -> None:
    def more(session: Any, viewer: Any, draft: Any) -> str:
        return "was watched before" if _names_elsewhere(session, viewer, draft, Watch) else ""

    patch.setattr(watches, "watch", _after(watches.watch, more))


def whole_index_counted(patch: pytest.MonkeyPatch, world: World) -> None:
    def counted(shown: Any) -> Any:
        query = {"bool": {"filter": [{"match_all": {}}]}}
        answer = world.engine.search(
            indices.live(world.engine, indices.Kind.RECORDS),
            {"query": query, "size": 0, "aggs": {"kind": {"terms": {"field": "kind", "size": 30}}}},
        )
        return {"kind": Counter({b["key"]: b["doc_count"] for b in answer["aggregations"]["kind"]["buckets"]})}

    patch.setattr(counts, "counted", counted)


def weighed_by_all(patch: pytest.MonkeyPatch, world: World) -> None:
    """An order that moves with how much the whole index holds, as the engine's own relevance does."""

    def place(one: Any) -> Any:
        live = indices.live(world.engine, indices.Kind.RECORDS)
        held = world.engine.search(live, {"query": {"match_all": {}}, "size": 0, "track_total_hits": True})
        return one.record.id if held["hits"]["total"]["value"] % 2 else one.record.id[::-1]

    patch.setattr(paging, "place", place)


# ---- 6 to 10: what an act, an id, a moment, a queue tells


def matched_at_entry(patch: pytest.MonkeyPatch, _world: World) -> None:
    def more(session: Any, viewer: Any, _draft: Any) -> str:
        for watch_id in session.scalars(select(Watch.id).where(Watch.owner_unit_id != viewer.unit_id)).all():
            identity_rows.load_identities(session, [f"{watch_id}:1"])
        return ""

    patch.setattr(records, "enter", _after(records.enter, more))


def _number_elsewhere(session: Any, viewer: Any, draft: Any) -> int:
    values = [one.value for one in draft.identity.identifiers]
    key = func.substr(IdentifierRow.identity_id, 1, 32)
    statement = select(func.count(Record.id.distinct())).join(IdentifierRow, Record.id == key)
    return int(session.scalar(statement.where(IdentifierRow.value.in_(values), Record.owner_unit_id != viewer.unit_id)))


def known_number(patch: pytest.MonkeyPatch, _world: World) -> None:
    real = records.enter

    def entered(session: Any, viewer: Any, draft: Any) -> str:
        if viewer.login == B and _number_elsewhere(session, viewer, draft):
            raise Conflict("This number is known already.")
        return real(session, viewer, draft)

    patch.setattr(records, "enter", entered)


def counted_ids(patch: pytest.MonkeyPatch, world: World) -> None:
    def counted(many: int) -> list[str]:
        [(known,)] = world._raw().execute("select count(*) from record").fetchall()
        return [f"{known + one:032x}" for one in range(1, many + 1)]

    patch.setattr(sys.modules["casefile.records.enter"], "new_ids", counted)


def notice_at_once(patch: pytest.MonkeyPatch, _world: World) -> None:
    def newest(session: Any, viewer: Any) -> Any:
        return session.scalar(select(func.max(Hit.detected_at)).where(_own_side(viewer)))

    _in_module(patch, pointers, "mail_due", newest)


def queue_depth(patch: pytest.MonkeyPatch, _world: World) -> None:
    held = permissions.ROLE_PERMISSIONS
    patch.setitem(held, Role.INVESTIGATOR, held[Role.INVESTIGATOR] | {Permission.READ_BACKLOG})


# ---- 11 to 17: what others do, and what is left behind


def read_marks(patch: pytest.MonkeyPatch, _world: World) -> None:
    def more(session: Any, viewer: Any, **_: Any) -> list[Any]:
        mine = select(Pointer.hit_id).where(Pointer.unit_id == viewer.unit_id, Pointer.sent_at.is_not(None))
        others = select(Pointer.read_at).where(Pointer.hit_id.in_(mine), Pointer.unit_id != viewer.unit_id)
        return [("read by the other", at) for at in session.scalars(others)]

    patch.setattr(pointers, "pointers_of", _after(pointers.pointers_of, more))


def whole_trail(patch: pytest.MonkeyPatch, _world: World) -> None:
    _in_module(patch, trail, "lines_of", lambda s, v: s.execute(select(Audit.action, Audit.subject_kind)).all())


def told_of_withdrawal(patch: pytest.MonkeyPatch, _world: World) -> None:
    def more(session: Any, viewer: Any, **_: Any) -> list[Any]:
        gone = select(Hit.id).where(_own_side(viewer), Hit.state == HitState.WITHDRAWN.value)
        return [("withdrawn", one) for one in session.scalars(gone)]

    patch.setattr(pointers, "pointers_of", _after(pointers.pointers_of, more))


def left_in_a_file(patch: pytest.MonkeyPatch, world: World) -> None:
    real = world.engine.bulk

    def cached(operations: Any) -> Any:
        cache = world.folder / "home" / "cache.txt"
        cache.parent.mkdir(exist_ok=True)
        with cache.open("a", encoding="utf-8") as file:
            file.writelines(f"{one.source.get('names')}\n" for one in operations if hasattr(one, "source"))
        return real(operations)

    patch.setattr(world.engine, "bulk", cached)


def reviewer_seen(patch: pytest.MonkeyPatch, _world: World) -> None:
    def opened(session: Any, viewer: Any) -> int:
        looks = select(func.count()).select_from(Audit).join(Hit, Hit.id == Audit.subject_id)
        return int(session.scalar(looks.where(Audit.action == "consultation", _own_side(viewer))))

    _in_module(patch, pointers, "opened_by_reviewers", opened)


def common_number(patch: pytest.MonkeyPatch, _world: World) -> None:
    real = watches.watch

    def refused(session: Any, viewer: Any, draft: Any) -> str:
        if viewer.login == B and _number_elsewhere(session, viewer, draft) > 1:
            raise BadInput("This number is too common: it would meet many records.", field="identifiers")
        return real(session, viewer, draft)

    patch.setattr(watches, "watch", refused)


def small_cells(patch: pytest.MonkeyPatch, _world: World) -> None:
    def by_unit(session: Any, _viewer: Any) -> Any:
        counted = select(Unit.code, Record.kind, func.count()).join(Record, Record.owner_unit_id == Unit.id)
        return session.execute(counted.group_by(Unit.code, Record.kind).order_by(Unit.code, Record.kind)).all()

    _in_module(patch, cases, "statistics", by_unit)


def noisy_by_all(patch: pytest.MonkeyPatch, _world: World) -> None:
    """Which own watches meet much, by hits that nobody has decided."""

    def noisy(session: Any, viewer: Any, watch_ids: Any = None) -> frozenset[str]:
        return frozenset(session.scalars(select(Hit.watch_id).where(Hit.watch_unit_id == viewer.unit_id)))

    patch.setattr(watches, "noisy", noisy)


LEAKS = (
    Leak(1, "a pointer is seen before the review", unreviewed),
    Leak(2, "registering a watch tells how many hidden records it would meet", preview_of_hidden, 150),
    Leak(3, "a watch made again tells that it was there", watched_before, 150, _held_twice("watch")),
    Leak(4, "facets are counted over the whole index", whole_index_counted),
    Leak(5, "the order weighs words by the whole index", weighed_by_all, 150),
    Leak(6, "the work at entry grows with hidden watches", matched_at_entry),
    Leak(7, "a number that another unit holds is refused", known_number, 150, _held_twice("enter")),
    Leak(8, "ids are counted", counted_ids),
    Leak(9, "a notice leaves at the moment of the hit", notice_at_once),
    Leak(10, "the depth of the queue is shown", queue_depth, 20, pages=True),
    Leak(11, "the other side's read mark is shown", read_marks, 150, _met("pointer")),
    Leak(12, "the trail of all units is read", whole_trail),
    Leak(13, "a withdrawal is told to who never had the pointer", told_of_withdrawal, 150, _met("coordinator")[:3]),
    Leak(14, "a hidden name is left in a file", left_in_a_file),
    Leak(15, "a reviewer's look is seen", reviewer_seen, 150, _met("coordinator")),
    Leak(16, "a number that many hold is told to be common", common_number, 150, _held_twice("enter")),
    Leak(17, "statistics have cells of one", small_cells),
    Leak(18, "a watch is called noisy by hits that nobody has decided", noisy_by_all, 60, _watched_by_b()),
)
