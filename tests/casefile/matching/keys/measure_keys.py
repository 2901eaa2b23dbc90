"""What each way of meeting finds and costs: `python -m tests.casefile.matching.keys.measure_keys [--un FILE]`.

Not a test: it prints the table of docs/names.md. For every way a watch asks by: keys a watch, candidates a record that
nothing else brings, accepted pairs that nothing else finds. Pairs are those of the corpora, made ones and, with
`--un`, two names of one listed individual; candidates those of the bench's people, 20,000 watched, 600 records.
"""

import argparse
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import combinations
from pathlib import Path

from casefile.matching import Prepared, blocking_keys, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.names import NameKeys, analyze
from casefile.names.finding.pairs import MAX_ASKED, asked_by_way
from indexer.bench.percolate import SHARE_SEEN_AGAIN
from indexer.bench.population import Population
from tests.casefile.matching.keys.test_keys_and_comparison import Pair, accepted, generated, person, written
from tests.casefile.matching.measure import individuals

WATCHED, RECORDS = 20_000, 600


@cache
def keys_of(name: str) -> tuple[frozenset[str], frozenset[str]]:
    ready = prepare(person(name), "SN")
    return record_keys(ready), query_keys(ready)


def way_of_key(name: NameKeys, most: int) -> dict[str, str]:
    """The keys that a watched name asks for, each with the way it finds by."""
    ways: dict[str, str] = {}
    for way, keys in asked_by_way(name):
        for key in keys:
            ways.setdefault(key, way)
    return dict(list(ways.items())[:most])


def pairs_found(title: str, pairs: Iterable[Pair], alone: Counter[str]) -> None:
    lost = number = 0
    for record, watch in accepted(pairs):
        met = keys_of(record)[0] & keys_of(watch)[1]
        number, lost = number + 1, lost + (not met)
        ways = way_of_key(analyze(watch), MAX_ASKED)
        found = {ways.get(key[2:].split("|?")[0], "only part") for key in met}
        if len(found) == 1:
            alone[found.pop()] += 1
    print(f"{title}: {lost} of {number} accepted without a key ({lost / max(number, 1):.2%})")


def candidates() -> tuple[Counter[str], Counter[str], float]:
    """Candidates a record that one way alone brings, keys a watch by way, candidates a record."""
    population = Population(1)
    people = population.people(WATCHED)
    index, keys, alone, total = defaultdict(list), Counter[str](), Counter[str](), 0
    sizes = []
    for at, watch in enumerate(prepare(identity, "SN") for identity in people):
        sizes.append(len(query_keys(watch)))
        for key, way in asked(watch).items():
            index[key].append((at, way))
            keys[way] += 1
    answers = []
    for _ in range(RECORDS):
        again = population.draw.random() < SHARE_SEEN_AGAIN
        identity = population.seen_again(population.draw.choice(people)) if again else population.person()
        answers.append(record_keys(prepare(identity, "SN")))
        met: dict[int, set[str]] = defaultdict(set)
        for key in answers[-1]:
            for at, way in index.get(key, ()):
                met[at].add(way)
        total += len(met)
        alone.update(next(iter(ways)) for ways in met.values() if len(ways) == 1)
    spread = sorted(sizes)
    print(
        f"keys a watch: mean {statistics.mean(sizes):.1f}, p95 {spread[int(len(spread) * 0.95)]}, {spread[-1]} at most"
    )
    print(f"keys a record: median {statistics.median(map(len, answers)):.0f}")
    print(f"different keys of 100 records: {statistics.mean(different(answers)):.0f}")
    return alone, keys, total / RECORDS


def different(answers: list[frozenset[str]]) -> list[int]:
    return [len(frozenset().union(*answers[at : at + 100])) for at in range(0, RECORDS, 100)]


def asked(watch: Prepared) -> dict[str, str]:
    years = blocking_keys._query_years(watch.births)
    return {
        f"n:{key}|{year}" if not key.startswith("i:") else key: way
        for name in watch.names
        for key, way in way_of_key(name.keys, blocking_keys.MAX_NAME_KEYS // len(years)).items()
        for year in years
    } | {f"i:{key}": "numbers" for key in watch.identifiers}


def listed(path: Path) -> Iterable[Pair]:
    for identity in individuals(path):
        yield from combinations(dict.fromkeys(name.text for name in identity.names), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--un", type=Path, help="the UN list as XML")
    given = parser.parse_args()
    alone: Counter[str] = Counter()
    pairs_found("written", written(), alone)
    pairs_found("made", generated(2_500, 77), alone)
    if given.un:
        pairs_found("UN individuals", listed(given.un), alone)
    brought, keys, each = candidates()
    print(f"candidates a record: {each:.2f}")
    print("| way | keys a watch | candidates a record by it alone | accepted pairs by it alone |")
    for way in dict.fromkeys((*keys, *alone)):
        print(f"| {way} | {keys[way] / WATCHED:.2f} | {brought[way] / RECORDS:.2f} | {alone[way]} |")


if __name__ == "__main__":
    main()
