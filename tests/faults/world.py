"""A small world with a known answer: people watched by some units, recorded by others, spelled differently each time.

`plan` is made from a seed alone. What hits it must give is worked out from the plan itself (`planned_hits`), so that
even a record lost by the database would show.
"""

import random
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefile import records, watches
from casefile.hits.expected import Oracle, Side
from casefile.people import units
from casefile.policy.sharing import DisclosureFacts
from casefile.records import cases
from casefile.storage.store import Store
from casefile.storage.tables import Hit, Record, Watch
from casefile.subjects import name_counts
from casefile.subjects.cleaning import clean
from casefile.subjects.identity import Identity
from casefile.vocabulary import (
    HitState,
    RecordState,
    Sharing,
)
from indexer.bench.population import Population
from tests.network import make, people

WHERE = people.INVESTIGATING + people.FURTHER_UNITS
UNITS = {unit.code: unit.country for unit in WHERE}

Ref = tuple[str, str, str]
"""Record's origin, watch's origin, facts."""


@dataclass(frozen=True)
class Entry:
    """One thing to be entered: a record or a watch, with the id it carries at its source."""

    what: str
    ref: str
    unit: str
    identity: Identity


def plan(seed: int, records_wanted: int = 200, watches_wanted: int = 60) -> list[Entry]:
    """Records and watches in a shuffled order; every second record is about somebody watched."""
    population, draw = Population(seed), random.Random(seed)
    codes = list(UNITS)
    watched = [(draw.choice(codes), population.person()) for _ in range(watches_wanted)]
    entries = [Entry("watch", f"w{at}", unit, person) for at, (unit, person) in enumerate(watched)]
    for at in range(records_wanted):
        unit, person = draw.choice(watched)
        other = draw.choice([code for code in codes if code != unit])
        if draw.random() < 0.5:
            subject = population.report_about(person) if draw.random() < 0.3 else population.seen_again(person)
        else:
            subject = population.person()
        entries.append(Entry("record", f"r{at}", other, subject))
    draw.shuffle(entries)
    return entries


def planned_hits(entries: list[Entry]) -> set[Ref]:
    """The hits the plan must give, by the oracle, without database or index."""
    sides = {
        e.ref: Side(
            e.ref,
            1,
            e.unit,
            UNITS[e.unit],
            DisclosureFacts(e.unit, RecordState.ACTIVE, Sharing.POINTER),
            clean(e.identity),
        )
        for e in entries
    }
    judge = Oracle([sides[e.ref] for e in entries if e.what == "watch"], name_counts.default())
    return {hit.key for e in entries if e.what == "record" for hit in judge.expected(sides[e.ref])}


def found(store: Store) -> Counter[Ref]:
    """The hits there are (not withdrawn), each counted: two of one kind would show.

    By the ids that both sides carry at their source, else their own, and by the facts.
    """
    with store.reading() as session:
        rows = session.execute(
            select(Record.origin_ref, Record.id, Watch.origin_ref, Watch.id, Hit.facts_hash)
            .join(Record, Record.id == Hit.record_id)
            .join(Watch, Watch.id == Hit.watch_id)
            .where(Hit.state != HitState.WITHDRAWN.value)
        )
        return Counter((origin or id, at or watch, facts) for origin, id, at, watch, facts in rows)


def set_up(store: Store) -> None:
    """The units, each with one case."""
    with store.writing() as session:
        people.add_units(session, WHERE)
        for code in UNITS:
            viewer = units.system_viewer(session, code)
            cases.ensure_case(session, viewer, cases.CaseDraft("EXP-1", legal_basis="Art. 12"))


def enter(session: Session, entry: Entry) -> str:
    """Enter one record or watch by the public action; entered before, nothing changes."""
    viewer = units.system_viewer(session, entry.unit)
    case_id = cases.ensure_case(session, viewer, cases.CaseDraft("EXP-1"))
    if entry.what == "record":
        return records.enter(session, viewer, make.record(entry.identity, case_id, origin_ref=entry.ref))
    draft = watches.WatchDraft(
        entry.identity,
        case_id=case_id,
        rules=make.STATED,
        origin_ref=entry.ref,
        ground="Sought in a case of smuggling of migrants",
    )
    return watches.watch(session, viewer, draft)


def entered(store: Store) -> int:
    """How many records and watches the database holds."""
    with store.reading() as session:
        return sum(session.scalar(select(func.count(table.id))) or 0 for table in (Record, Watch))


def accepted(store: Store) -> set[str]:
    """The origin ids that the database holds."""
    with store.reading() as session:
        return {*session.scalars(select(Record.origin_ref)), *session.scalars(select(Watch.origin_ref))}
