"""The measure of docs/sources/names.md, "How a matcher is scored", on a directory of labelled names.

Pairs, kinds, retrieval. Pure; retrieval takes whatever finds candidates.
"""

import csv
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Final, TypeAlias

from casefile.errors import BadInput
from casefile.names.compare import NameMatch, compare

TOP: Final = 10
STEP: Final = 25
SURE: Final = (0.9, 0.7, 0.5)
NEVER: Final = 1.1
"""Candidates are looked at in steps; after the first a score of 0.9 is enough to look no further, after the second
0.7, after the third 0.5. Of 3,360 queries of eight drawn sets that finds 3,323 among the first ten and 3,103 first, by
33 comparisons each; looking at all 150 finds 3,324 and 3,098. Steps of 20 lose four, as does 0.8 at first."""
NEAR: Final = 0.01
"""Two names that have one part in common and another that surely differs score 0.003. Such a list says nothing: of 350
aliases of the UN list among 4,700 names it held the right one in 32 cases of 110, by the order of retrieval alone."""
PRECISION: Final = 0.90
# Kinds with a goal of their own, and what belongs to each.
GROUPS: Final[dict[str, tuple[str, ...]]] = {
    "script": ("script",),
    "near given names": ("hard_negative_given",),
    "patronymic order": ("hard_negative_patronymic",),
}

Finder = Callable[[Sequence[str]], list[list[int]]]
"""Queries to candidate places in the population, for each query."""


@dataclass(frozen=True, slots=True)
class Pair:
    left: str
    right: str
    same: bool
    kind: str


@dataclass(frozen=True, slots=True)
class PairReport:
    """What one threshold does to the pairs, and what any threshold could."""

    pairs: int
    auc: float
    f1: float
    precision: float
    recall: float
    threshold: float
    best_f1: float
    best_threshold: float
    recall_at_precision: float
    by_kind: dict[str, tuple[float, int]]


@dataclass(frozen=True, slots=True)
class RetrievalReport:
    queries: int
    recall_at_10: float
    recall_at_1: float
    among_candidates: float
    candidates: float
    by_kind: dict[str, tuple[float, int]]


def read_rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Rows of a CSV file that has these columns; else BadInput naming the file and what is missing."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in columns if c not in (reader.fieldnames or [])]
            if missing:
                raise BadInput(
                    "%(file)s has no column %(columns)s. Its first line must name the columns.",
                    field=str(path),
                    file=path.name,
                    columns=", ".join(missing),
                )
            rows = [{c: row.get(c) or "" for c in reader.fieldnames or []} for row in reader]
    except FileNotFoundError as error:
        raise BadInput("%(file)s is not there.", field=str(path), file=str(path)) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            "%(file)s cannot be read as UTF-8 text with commas (%(cause)s).",
            field=str(path),
            file=path.name,
            cause=str(error),
        ) from error
    return rows


def read_pairs(path: Path) -> list[Pair]:
    """Labelled pairs.

    `label` is match or different (same or not the same, as coordinators mark them, are taken too).
    """
    yes, no = {"match", "same", "1"}, {"different", "not_same", "not the same", "0"}
    pairs = []
    for number, row in enumerate(read_rows(path, ("left", "right", "label")), 2):
        label = row["label"].strip().lower()
        if label not in yes | no:
            raise BadInput(
                "Line %(line)d of %(file)s: the label is %(label)s, not match or different.",
                field=f"line {number}",
                line=number,
                file=path.name,
                label=label or "empty",
            )
        pairs.append(Pair(row["left"], row["right"], label in yes, row.get("kind", "") or "pair"))
    return pairs


def evaluate_pairs(
    pairs: Sequence[Pair], threshold: float, score: Callable[[str, str], float] | None = None
) -> PairReport:
    """Judge every pair; the threshold is given, so that what is reported holds for names nobody tuned it on."""
    judge = score or (lambda a, b: compare(a, b).score)
    scored = [(judge(p.left, p.right), p) for p in pairs]
    yes = sorted(s for s, p in scored if p.same)
    no = sorted(s for s, p in scored if not p.same)
    if not yes or not no:
        raise BadInput("The pairs must hold both matching and different names.")
    f1, precision, recall = _f1(yes, no, threshold)
    best, recall_at = (0.0, threshold), 0.0
    for cut in sorted(set(yes)):
        value, exact, found = _f1(yes, no, cut)
        best = max(best, (value, cut))
        if exact >= PRECISION:
            recall_at = max(recall_at, found)
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for value, pair in scored:
        total[pair.kind] += 1
        right[pair.kind] += (value >= threshold) == pair.same
    kinds = {kind: (right[kind] / count, count) for kind, count in sorted(total.items())}
    return PairReport(len(pairs), area(yes, no), f1, precision, recall, threshold, best[0], best[1], recall_at, kinds)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A pair judged against its label."""

    kind: str
    left: str
    right: str
    score: float
    rule: str


def mistakes(pairs: Sequence[Pair], threshold: float, most: int) -> list[Mistake]:
    """The worst wrong pairs, at most so many of each kind."""
    wrong = []
    for pair in pairs:
        match = compare(pair.left, pair.right)
        if (match.score >= threshold) != pair.same:
            wrong.append(Mistake(pair.kind, pair.left, pair.right, match.score, match.rule))
    wrong.sort(key=lambda m: (m.kind, -abs(m.score - threshold)))
    seen: Counter[str] = Counter()
    kept = []
    for mistake in wrong:
        seen[mistake.kind] += 1
        if seen[mistake.kind] <= most:
            kept.append(mistake)
    return kept


def area(yes: Sequence[float], no: Sequence[float]) -> float:
    """Area under the ROC curve: how often a match scores above a difference. Both in rising order."""
    return sum((bisect_left(no, s) + bisect_right(no, s)) / 2 for s in yes) / len(yes) / len(no)


def _f1(yes: Sequence[float], no: Sequence[float], threshold: float) -> tuple[float, float, float]:
    hits, false = len(yes) - bisect_left(yes, threshold), len(no) - bisect_left(no, threshold)
    precision = hits / (hits + false) if hits + false else 0.0
    recall = hits / len(yes)
    return 2 * hits / (hits + false + len(yes)), precision, recall


def ranked(query: str, population: Sequence[str], places: Sequence[int], top: int = TOP) -> list[tuple[int, NameMatch]]:
    """The best of the candidates by close comparison; of equal scores the one retrieval put first.

    Looks no further once a name is found that is sure enough for where it stands (STEP, SURE).
    """
    step = max(STEP, 2 * top)
    matches: list[tuple[int, NameMatch]] = []
    best = 0.0
    for start, enough in zip(range(0, len(places), step), chain(SURE, repeat(NEVER)), strict=False):
        found = [(place, compare(query, population[place])) for place in places[start : start + step]]
        matches += found
        best = max(best, *(match.score for _, match in found))
        if best >= enough:
            break
    order = sorted(range(len(matches)), key=lambda i: (-matches[i][1].score, i))
    return [matches[i] for i in order[:top]]


def near(query: str, population: Sequence[str], places: Sequence[int], top: int = TOP) -> list[tuple[int, NameMatch]]:
    """The same, but nothing where not even the best is near."""
    found = ranked(query, population, places, top)
    return found if found and found[0][1].score >= NEAR else []


def evaluate_retrieval(population: Path, queries: Path, find: Callable[[Sequence[str]], Finder]) -> RetrievalReport:
    """Every query against the population; `find` makes a finder from the population's names."""
    records = read_rows(population, ("record_id", "name"))
    asked = read_rows(queries, ("query_id", "query", "record_id"))
    names = [row["name"] for row in records]
    place_of = {row["record_id"]: place for place, row in enumerate(records)}
    found = find(names)([row["query"] for row in asked])
    in_ten = first = among = looked_at = 0
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row, places in zip(asked, found, strict=True):
        target = place_of.get(row["record_id"], -1)
        best = [place for place, _ in ranked(row["query"], names, places)]
        kind = row.get("kind", "") or "query"
        total[kind] += 1
        right[kind] += target in best
        in_ten += target in best
        first += best[:1] == [target]
        among += target in places
        looked_at += len(places)
    n = max(len(asked), 1)
    kinds = {kind: (right[kind] / count, count) for kind, count in sorted(total.items())}
    return RetrievalReport(len(asked), in_ten / n, first / n, among / n, looked_at / n, kinds)


def grouped(report: PairReport) -> dict[str, float]:
    """The kinds the issue names: a pair of the group is right when it is judged as labelled."""
    out = {}
    for group, kinds in GROUPS.items():
        counted = [(share, count) for kind, (share, count) in report.by_kind.items() if kind in kinds]
        if counted:
            out[group] = sum(share * count for share, count in counted) / sum(count for _, count in counted)
    return out


def as_lines(pairs: PairReport, retrieval: RetrievalReport | None) -> list[str]:
    """The table for people."""
    lines = [
        f"pairs                                {pairs.pairs:8d}",
        f"area under the curve                 {pairs.auc:8.4f}",
        f"F1 at threshold {pairs.threshold:.3f}                {pairs.f1:8.4f}   (precision {pairs.precision:.3f}, recall {pairs.recall:.3f})",  # noqa: E501
        f"best threshold here                  {pairs.best_threshold:8.3f}   (F1 {pairs.best_f1:.4f})",
        f"recall where precision >= 0.90       {pairs.recall_at_precision:8.4f}",
    ]
    lines += [f"right: {group:30s}{share:8.4f}" for group, share in grouped(pairs).items()]
    if retrieval:
        lines += [
            f"queries                              {retrieval.queries:8d}",
            f"recall@10                            {retrieval.recall_at_10:8.4f}",
            f"recall@1                             {retrieval.recall_at_1:8.4f}",
            f"target among candidates              {retrieval.among_candidates:8.4f}",
            f"candidates a query                   {retrieval.candidates:8.1f}",
        ]
    lines += ["", "by kind (pairs)"] + [
        f"  {kind:32s}{share:8.3f}  of {count}" for kind, (share, count) in pairs.by_kind.items()
    ]
    if retrieval:
        lines += ["by kind (recall@10)"] + [
            f"  {kind:32s}{share:8.3f}  of {count}" for kind, (share, count) in retrieval.by_kind.items()
        ]
    return lines


Figures: TypeAlias = "Mapping[str, Figures] | float"
"""A figure, or figures by name."""


def as_data(pairs: PairReport, retrieval: RetrievalReport | None) -> dict[str, Figures]:
    """The same as one JSON object."""
    data: dict[str, Figures] = {
        "pairs": pairs.pairs,
        "auc": pairs.auc,
        "f1": pairs.f1,
        "precision": pairs.precision,
        "recall": pairs.recall,
        "threshold": pairs.threshold,
        "best_f1": pairs.best_f1,
        "best_threshold": pairs.best_threshold,
        "recall_at_precision_90": pairs.recall_at_precision,
        "by_kind": {k: v for k, (v, _) in pairs.by_kind.items()},
        "groups": grouped(pairs),
    }
    if retrieval:
        data["retrieval"] = {
            "queries": retrieval.queries,
            "recall_at_10": retrieval.recall_at_10,
            "recall_at_1": retrieval.recall_at_1,
            "target_among_candidates": retrieval.among_candidates,
            "candidates_per_query": retrieval.candidates,
            "by_kind": {k: v for k, (v, _) in retrieval.by_kind.items()},
        }
    return data
