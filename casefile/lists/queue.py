"""The lists of a reviewers' desk. Found by the units and by who has it in hand: names and numbers are hidden there.

Turned over while hits arrive, the pages are those of the moment when the first was shown (`Asked.until`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from casefile.coordination.desk import Age, between
from casefile.hits import desk as desks
from casefile.hits.desk import QueueLine
from casefile.hits.items.ranked import Filter, Sort, in_order, ranked, usual
from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Plan, Shown, listed
from casefile.policy.disclosure import DESK_PERMISSION
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.tables import Hit
from casefile.vocabulary import Desk, DeskList, RecordKind

ME = "1"


def listed_hits(session: Session, viewer: Viewer, desk: Desk, asked: Asked = EVERYTHING) -> Shown[QueueLine]:
    """A page of one of a desk's lists (`chosen`: list, kind, age, mine); what waits, where none is chosen."""
    require(viewer, DESK_PERMISSION[desk])
    until = min(asked.until or tables.now(), tables.now())
    on, narrow = on_list(asked), _narrowed(viewer, asked, until)
    return replace(listed(session, viewer, _plan(desk, on, narrow), asked), until=until)


def line_of_hits(session: Session, viewer: Viewer, desk: Desk, ids: Sequence[str]) -> list[QueueLine]:
    """Those of the hits that lead a line of any of the desk's lists, in the order of the ids."""
    require(viewer, DESK_PERMISSION[desk])
    held = {one.hit_id: one for on in DeskList for one in desks.lines(session, viewer, desk, ids, on=on)}
    return [held[id] for id in ids if id in held]


def on_list(asked: Asked) -> DeskList:
    value = asked.chosen.get("list", "")
    return DeskList(value) if value in set(DeskList) else DeskList.QUEUE


def _narrowed(viewer: Viewer, asked: Asked, until: datetime) -> Filter:
    """The same law as without: an item is led by the strongest of its hits that are meant."""
    kind, age = asked.chosen.get("kind", ""), asked.chosen.get("age", "")
    since, before = between(Age(age), until) if age in set(Age) else (None, None)
    return Filter(
        RecordKind(kind) if kind in set(RecordKind) else None, before, since,
        viewer.officer_id if asked.chosen.get("mine") else "", until,
    )  # fmt: skip


def _plan(desk: Desk, on: DeskList, narrow: Filter) -> Plan[QueueLine]:
    usually = usual(on)

    def own(viewer: Viewer) -> Select[str]:
        return select(Hit.id).join(found(viewer), and_(found(viewer).c.id == Hit.id, found(viewer).c.place == 1))

    kept: dict[str, Any] = {}

    def found(viewer: Viewer) -> Any:
        return kept.setdefault(viewer.officer_id, ranked(viewer, desk, on, narrow))

    def texts(session: Session, viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
        lines = desks.lines(session, viewer, desk, ids, on=on, narrow=narrow)
        return {one.hit_id: Texts(others=(one.record_unit, one.watch_unit, one.taken_by)) for one in lines}

    return Plan(
        permission=DESK_PERMISSION[desk],
        own=own,
        tie=Hit.id.expression,
        sorts={
            sort.value: partial(lambda sort, _session, viewer: in_order(on, found(viewer), sort), sort)
            for sort in sorted(Sort, key=lambda one: one is not usually)
        },
        filters={},
        texts=texts,
        rows=lambda session, viewer, ids: desks.lines(session, viewer, desk, ids, on=on, narrow=narrow),
    )
