"""How many questions the desk puts to a person for each true coincidence, on a world invented or brought from outside.

Everything but the storage is the product's own: FollowTheMoney entities are read as an import reads them, identities
prepared, names counted from those records as the schedule counts them, keys made, pairs decided, hits put together by
the desk's rule and shown by the rule of what is shown. Candidates are joined by their keys in memory, which is what the
percolator answers (tests/indexer/bench/test_desk.py holds the two together on a sample).
"""

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import process_time

from casefile.errors import BadInput
from casefile.exchange.ftm.convert import read_ftm
from casefile.exchange.incoming import ImportReport, Incoming, refuse_if_faulty
from casefile.hits.items import coincidence
from casefile.matching import Decision, Prepared, decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.names.frequency import carrier_key
from casefile.policy.network.desk_lists import COMMON_FROM, HIT_GRADE, Standing, list_of
from casefile.subjects.identifiers import keys
from casefile.subjects.name_counts import TermFrequencies, as_stored, count_names
from casefile.subjects.network_counts import HUB_LEAST
from casefile.vocabulary import DeskList, HitState, RecordKind, SubjectCategory
from indexer.bench import desk_world
from indexer.bench.common import quantile
from indexer.bench.desk_world import read_rows
from indexer.engine.wire import Object

OUTSIDE = {"record": ("record", "SN"), "watch": ("watch", "GM")}
"""Unit and country of each side of a world that names none: two units, so that everything may meet."""
NOT_WATCHABLE = frozenset({RecordKind.EVENT, RecordKind.REPORT})

WATCHES_FOR_ONE = 20
"""Watches for each coincidence planted: 500 for 10,000."""

Unit = tuple[str, str]
"""Name, country."""
PairId = tuple[str, str]
"""Record, watch."""
Subjects = Callable[[str], coincidence.Subject]


@dataclass(frozen=True)
class Party:
    """One side of a pair: who wrote it, and what matching needs of it."""

    id: str
    unit: str
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that matching calls a hit or a possible match."""

    record: str
    watch: str
    units: tuple[str, str]
    """The record's, the watch's."""
    decision: Decision
    value_key: str | None

    @property
    def id(self) -> PairId:
        return self.record, self.watch

    @property
    def sure(self) -> bool:
        return self.decision.grade == HIT_GRADE


@dataclass
class Found:
    """What came of a world."""

    pairs: list[Pair]
    keys_per_watch: list[int]
    candidates: int = 0
    records: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the desk."""

    pairs: list[PairId]
    asked: bool
    """Whether it is put to a person."""


def run(
    *,
    world: Path | None = None,
    records: int = 20_000,
    watches: int = 10_000,
    planted: int | None = None,
    share: float = 1.0,
    seed: int = 1,
    keep: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Object:
    """The figures of a world in a folder, or of one made here; `keep` is where that one is left. Unless said otherwise
    every twentieth watch is a true coincidence, whatever the size.

    With `share` below 1 all records with a true coincidence and that share of the others are matched; the counts of
    names are those of all of them, and the questions of strangers are scaled up. It is what makes growth measurable.
    """
    if world is not None:
        return _measure(world, share, seed, tell)
    with tempfile.TemporaryDirectory(prefix="griot-desk-") as temporary:
        folder, planted = keep or Path(temporary), planted or watches // WATCHES_FOR_ONE
        tell(f"{records} records, {watches} watches, {planted} coincidences planted")
        desk_world.make(records=records, watches=watches, planted=planted, seed=seed).write(folder)
        return _measure(folder, share, seed, tell)


def _measure(folder: Path, share: float, seed: int, tell: Callable[[str], None]) -> Object:
    units = _units(folder)
    truth = {(row["record"].strip(), row["watch"].strip()) for row in read_rows(folder / desk_world.TRUTH)}
    if not truth:
        raise BadInput("truth.csv names no coincidence.", field="world")
    incoming = _read(folder / desk_world.RECORDS)
    watched = [one for one in _read(folder / desk_world.WATCHES) if one.identity.kind not in NOT_WATCHABLE]
    tell("names counted")
    common = _counted(incoming, units)
    true_records = {record for record, _ in truth}
    draw = random.Random(seed)
    chosen = [one for one in incoming if share >= 1 or one.ref in true_records or draw.random() < share]
    tell(f"{len(chosen)} records against {len(watched)} watches")
    watches = list(_parties("watch", watched, units))
    started = process_time()
    found = _matched(_parties("record", chosen, units), watches, common, tell)
    seconds = process_time() - started
    items = _items(found, _subjects("record", incoming, units), _subjects("watch", watched, units))
    sizes: Object = {
        "records": len(incoming), "matched_records": len(chosen), "watches": len(watched), "truths": len(truth),
        "ms_per_record": round(seconds / max(1, len(chosen)) * 1000, 2),
    }  # fmt: skip
    return sizes | _figures(found, items, truth, share)


def _figures(found: Found, items: Sequence[Item], truth: set[PairId], share: float) -> Object:
    grades = {pair.id: pair.decision.grade for pair in found.pairs}
    of_truth = {grade: sum(grades.get(pair) == grade for pair in truth) for grade in ("hit", "possible")}
    asked = [item for item in items if item.asked]
    true_items = sum(any(pair in truth for pair in item.pairs) for item in asked)
    questions = true_items + (len(asked) - true_items) / share
    all_found = sum(of_truth.values())
    return {
        "hits": sum(grade == "hit" for grade in grades.values()),
        "possibles": sum(grade == "possible" for grade in grades.values()),
        "shown_possibles": sum(all(grades[pair] == "possible" for pair in item.pairs) for item in asked),
        "true_hits": of_truth["hit"],
        "true_possibles": of_truth["possible"],
        "questions": round(questions),
        "questions_true": true_items,
        "questions_of_several": sum(len(item.pairs) > 1 for item in asked),
        "candidates_per_record": round(found.candidates / max(1, found.records), 1),
        "keys_per_watch_p95": quantile(found.keys_per_watch, 0.95),
        "found": round(all_found / len(truth), 4),
        "found_as_hit": round(of_truth["hit"] / len(truth), 4),
        "questions_per_true": round(questions / max(1, all_found), 2),
    }


def _items(found: Found, records: Subjects, watches: Subjects) -> list[Item]:
    """What the desk would list: the hits of one coincidence, or of a number that many hold, are one item."""
    holders: dict[str, set[str]] = defaultdict(set)
    for pair in found.pairs:
        if pair.value_key:
            holders[pair.value_key].add(pair.record)
    common = {key for key, held_by in holders.items() if len(held_by) >= COMMON_FROM}
    of_number: dict[str, list[Pair]] = defaultdict(list)
    of_units: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for pair in found.pairs:
        if pair.value_key in common:
            of_number[pair.value_key or ""].append(pair)
        else:
            of_units[pair.units].append(pair)
    items = [_item(pairs, common=True) for pairs in of_number.values()]
    for pairs in of_units.values():
        items += _coincidences(pairs, records, watches)
    return items


def _coincidences(pairs: Sequence[Pair], records: Subjects, watches: Subjects) -> Iterator[Item]:
    """Those of two units. As in the product only hits next to a sure one are looked at: the rest is one by one."""
    next_to = coincidence.next_to_sure_ones([(pair.record, pair.watch, pair.sure) for pair in pairs])
    near = [pair for pair, close in zip(pairs, next_to, strict=True) if close]
    known = {f"{pair.record} {pair.watch}": pair for pair in near}
    hits = [coincidence.Found(id, pair.record, pair.watch, pair.sure) for id, pair in known.items()]
    one_side = {pair.record: records(pair.record) for pair in near}
    other_side = {pair.watch: watches(pair.watch) for pair in near}
    for of_one in coincidence.coincidences(hits, one_side, other_side):
        yield _item([known[hit.id] for hit in of_one], common=False)
    for pair, close in zip(pairs, next_to, strict=True):
        if not close:
            yield _item([pair], common=False)


def _item(pairs: Sequence[Pair], *, common: bool) -> Item:
    """An item is put to a person when one of its hits is."""
    standings = (Standing(HitState.QUEUED, pair.decision.grade, common_value=common) for pair in pairs)
    return Item([pair.id for pair in pairs], any(list_of(one) is DeskList.QUEUE for one in standings))


def _subjects(side: str, incoming: Sequence[Incoming], units: dict[tuple[str, str], Unit]) -> Subjects:
    """What tells whether two of them are one; made again for the few that are asked about: to keep all costs memory."""
    by_id = {one.ref: one for one in incoming}

    def subject_of(id: str) -> coincidence.Subject:
        one = by_id[id]
        country = units.get((side, id), OUTSIDE[side])[1]
        return coincidence.subject(id, prepare(one.identity, country), [link.to_ref for link in one.links])

    return subject_of


def _matched(
    records: Iterable[Party], watches: Sequence[Party], common: TermFrequencies, tell: Callable[[str], None]
) -> Found:
    """Every pair of two units whose keys meet and that matching keeps: the oracle's definition, record by record."""
    by_key, keys = _by_key(watches)
    found = Found([], keys)
    for number, record in enumerate(records, start=1):
        for at in sorted(candidates(record, by_key)):
            watch = watches[at]
            if watch.unit == record.unit:
                continue
            found.candidates += 1
            decision = decide(record.prepared, watch.prepared, common=common)
            if decision is not None:
                key = coincidence.value_key(decision.evidence)
                found.pairs.append(Pair(record.id, watch.id, (record.unit, watch.unit), decision, key))
        found.records = number
        if number % 5000 == 0:
            tell(f"{number} records, {len(found.pairs)} pairs kept")
    return found


def candidates(record: Party, by_key: dict[str, list[int]]) -> set[int]:
    """The places of the watches that share a key with the record."""
    met: set[int] = set()
    for key in record_keys(record.prepared):
        met.update(by_key.get(key, ()))
    return met


def _by_key(watches: Sequence[Party]) -> tuple[dict[str, list[int]], list[int]]:
    by_key: dict[str, list[int]] = defaultdict(list)
    numbers = []
    for at, watch in enumerate(watches):
        keys = query_keys(watch.prepared)
        numbers.append(len(keys))
        for key in keys:
            by_key[key].append(at)
    return dict(by_key), numbers


def _parties(side: str, incoming: Sequence[Incoming], units: dict[tuple[str, str], Unit]) -> Iterator[Party]:
    for one in incoming:
        unit, country = units.get((side, one.ref), OUTSIDE[side])
        yield Party(one.ref, unit, prepare(one.identity, country))


def _read(path: Path) -> list[Incoming]:
    report = ImportReport()
    found = read_ftm(path, SubjectCategory.SUSPECT, report)
    refuse_if_faulty(report)
    return found


def _units(folder: Path) -> dict[tuple[str, str], Unit]:
    path = folder / desk_world.UNITS
    if not path.exists():
        return {}
    return {(row["side"], row["id"]): (row["unit"], row["country"]) for row in read_rows(path)}


def _counted(incoming: Sequence[Incoming], units: dict[tuple[str, str], Unit]) -> TermFrequencies:
    """What the weights rest on, counted of these records as the schedule counts it, as it is stored."""
    persons = (one.identity for one in incoming if one.identity.kind is RecordKind.PERSON and one.identity.names)
    names = count_names([name.text for name in person.names] for person in persons)
    many: Counter[str] = Counter()
    for one in incoming:
        country = units.get(("record", one.ref), OUTSIDE["record"])[1]
        many.update({key for number in one.identity.identifiers for key in keys(number, country)})
    carried = {carrier_key(key): number for key, number in many.items() if number >= HUB_LEAST}
    return as_stored(replace(names, size=len(incoming), carriers=carried))
