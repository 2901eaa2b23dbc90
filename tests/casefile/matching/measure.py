"""Measure keys and matching on the shared names: `python -m tests.casefile.matching.measure DIR [--watches N]`.

Not a test: it prints the figures of docs/matching.md. Birth years are drawn with a fixed
seed, from 1955 to 2005 with most between 1975 and 2002; one side in four knows none, one in five says *about*.
"""

import argparse
import csv
import random
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import iterparse

from casefile.matching import Prepared, decide, prepare, weights
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.names.frequency import TermFrequencies, count_names, default
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, NameKind, RecordKind
from casefile.vocabulary import IdentifierKind as Kind

rng = random.Random(20261122)


def birth(year: int | None) -> tuple[PartialDate, ...]:
    if year is None:
        return ()
    return (PartialDate(DateKind.BIRTH, str(year), circa=rng.random() < 0.2),)


def drawn_year() -> int | None:
    return None if rng.random() < 0.25 else min(2005, max(1955, round(rng.gauss(1988, 11))))


def person(name: str, year: int | None) -> Prepared:
    return prepare(Identity(RecordKind.PERSON, (Name(name),), dates=birth(year)), "SN")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def meets(left: str, right: str) -> bool:
    a, b = (prepare(Identity(RecordKind.PERSON, (Name(n),)), "SN") for n in (left, right))
    return bool(record_keys(a) & query_keys(b))


def pairs(folder: Path) -> None:
    met: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in rows(folder / "pairs.csv"):
        met[row["label"], row["kind"]].append(meets(row["left"], row["right"]))
    same = [x for (label, _), many in met.items() if label == "match" for x in many]
    print(f"same-person pairs that meet: {sum(same) / len(same):.3f} of {len(same)}")
    for (label, kind), many in sorted(met.items()):
        print(f"  {label:9} {kind:26} {sum(many) / len(many):.3f} of {len(many)}")


def population(folder: Path, watches: int, common: TermFrequencies) -> None:
    names = {row["record_id"]: row["name"] for row in rows(folder / "population.csv")}
    years = {rid: drawn_year() for rid in names}
    started = time.process_time()
    records = {rid: person(name, years[rid]) for rid, name in names.items()}
    index: dict[str, list[str]] = defaultdict(list)
    sizes = []
    for rid, record in records.items():
        sizes.append(len(record_keys(record)))
        for key in record_keys(record):
            index[key].append(rid)
    print(f"prepared {len(records)} records with keys in {time.process_time() - started:.1f} s")
    spread("keys a record", sizes)
    asked = rng.sample(sorted(names), watches)
    strangers = [person(names[rid], drawn_year()) for rid in asked]
    spread("keys a watch", [len(query_keys(w)) for w in strangers])
    judged(f"strangers: {watches} watches against all records", asked, strangers, records, index, common)
    queries = rows(folder / "queries.csv")
    for label, stated in (("with the year on both sides", True), ("with the name alone", False)):
        out: Counter[str] = Counter()
        for row in queries:
            year = rng.randrange(1960, 2004)
            record = person(names[row["record_id"]], year if stated else None)
            watch = person(row["query"], year + rng.choice((-1, 0, 0, 0, 1)) if stated else None)
            found = decide(record, watch, common=common) if record_keys(record) & query_keys(watch) else None
            out["apart" if not record_keys(record) & query_keys(watch) else found.grade if found else "nothing"] += 1
        print(f"same person, other spelling, {label}: {dict(out)} of {len(queries)}")


def thresholds(folder: Path, watches: int, common: TermFrequencies) -> None:
    """What moving POSSIBLE_BITS costs: false alarms by strangers of another name against the same person found."""
    names = {row["record_id"]: row["name"] for row in rows(folder / "population.csv")}
    records = {rid: person(name, drawn_year()) for rid, name in names.items()}
    index: dict[str, list[str]] = defaultdict(list)
    for rid, record in records.items():
        for key in record_keys(record):
            index[key].append(rid)
    asked = [(rid, person(names[rid], drawn_year())) for rid in rng.sample(sorted(names), watches)]
    met = [
        (records[o], x) for rid, x in asked for o in {o for k in query_keys(x) for o in index.get(k, ())} if o != rid
    ]
    same = []
    for row in rows(folder / "queries.csv"):
        year = rng.randrange(1960, 2004)
        same.append((person(names[row["record_id"]], year), person(row["query"], year + rng.choice((-1, 0, 0, 0, 1)))))
    print("| POSSIBLE_BITS | same person found (year on both sides) | strangers shown, per million pairs |")
    kept = weights.POSSIBLE_BITS
    for bits in (5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0):
        weights.POSSIBLE_BITS = bits
        found = sum(bool(record_keys(r) & query_keys(x)) and decide(r, x, common=common) is not None for r, x in same)
        shown = sum(decide(r, x, common=common) is not None for r, x in met)
        print(f"| {bits:g} | {found / len(same):.3f} | {shown / (watches * len(records)) * 1e6:.0f} |")
    weights.POSSIBLE_BITS = kept


def judged(
    title: str,
    asked: list[str],
    watches: list[Prepared],
    records: dict[str, Prepared],
    index: dict[str, list[str]],
    common: TermFrequencies,
) -> None:
    out: Counter[str] = Counter()
    candidates, spent, examples = [], 0.0, []
    for rid, watch in zip(asked, watches, strict=True):
        found = {other for key in query_keys(watch) for other in index.get(key, ())}
        candidates.append(len(found))
        started = time.process_time()
        for other in found:
            decision = decide(records[other], watch, common=common)
            if decision:
                out[f"{decision.grade}, {'namesake' if other == rid else 'other name'}"] += 1
                if other != rid and len(examples) < 4000:
                    examples.append(
                        (decision.bits, watch.identity.caption, records[other].identity.caption, decision.grade)
                    )
        spent += time.process_time() - started
    pairs_judged = len(watches) * len(records)
    each = spent / sum(candidates) * 1e6
    print(f"{title}: {pairs_judged / 1e6:.0f} million pairs, {sum(candidates)} candidates, {each:.0f} µs each")
    spread("candidates a watch", candidates)
    for grade, number in sorted(out.items()):
        print(f"  {grade}: {number} = {number / pairs_judged * 1e6:.2f} per million pairs")
    for bits, wanted, found, grade in random.Random(1).sample(examples, min(25, len(examples))):
        print(f"    {grade:4} {bits:5.1f}  {wanted}  /  {found}")


def united_nations(path: Path, common: TermFrequencies) -> None:
    """All pairs of individuals of the UN list: what would be called a hit although the list says they are two."""
    people = [prepare(identity, None) for identity in individuals(path)]
    index: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(people):
        for key in record_keys(one):
            index[key].append(place)
    out: Counter[str] = Counter()
    found_self = 0
    for place, watch in enumerate(people):
        for other in {o for key in query_keys(watch) for o in index.get(key, ())}:
            decision = decide(people[other], watch, common=common)
            if other == place:
                found_self += decision is not None
            elif decision:
                out[decision.grade] += 1
                if decision.grade == "hit" and place < other:
                    terms = "; ".join(f"{e.what} {e.wanted} / {e.found} {e.bits:+.1f}" for e in decision.evidence)
                    both = f"{watch.identity.caption} / {people[other].identity.caption}"
                    print(f"    {decision.bits:5.1f}  {both}: {terms}")
    ordered = len(people) * (len(people) - 1)
    print(f"UN individuals: {len(people)}, found by themselves {found_self}; of {ordered} ordered pairs {dict(out)}")
    spread("keys a watch", [len(query_keys(one)) for one in people])


def individuals(path: Path) -> Iterator[Identity]:
    """Names, birth years, nationalities and documents of the list's individuals, read plainly."""
    for _, node in iterparse(path):
        if node.tag != "INDIVIDUAL":
            continue
        parts = [node.findtext(f"{n}_NAME") or "" for n in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        names = [Name(" ".join(p.strip() for p in parts if p.strip()))]
        if original := (node.findtext("NAME_ORIGINAL_SCRIPT") or "").strip():
            names.append(Name(original, NameKind.ORIGINAL_SCRIPT))
        for alias in node.findall("INDIVIDUAL_ALIAS"):
            if text := (alias.findtext("ALIAS_NAME") or "").strip():
                weak = (alias.findtext("QUALITY") or "") == "Low"
                names.append(Name(text, NameKind.WEAK_ALIAS if weak else NameKind.ALIAS))
        dates = []
        for date in node.findall("INDIVIDUAL_DATE_OF_BIRTH"):
            value = (date.findtext("DATE") or date.findtext("YEAR") or date.findtext("FROM_YEAR") or "")[:10]
            if value:
                until = date.findtext("TO_YEAR") or None
                circa = (date.findtext("TYPE_OF_DATE") or "") == "APPROXIMATELY"
                dates.append(PartialDate(DateKind.BIRTH, value, until, circa))
        papers = []
        for paper in node.findall("INDIVIDUAL_DOCUMENT"):
            if number := (paper.findtext("NUMBER") or "").strip():
                kind = Kind.PASSPORT if "assport" in (paper.findtext("TYPE_OF_DOCUMENT") or "") else Kind.NATIONAL_ID
                papers.append(Identifier(kind, number, (paper.findtext("ISSUING_COUNTRY") or "") or None))
        nations = tuple(v.text for v in node.findall("NATIONALITY/VALUE") if v.text)
        yield Identity(RecordKind.PERSON, tuple(names), tuple(papers), tuple(dates), nationalities=nations)
        node.clear()


def spread(title: str, values: list[int]) -> None:
    ordered = sorted(values)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(f"{title}: median {statistics.median(ordered):.0f}, p95 {p95}, largest {ordered[-1]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--watches", type=int, default=500)
    parser.add_argument("--built-in", action="store_true", help="weigh with the built-in table")
    parser.add_argument("--un", type=Path, help="the UN list as XML: also judge all pairs of its individuals")
    parser.add_argument("--thresholds", action="store_true", help="only what moving POSSIBLE_BITS costs")
    given = parser.parse_args()
    pairs(given.folder)
    common = default()
    if not given.built_in:
        common = count_names([row["name"]] for row in rows(given.folder / "population.csv"))
    if given.thresholds:
        thresholds(given.folder, given.watches, common)
        return
    population(given.folder, given.watches, common)
    if given.un:
        united_nations(given.un, default())
        counted = count_names([[n.text for n in one.names] for one in individuals(given.un)])
        print("weighed with the names of the list itself:")
        united_nations(given.un, counted)


if __name__ == "__main__":
    main()
