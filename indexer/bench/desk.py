"""How many questions the desk puts to a person for each true coincidence, on a world invented or brought from outside.

Everything but the storage is the product's own: FollowTheMoney entities are read as an import reads them, identities
prepared, names counted from those records as the schedule counts them, keys made, pairs decided, hits put together by
the desk's rule and shown by the rule of what is shown. Candidates are joined by their keys in memory, which is what the
percolator answers (tests/indexer/bench/test_desk.py holds the two together on a sample).
"""

import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from casefile.errors import BadInput
from casefile.exchange.ftm.convert import read_ftm
from casefile.exchange.incoming import ImportReport, Incoming, refuse_if_faulty
from casefile.matching import Decision, Prepared, decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.subjects.name_counts import TermFrequencies, as_stored, count_names
from casefile.vocabulary import RecordKind, SubjectCategory
from indexer.bench import desk_world
from indexer.bench.common import quantile
from indexer.bench.desk_world import read_rows
from indexer.engine.wire import Object

OUTSIDE = {"record": ("record", "SN"), "watch": ("watch", "GM")}
"""Unit and country of each side of a world that names none: two units, so that everything may meet."""
NOT_WATCHABLE = frozenset({RecordKind.EVENT, RecordKind.REPORT})

Unit = tuple[str, str]
"""Name, country."""


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


@dataclass
class Found:
    """What came of a world."""

    pairs: list[Pair]
    candidates: int
    keys_per_watch: list[int]


def run(
    *,
    world: Path | None = None,
    records: int = 20_000,
    watches: int = 10_000,
    planted: int = 500,
    share: float = 1.0,
    seed: int = 1,
    keep: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Object:
    """The figures of a world in a folder, or of one made here; `keep` is where that one is left.

    With `share` below 1 all records with a true coincidence and that share of the others are matched; the counts of
    names are those of all of them, and the questions of strangers are scaled up. It is what makes growth measurable.
    """
    if world is not None:
        return _measure(world, share, seed, tell)
    with tempfile.TemporaryDirectory(prefix="griot-desk-") as temporary:
        folder = keep or Path(temporary)
        tell(f"{records} records, {watches} watches, {planted} coincidences planted")
        desk_world.make(records=records, watches=watches, planted=planted, seed=seed).write(folder)
        return _measure(folder, share, seed, tell)


def _measure(folder: Path, share: float, seed: int, tell: Callable[[str], None]) -> Object:
    units = _units(folder)
    truth = {(row["watch"].strip(), row["record"].strip()) for row in read_rows(folder / desk_world.TRUTH)}
    if not truth:
        raise BadInput("truth.csv names no coincidence.", field="world")
    incoming = _read(folder / desk_world.RECORDS)
    watched = [one for one in _read(folder / desk_world.WATCHES) if one.identity.kind not in NOT_WATCHABLE]
    tell("names counted")
    common = _counted(incoming)
    true_records = {record for _, record in truth}
    draw = random.Random(seed)
    chosen = [one for one in incoming if share >= 1 or one.ref in true_records or draw.random() < share]
    tell(f"{len(chosen)} records against {len(watched)} watches")
    found = _matched(_parties("record", chosen, units), list(_parties("watch", watched, units)), common, tell)
    sizes = {"records": len(incoming), "matched_records": len(chosen), "watches": len(watched), "truths": len(truth)}
    return sizes | _figures(found, truth, share)


def _figures(found: Found, truth: set[tuple[str, str]], share: float) -> Object:
    hits = [pair for pair in found.pairs if pair.decision.grade == "hit"]
    possibles = [pair for pair in found.pairs if pair.decision.grade != "hit"]
    true_hits = {(pair.watch, pair.record) for pair in hits} & truth
    true_possibles = {(pair.watch, pair.record) for pair in possibles} & truth
    all_found = len(true_hits | true_possibles)
    strangers = len(hits) - len(true_hits)
    questions = len(true_hits) + strangers / share
    return {
        "hits": len(hits),
        "possibles": len(possibles),
        "shown_possibles": 0,
        "true_hits": len(true_hits),
        "true_possibles": len(true_possibles),
        "questions": round(questions),
        "candidates_per_record": round(found.candidates / max(1, len(found.keys_per_watch)), 1),
        "keys_per_watch_p95": quantile(found.keys_per_watch, 0.95),
        "found": round(all_found / len(truth), 4),
        "found_as_hit": round(len(true_hits) / len(truth), 4),
        "questions_per_true": round(questions / max(1, all_found), 2),
    }


def _matched(
    records: Iterable[Party], watches: Sequence[Party], common: TermFrequencies, tell: Callable[[str], None]
) -> Found:
    """Every pair of two units whose keys meet and that matching keeps: the oracle's definition, record by record."""
    by_key, keys = _by_key(watches)
    found = Found([], 0, keys)
    for number, record in enumerate(records, start=1):
        for at in sorted(candidates(record, by_key)):
            watch = watches[at]
            if watch.unit == record.unit:
                continue
            found.candidates += 1
            decision = decide(record.prepared, watch.prepared, common=common)
            if decision is not None:
                found.pairs.append(Pair(record.id, watch.id, (record.unit, watch.unit), decision))
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


def _counted(incoming: Iterable[Incoming]) -> TermFrequencies:
    """The names of the person records, counted as the schedule counts them, in the form in which they are stored."""
    persons = (one.identity for one in incoming if one.identity.kind is RecordKind.PERSON and one.identity.names)
    return as_stored(count_names([name.text for name in person.names] for person in persons))
