"""Every surface on which somebody learns of a record or a hit: how it is seen there, and what the law says of it.

A surface that later work adds is one more entry of RECORD_SURFACES or HIT_SURFACES; the tests do the rest.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from click.testing import CliRunner
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from casefile import hits, records
from casefile.errors import Conflict, NotThere
from casefile.hits import answers, pointers, reroute
from casefile.hits.parties import RecordParty, contents, current_records, searchable
from casefile.hits.read import COVERED
from casefile.policy.disclosure import (
    DESK_PERMISSION,
    desk_for,
    may_hold_pointer,
    may_open_hit,
    recipients,
    who_may_read,
)
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access, access, scope
from casefile.policy.states import HIT, JUDGEMENT_MOVE, NOTIFIED, READABLE, WAITING, HitMove, allows
from casefile.policy.viewer import Viewer
from casefile.records.scope import in_scope
from casefile.storage.tables import Record, RecordVersion, Unit
from casefile.vocabulary import Desk, HitState, Judgement
from indexer.engine import fields
from indexer.pipeline.documents import record_document
from indexer.search import queries
from indexer.search.find import SearchForm, find
from portal.cli import main
from portal.cli.context import Installation
from tests.law.generated import Generated, GeneratedHit

Seen = Mapping[str, object]
"""By id: how much of it, or what is shown of it."""
WHY = "asked by the duty officer"


@dataclass(frozen=True)
class Surface:
    """`see` is what the viewer gets there, `law` what policy says they get."""

    name: str
    see: Callable[[Generated, Session, Viewer], Seen]
    law: Callable[[Generated, Viewer], Seen]
    every: int = 1
    """Tried with every so many records, where a look is slow; 7 meets each rule of each state."""
    writes: bool = False
    """Opens transactions of its own."""


# ---- records ---------------------------------------------------------------------------------------------------


def readable(world: Generated, viewer: Viewer) -> dict[str, Access]:
    """The law: how much of each record the viewer has."""
    seen = {one.id: access(viewer, one.facts) for one in world.records}
    return {id: much for id, much in seen.items() if much is not None}


def own(world: Generated, viewer: Viewer) -> Seen:
    return {id: much for id, much in readable(world, viewer).items() if much is Access.OWN}


def in_full(world: Generated, viewer: Viewer) -> Seen:
    """Where a core has no place."""
    return {id: True for id, much in readable(world, viewer).items() if much is not Access.CORE}


def indexed(world: Generated, viewer: Viewer) -> Seen:
    """Of what has a place in the index."""
    there = {one.id for one in world.records if one.facts.state in READABLE}
    return {id: much for id, much in readable(world, viewer).items() if id in there}


def found(world: Generated, viewer: Viewer) -> Seen:
    """Of what a search by name finds."""
    return dict.fromkeys(indexed(world, viewer), True)


def of_all(world: Generated, viewer: Viewer) -> Seen:
    return dict.fromkeys(readable(world, viewer), True)


def by_reading(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen = {}
    for one in world.records:
        try:
            seen[one.id] = records.read(session, viewer, one.id, reason=WHY).line.access
        except NotThere:
            continue
    return seen


def by_lines(world: Generated, session: Session, viewer: Viewer) -> Seen:
    return {id: line.access for id, line in records.lines(session, viewer, [one.id for one in world.records]).items()}


def by_case(world: Generated, session: Session, viewer: Viewer) -> Seen:
    ids = {one.id for one in world.records}
    listed = records.records_of(session, viewer, limit=10_000)
    return {line.id: line.access for line in listed if line.id in ids}


def by_links(world: Generated, session: Session, viewer: Viewer) -> Seen:
    return {link.record_id: True for link in records.read(session, viewer, world.hub, reason=WHY).links}


def by_sql(world: Generated, session: Session, viewer: Viewer) -> Seen:
    current = and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version)
    listed = session.scalars(select(Record.id).join(RecordVersion, current).where(in_scope(viewer)))
    return dict.fromkeys(set(listed) & {one.id for one in world.records}, True)


def documents(world: Generated, session: Session) -> list[dict[str, Any]]:
    """What the index would hold of the records."""
    current = current_records(session, [one.id for one in world.records])
    placed = [one for one in current.values() if searchable(one)]
    identities = contents(session, placed)
    return [record_document(RecordParty(one, identities[one.id])) for one in placed]


def matches(query: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """What the engine says of a document, of the few kinds of query that a filter is made of."""
    ((kind, asked),) = query.items()
    if kind == "match_none":
        return False
    if kind in ("term", "terms"):
        ((name, wanted),) = asked.items()
        held = document.get(name, [])
        wanted = wanted if kind == "terms" else [wanted]
        return bool(set(held if isinstance(held, list) else [held]) & set(wanted))
    assert kind == "bool" and asked.keys() <= {"filter", "should", "must_not", "minimum_should_match"}, asked
    should = [matches(one, document) for one in asked.get("should", ())]
    return (
        all(matches(one, document) for one in asked.get("filter", ()))
        and not any(matches(one, document) for one in asked.get("must_not", ()))
        and (not should or any(should))
    )


def by_engine_filter(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    asked = scope(viewer)
    for one in documents(world, session):
        whole, core = matches(queries.readable(asked), one), matches(queries.readable_core(asked), one)
        assert not (whole and core), "counted twice"
        if whole:
            mine = one[fields.UNIT] == viewer.unit_id
            seen[one[fields.RECORD_ID]] = Access.OWN if mine else Access.FULL
        elif core:
            seen[one[fields.RECORD_ID]] = Access.CORE
    return seen


class ForgetfulEngine:
    """An index that answers every question with all of some documents: what is left out then, SQL leaves out."""

    prefix = "law"

    def __init__(self, some: list[dict[str, Any]]) -> None:
        self.hits = [{"_id": one[fields.RECORD_ID], "_score": 1.0, "_source": one} for one in some]

    def search(self, _index: str, body: Mapping[str, Any]) -> dict[str, Any]:
        shown = [] if "highlight" in body else self.hits
        return {"hits": {"hits": shown, "total": {"value": len(self.hits)}}, "aggregations": {}}

    def close(self) -> None:
        return None


MOST = 100
"""Results on a page, at the most."""


def engines(world: Generated, session: Session) -> Iterator[ForgetfulEngine]:
    everything = documents(world, session)
    for start in range(0, len(everything), MOST):
        yield ForgetfulEngine(everything[start : start + MOST])


def by_search(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for engine in engines(world, session):
        page = find(engine, world.net.store, viewer, SearchForm(text="Mamadou Dialo", size=MOST))
        assert page.total == len(page.rows)
        assert sum(count for _, count in page.facets[fields.UNIT]) == page.total, "counts of what is not shown"
        seen |= {row.record_id: True for row in page.rows}
    return seen


def by_command(world: Generated, session: Session, viewer: Viewer) -> Seen:
    """`griot search --as`, typed."""
    seen: dict[str, object] = {}
    environment = {"DATABASE_URL": str(world.net.store.engine.url), "GRIOT_SECRET_KEY": "test-key-" + "0" * 40}
    made = Installation.__dict__["engine"]
    words = ["--home", "/tmp", "search", "Mamadou Dialo", "--as", viewer.login, "--limit", str(MOST), "--json"]
    asked = list(engines(world, session))
    session.rollback()  # a reader would keep the command from writing
    try:
        for engine in asked:
            Installation.engine = engine  # type: ignore[assignment]
            done = CliRunner().invoke(main, words, env=environment, catch_exceptions=False)
            said = json.loads(done.output.strip().splitlines()[-1])
            assert "results" in said or not viewer.may(Permission.SEARCH), said
            seen |= {row["record"]: True for row in said.get("results", [])}
    finally:
        Installation.engine = made
    return seen


RECORD_SURFACES = (
    Surface("the record opened", by_reading, readable, every=7),
    Surface("lines of a list", by_lines, readable),
    Surface("the own unit's list", by_case, own),
    Surface("ends of links", by_links, in_full),
    Surface("the condition in SQL", by_sql, of_all),
    Surface("the engine's filter", by_engine_filter, indexed),
    Surface("results of a search", by_search, found),
    Surface("results of the command", by_command, found, every=7, writes=True),
)


# ---- hits ------------------------------------------------------------------------------------------------------


def _mine(world: Generated, viewer: Viewer) -> Iterator[tuple[GeneratedHit, str]]:
    """The hits of which the viewer's unit was sent a pointer, or is about to be."""
    for one in world.hits if viewer.may(Permission.READ_POINTER) else ():
        if viewer.unit_id in one.pointers:
            yield one, one.pointers[viewer.unit_id]


def pointers_law(world: Generated, viewer: Viewer) -> Seen:
    """Of a pointer that was sent, the other unit is named as long as it may be held; else nothing but that it was."""
    return {
        pointer: may_hold_pointer(viewer.unit_id, one.state, one.facts)
        for one, pointer in _mine(world, viewer)
        if one.sent
    }


def _named(view: pointers.PointerView) -> bool:
    assert bool(view.about_unit) == bool(view.about_country) == bool(view.desk) == (not view.recalled)
    assert not (view.recalled and view.may_answer)
    return bool(view.about_unit)


def by_pointers(_world: Generated, session: Session, viewer: Viewer) -> Seen:
    return {one.id: _named(one) for one in pointers.pointers_of(session, viewer, limit=10_000)}


def by_pointer(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for one in world.hits:
        for pointer in one.pointers.values():
            try:
                seen[pointer] = _named(pointers.pointer_of(session, viewer, pointer))
            except NotThere:
                continue
    return seen


def delivered_law(world: Generated, viewer: Viewer) -> Seen:
    """After delivery a unit reads what it may hold and nothing else, whatever was sent or waited before."""
    return {
        pointer: True for one, pointer in _mine(world, viewer) if may_hold_pointer(viewer.unit_id, one.state, one.facts)
    }


def by_delivery(world: Generated, session: Session, viewer: Viewer) -> Seen:
    pointers.deliver(session, [pointer for one in world.hits for pointer in one.pointers.values()])
    return {one.id: True for one in pointers.pointers_of(session, viewer, limit=10_000) if _named(one)}


def recalled_law(world: Generated, viewer: Viewer) -> Seen:
    """After a change of rules: both or none. A hit that belongs to the protection desk now is not held by anybody."""
    return {
        pointer: True
        for one, pointer in _mine(world, viewer)
        if one.sent and all(may_hold_pointer(unit, one.state, one.facts) for unit in _held(one, viewer))
    }


def _held(hit: GeneratedHit, viewer: Viewer) -> Iterable[str]:
    return hit.pointers if hit.state in NOTIFIED else (viewer.unit_id,)


def by_recall(world: Generated, session: Session, viewer: Viewer) -> Seen:
    reroute.follow_rules(session, record_ids=[one.record_id for one in world.hits])
    return {one.id: True for one in pointers.pointers_of(session, viewer, limit=10_000) if _named(one)}


def desk_law(world: Generated, viewer: Viewer) -> Seen:
    return {one.id: True for one in world.hits if may_open_hit(viewer, one.desk, one.facts)}


def by_opening(world: Generated, session: Session, viewer: Viewer) -> Seen:
    """Opening; with whom the page says would be notified."""
    names = {unit.id: unit.name for unit in session.scalars(select(Unit))}
    seen: dict[str, object] = {}
    for one in world.hits:
        try:
            view = hits.open_hit(session, viewer, one.id, WHY)
        except NotThere:
            continue
        told = recipients(one.facts)
        assert view.recipients == tuple(names[unit] for unit in told.first)
        assert view.after_agreement == tuple(names[unit] for unit in told.after_agreement)
        assert set(view.judgements) == {j for j in Judgement if allows(HIT, one.state, JUDGEMENT_MOVE[j])}
        seen[one.id] = True
    return seen


def by_deciding(world: Generated, session: Session, viewer: Viewer) -> Seen:
    """Judging: refused as not there, refused by its state, or done; and then the rules decide who is notified."""
    seen: dict[str, object] = {}
    for one in world.hits:
        step = session.begin_nested()
        try:
            state = hits.decide(session, viewer, one.id, Judgement.SAME, WHY, protection_reason=WHY)
            assert allows(HIT, one.state, HitMove.JUDGE_SAME)
            told = recipients(one.facts)
            asks = HitState.OWNER_ASKED if told.after_agreement else HitState.POINTER_SENT
            assert state is (asks if told.first else HitState.SEALED)
            seen[one.id] = True
        except NotThere:
            pass
        except Conflict:
            assert not allows(HIT, one.state, HitMove.JUDGE_SAME)
            seen[one.id] = True
        step.rollback()
    return seen


def by_settling(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for one in world.hits:
        step = session.begin_nested()
        try:
            answers.settle(session, viewer, one.id, True, WHY)
            assert one.state is HitState.ANSWER_DUE
            seen[one.id] = True
        except NotThere:
            pass
        except Conflict:
            assert one.state is not HitState.ANSWER_DUE
            seen[one.id] = True
        step.rollback()
    return seen


def queue_law(world: Generated, viewer: Viewer) -> Seen:
    """At a desk of the viewer, what belongs there by then and by now; what changed sides waits to be routed."""
    return {
        one.id: (one.desk, one.state)
        for one in world.hits
        if desk_for(one.facts) is one.desk and viewer.may(DESK_PERMISSION[one.desk])
    }


def by_queue(_world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for desk in Desk:
        if viewer.may(DESK_PERMISSION[desk]):
            waiting = hits.queue(session, viewer, desk, limit=10_000)
            assert {line.state for line in waiting} <= WAITING
            assert hits.waiting(session, viewer, desk) == len(waiting), "the count is of what is listed"
            for line in [*waiting, *hits.queue(session, viewer, desk, decided=True, limit=10_000)]:
                seen[line.hit_id] = (line.desk, line.state)
    return seen


def export_law(world: Generated, viewer: Viewer) -> Seen:
    """For everybody alike what the home may see; uncovered for the protection duty."""
    uncovered = viewer.may(Permission.REVIEW_PROTECTED_HIT)
    return {
        one.id: (
            desk_for(one.facts),
            frozenset(who_may_read(one.state, one.facts)),
            not uncovered and one.facts.protected,
        )
        for one in world.hits
    }


def by_export(_world: Generated, session: Session, viewer: Viewer) -> Seen:
    ids = {unit.code: unit.id for unit in session.scalars(select(Unit))}
    exported = hits.export(session, uncovered=viewer.may(Permission.REVIEW_PROTECTED_HIT))
    return {
        line["hit"]: (
            Desk(line["desk"]),
            frozenset(ids[code] for code in line["recipients"]),
            {term["found"] for term in line["evidence"]} == {COVERED},
        )
        for line in exported
    }


HIT_SURFACES = (
    Surface("pointers listed", by_pointers, pointers_law),
    Surface("a pointer opened", by_pointer, pointers_law),
    Surface("pointers delivered", by_delivery, delivered_law),
    Surface("pointers recalled", by_recall, recalled_law),
    Surface("queues of the desks", by_queue, queue_law),
    Surface("a hit opened", by_opening, desk_law),
    Surface("a hit decided", by_deciding, desk_law),
    Surface("a hit settled", by_settling, desk_law),
    Surface("the export", by_export, export_law),
)
