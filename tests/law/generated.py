"""A generated world: records under every rule, and hits between two units under rules drawn from all that there are.

What is stated is forced into the columns; the facts next to each row are what policy is asked about.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product

from sqlalchemy import insert, select, update

from casefile import hits, watches
from casefile.policy.disclosure import HitFacts
from casefile.policy.handling import NOT_WORKED_OUT
from casefile.policy.sharing import EVERY_UNIT, DisclosureFacts
from casefile.records import links
from casefile.storage import tables
from casefile.storage.tables import Hit, Pointer, Record, RecordLink, RecordVersion, Watch, WatchVersion
from casefile.vocabulary import (
    Desk,
    HitState,
    LinkRole,
    Notify,
    Protection,
    RecordState,
    Sharing,
    SubjectCategory,
)
from tests.network import make
from tests.network.stored import Network

OWNER, WATCHER, THIRD = "banjul", "nouakchott", "dakar"
SEED = 20261126


@dataclass(frozen=True)
class GeneratedRecord:
    id: str
    facts: DisclosureFacts


@dataclass(frozen=True)
class GeneratedHit:
    """`sent`: the two pointers that somebody was sent, or was about to be, before the rules came to be as they are."""

    id: str
    record_id: str
    watch_id: str
    state: HitState
    desk: Desk
    facts: HitFacts
    pointers: dict[str, str]
    sent: bool


@dataclass
class Generated:
    net: Network
    hub: str = ""
    """A report that every unit may read, and in which each of the records is mentioned."""
    records: list[GeneratedRecord] = field(default_factory=list)
    hits: list[GeneratedHit] = field(default_factory=list)


WHOM = (
    {"protection": ()},
    {"protection": (Protection.MINOR,)},
    {"protection": (Protection.SOURCE_AT_RISK,)},
    {"protection": NOT_WORKED_OUT},
    {"protection": (), "names_protected": True},
    {"protection": (), "subject_category": SubjectCategory.VICTIM},
)
"""How the law may come to protect somebody, or nobody."""


def facts_of_every_rule(net: Network) -> Iterator[DisclosureFacts]:
    """State × sharing × list of units × protection."""
    owner, third = net.viewers[OWNER].unit_id, net.viewers[THIRD].unit_id
    lists = ((EVERY_UNIT,), (third,), (net.viewers[WATCHER].unit_id, net.viewers["coordinator"].unit_id))
    for state, sharing, units, whom in product(RecordState, Sharing, lists, WHOM):
        facts = DisclosureFacts(owner, state, sharing, units, subject_category=SubjectCategory.SUSPECT)
        yield replace(facts, **whom)


def _versioned(facts: DisclosureFacts) -> dict[str, object]:
    return {
        "sharing": facts.sharing.value,
        "sharing_units": list(facts.sharing_units),
        "subject_category": facts.subject_category.value,
        "notify": facts.notify.value,
    }


def _headed(facts: DisclosureFacts) -> dict[str, object]:
    known = facts.protection is not NOT_WORKED_OUT
    return {"protection": [p.value for p in facts.protection] if known else None}


def with_records(world: Generated) -> None:
    net = world.net
    everything = list(facts_of_every_rule(net))
    world.hub = net.enter(OWNER, make.report("Une pirogue au quai."), sharing=Sharing.FULL)
    ids: list[str] = []
    for start in range(0, len(everything), 200):
        ids += net.enter_many(OWNER, [make.person("Mamadou Dialo", "1985")] * len(everything[start : start + 200]))
    with net.store.writing() as session:
        mentioned = [(one, links.LinkDraft(LinkRole.MENTIONED, world.hub)) for one in ids]
        links.store_links(session, net.viewers[OWNER], mentioned)
        for record_id, facts in zip(ids, everything, strict=True):
            head = {"state": facts.state.value, "names_protected": facts.names_protected, **_headed(facts)}
            session.execute(update(Record).where(Record.id == record_id).values(**head))
            version = update(RecordVersion).where(RecordVersion.record_id == record_id)
            session.execute(version.values(state=facts.state.value, **_versioned(facts)))
        assert session.scalar(select(RecordLink.id).limit(1))
    world.records = [GeneratedRecord(one, facts) for one, facts in zip(ids, everything, strict=True)]


def _side(draw: random.Random, unit: str, other: str, third: str, *, watch: bool) -> DisclosureFacts:
    """Rules with the strict ones a little rarer, else nobody would ever be notified."""
    sharing = draw.choice([*Sharing, *[Sharing.POINTER, Sharing.CORE, Sharing.FULL] * 3])
    units = draw.choice([*[(EVERY_UNIT,), (other,)] * 3, (third,)])
    notify = draw.choice([*Notify, *[Notify.MUTUAL, Notify.OWNER_FIRST] * 2])
    whom = draw.choice([WHOM[0]] * 15 + [one for one in WHOM if not (watch and "names_protected" in one)])
    facts = DisclosureFacts(unit, RecordState.ACTIVE, sharing, units, notify=notify)
    return replace(facts, **{"subject_category": SubjectCategory.SUSPECT, **whom})


def with_hits(world: Generated, many: int = 20 * len(HitState)) -> None:
    """Hits of `OWNER`'s records and `WATCHER`'s watches, twenty of each state."""
    net, draw = world.net, random.Random(SEED)
    owner, watcher, third = (net.viewers[who].unit_id for who in (OWNER, WATCHER, THIRD))
    record_ids = net.enter_many(OWNER, [make.SOMEBODY] * many)
    drafts = [make.watch(make.person("Modou Jallow", "1984", phone=f"+220 77{n:05d}")) for n in range(60)]
    with net.store.writing() as session:
        watch_ids = [one.watch_id for one in watches.watch_many(session, net.viewers[WATCHER], drafts)]
    watched = {one: _side(draw, watcher, owner, third, watch=True) for one in watch_ids}
    with net.store.writing() as session:
        pairs = [(record_id, draw.choice(watch_ids)) for record_id in record_ids]
        hits.raise_hits(session, [make.found_hit(*pair) for pair in pairs])
        hit_ids = {r: (i, w) for i, r, w in session.execute(select(Hit.id, Hit.record_id, Hit.watch_id))}
        for watch_id, facts in watched.items():
            session.execute(update(Watch).where(Watch.id == watch_id).values(**_headed(facts)))
            session.execute(update(WatchVersion).where(WatchVersion.watch_id == watch_id).values(**_versioned(facts)))
        states = list(HitState) * (many // len(HitState))
        for record_id, state in zip(record_ids, states, strict=True):
            hit_id, watch_id = hit_ids[record_id]
            facts = _side(draw, owner, watcher, third, watch=False)
            both = HitFacts(facts, watched[watch_id], part_protected=facts.names_protected and draw.random() < 0.5)
            hers = ["Mamadou Dialo"] if both.part_protected else []  # what the evidence found, where it is hers
            head = {"names_protected": facts.names_protected, "protected_values": hers, **_headed(facts)}
            session.execute(update(Record).where(Record.id == record_id).values(**head))
            version = update(RecordVersion).where(RecordVersion.record_id == record_id)
            session.execute(version.values(**_versioned(facts)))
            desk = draw.choice([Desk.PROTECTION if both.protected else Desk.COORDINATION] * 4 + list(Desk))
            row = {"state": state.value, "desk": desk.value, "part_protected": both.part_protected}
            row["answer_due_at"] = tables.now() + timedelta(hours=3) if state is HitState.OWNER_ASKED else None
            session.execute(update(Hit).where(Hit.id == hit_id).values(**row))
            sent = draw.random() < 0.7
            held = {unit: _pointer(session, hit_id, unit, owner, watcher, sent=sent) for unit in (owner, watcher)}
            world.hits.append(GeneratedHit(hit_id, record_id, watch_id, state, desk, both, held, sent))


def _pointer(session, hit_id: str, unit: str, owner: str, watcher: str, *, sent: bool) -> str:
    row = {
        "id": tables.new_id(),
        "hit_id": hit_id,
        "unit_id": unit,
        "about_unit_id": watcher if unit == owner else owner,
        "own_subject": "record" if unit == owner else "watch",
        "desk": "poste 12",
        "reference": hit_id[:8].upper(),
        "created_at": tables.now(),
        "sent_at": tables.now() if sent else None,
    }
    session.execute(insert(Pointer).values(**row))
    return str(row["id"])
