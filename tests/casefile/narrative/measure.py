"""How much of the invented reports is read, and how much is read that is not there.

    python -m tests.casefile.narrative.measure [--half tune|check|all] [--on persons|things|all] [--layouts] [--misses]

A *name* is read when one mention has exactly its words, in any order. A mention is right when all its words belong to
one person of the report, false otherwise. A *birth* is read when a mention of that name carries exactly that date; of
the dates carried by mentions of a person, those that are another are false. Numbers compare in their compared form. A
*boat* is read when one is named in exactly its words; that its name is taken for a person's as well is not counted.
"""

import argparse
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from casefile.narrative import Mention, Mentions, read_narrative
from casefile.subjects.identifiers import group, normal
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind, Sex
from tests.corpus.reports import make, things

HAND = Path(make.__file__).with_name("hand.txt")
KINDS = ("name", "birth", "sex", "nationality", "number", "number of its person", "number of a form without a name",
         "boat", "nickname", "passport lines")  # fmt: skip
LOOSE = "number of a form without a name"
ON = ("persons", "things", "all")
_SEXES = {Sex.MALE: "m", Sex.FEMALE: "f"}


@dataclass(frozen=True)
class Report:
    """One report and what must be read of it."""

    id: str
    lang: str
    layout: str
    half: str
    country: str
    text: str
    persons: Sequence[dict[str, object]]
    numbers: Sequence[Sequence[str]] | None = ()
    """Those of no person; None: of the numbers nothing is said."""
    vessels: Sequence[str] | None = None
    """None: of boats nothing is said."""


@dataclass
class Score:
    """Counts of one kind of thing: wanted and read; given, and of these right."""

    wanted: int = 0
    read: int = 0
    given: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        return self.read / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.given if self.given else 1.0


@dataclass
class Scores:
    """All counts, the misses in words, and the mentions of nobody."""

    kinds: dict[str, Score] = field(default_factory=lambda: {kind: Score() for kind in KINDS})
    false_mentions: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    words: int = 0
    mentions: int = 0
    reports: int = 0

    @property
    def false_in_1000(self) -> float:
        return 1000 * sum(self.false_mentions.values()) / max(1, self.words)


def reports(half: str = "all", on: str = "all") -> list[Report]:
    """The made and the hand-written ones of a half: on persons, on numbers and boats, or all."""
    found: list[Report] = []
    if on != "things":
        found += [*(Report(**line) for line in make.made()), *_by_hand()]  # type: ignore[arg-type]
    if on != "persons":
        found += [Report(**line) for line in things.made()]  # type: ignore[arg-type]
    return [r for r in found if half in ("all", r.half)]


def _by_hand() -> Iterator[Report]:
    for part in HAND.read_text("utf-8").split("=== ")[1:]:
        head, body = part.split("\n", 1)
        id, lang, country, half = (x.strip() for x in head.split("|"))
        text, said = body.split("\n---\n") if "\n---\n" in body else (body.removesuffix("---\n"), "")
        persons = [_wanted(line) for line in said.splitlines() if line.strip()]
        yield Report(id, lang, "by hand", half, country, text.rstrip("\n-"), persons)


def _wanted(line: str) -> dict[str, object]:
    name, birth, sex, nation, numbers, nick = ([x.strip() for x in line.split("|")] + [""] * 6)[:6]
    return {
        "name": name, "birth": birth or None, "sex": sex or None, "nationality": nation or None,
        "numbers": [n.strip().split(":", 1) for n in numbers.split(",") if n.strip()],
        "nicknames": [n.strip() for n in nick.split(";") if n.strip()], "mrz": "mrz" in line,
    }  # fmt: skip


def words_of(name: str) -> frozenset[str]:
    """Words without accents and case."""
    plain = unicodedata.normalize("NFD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return frozenset("".join(c if c.isalnum() else " " for c in plain).split())


def measure(some: Sequence[Report]) -> Scores:
    """Read all of them and count."""
    total = Scores()
    for report in some:
        read_one(report, total)
    return total


def read_one(report: Report, total: Scores) -> None:
    """Read one report into the counts."""
    met = read_narrative(report.text, report.country)
    total.reports += 1
    total.words += len(report.text.split())
    for person in report.persons:
        _person(report, person, met, total)
    known = [words_of(str(p["name"])) for p in report.persons]
    nicks = [words_of(n) for p in report.persons for n in p["nicknames"]]  # type: ignore[attr-defined]
    whole = [a | b for a in known for b in (*nicks, frozenset())]
    boats = [words_of(name) for name in report.vessels or ()]
    for mention in {m.name for m in met.persons}:
        if words_of(mention) in boats:
            continue
        right = any(words_of(mention) <= one for one in whole)
        total.mentions += 1
        total.kinds["name"].given += 1
        total.kinds["name"].right += right
        if not right:
            total.false_mentions[mention] += 1
    _things(report, met, total)


def _things(report: Report, met: Mentions, total: Scores) -> None:
    """The numbers and boats of the report itself."""
    if report.numbers is not None:
        given = {(group(i.kind), normal(i, report.country)) for i in met.identifiers}
        loose = _forms({"numbers": report.numbers}, report.country)
        wanted = loose | {f for p in report.persons for f in _forms(p, report.country)}
        total.kinds["number"].given += len(given)
        total.kinds["number"].right += len(given & wanted)
        if report.numbers:
            total.kinds[LOOSE].given += len(given)
            total.kinds[LOOSE].right += len(given & wanted)
        for form in loose:
            _count(report, total, "number", f"{form}", form in given)
            _count(report, total, LOOSE, f"{form} (read {given})", form in given)
    if report.vessels is not None:
        boats, named = {words_of(v) for v in met.vessels}, {words_of(v) for v in report.vessels}
        total.kinds["boat"].given += len(boats)
        total.kinds["boat"].right += len(boats & named)
        for boat in report.vessels:
            _count(report, total, "boat", f"{boat} (read {met.vessels})", words_of(boat) in boats)
        total.misses += [f"{report.id}: no boat: {v}" for v in met.vessels if words_of(v) not in named]


def _person(report: Report, person: dict[str, object], met: Mentions, total: Scores) -> None:
    words = words_of(str(person["name"]))
    mine = [m for m in met.persons if words_of(m.name) == words]
    _count(report, total, "name", str(person["name"]), bool(mine))
    if person.get("mrz"):
        _count(report, total, "passport lines", str(person["name"]), bool(mine))
    births = {f"{'~' if m.birth.circa else ''}{m.birth.value}" for m in mine if m.birth}
    score = total.kinds["birth"]
    score.given += len(births)
    score.right += len(births & {person["birth"]})
    if person["birth"]:
        _count(report, total, "birth", f"{person['name']} {person['birth']} (read {births})", person["birth"] in births)
    for kind in ("sex", "nationality"):
        stated = {v for m in mine if (v := _fact(m, kind))}
        total.kinds[kind].given += len(stated)
        total.kinds[kind].right += len(stated & {str(person[kind])})
        if person[kind]:
            _count(report, total, kind, f"{person['name']} {person[kind]} (read {stated})", person[kind] in stated)
    forms = _forms(person, report.country)
    all_given = {(group(i.kind), normal(i, report.country)) for i in met.identifiers}
    own = {(group(i.kind), normal(i, report.country)) for m in mine for i in m.identifiers}
    total.kinds["number of its person"].given += len(own)
    total.kinds["number of its person"].right += len(own & forms)
    for form in forms:
        _count(report, total, "number", f"{person['name']} {form}", form in all_given)
        _count(report, total, "number of its person", f"{person['name']} {form}", form in own)
    for nick in person["nicknames"]:  # type: ignore[attr-defined]
        found = any(words_of(m.name) == words_of(nick) for m in met.persons)
        _count(report, total, "nickname", f"{person['name']}: {nick}", found)
    given_nicks = {m.name for m in met.persons if m.alias} if person is report.persons[0] else set()
    known = {words_of(n) for p in report.persons for n in p["nicknames"]}  # type: ignore[attr-defined]
    total.kinds["nickname"].given += len(given_nicks)
    total.kinds["nickname"].right += sum(any(n <= words_of(g) for n in known) for g in given_nicks)


def _fact(mention: Mention, kind: str) -> str | None:
    if kind == "nationality":
        return mention.nationality
    return _SEXES.get(mention.sex) if mention.sex else None


def _forms(person: dict[str, object], country: str) -> set[tuple[str, str | None]]:
    one = [Identifier(IdentifierKind(kind), value) for kind, value in person["numbers"]]  # type: ignore[attr-defined]
    return {(group(i.kind), normal(i, country)) for i in one}


def _count(report: Report, total: Scores, kind: str, what: str, found: bool) -> None:
    total.kinds[kind].wanted += 1
    total.kinds[kind].read += found
    if not found:
        total.misses.append(f"{report.id}: {kind}: {what}")


def table(scores: Scores) -> str:
    """As docs/matching.md prints it."""
    rows = ["| what | in the reports | read | of what is given, right |", "|---|---|---|---|"]
    for kind, s in scores.kinds.items():
        rows.append(f"| {kind} | {s.wanted} | {s.recall:.3f} | {f'{s.precision:.3f}' if s.given else '–'} |")
    rows.append(f"\n{scores.reports} reports, {scores.words} words, {scores.mentions} mentions, "
                f"{scores.false_in_1000:.1f} false mentions in 1,000 words")  # fmt: skip
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", default="all", choices=("all", "tune", "check"))
    parser.add_argument("--on", default="all", choices=ON)
    parser.add_argument("--layouts", action="store_true")
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    some = reports(given.half, given.on)
    started = time.process_time()
    scores = measure(some)
    sys.stdout.write(table(scores) + f"; {time.process_time() - started:.1f} s\n")
    if given.layouts:
        for layout in dict.fromkeys(r.layout for r in some):
            one = measure([r for r in some if r.layout == layout])
            parts = [f"{k} {s.recall:.2f}" for k, s in one.kinds.items() if s.wanted]
            sys.stdout.write(f"{layout}: {', '.join(parts)}; false {one.false_in_1000:.0f}\n")
    if given.misses:
        sys.stdout.write("\n".join([*scores.misses, *map(str, scores.false_mentions.most_common(60))]) + "\n")


if __name__ == "__main__":
    main()
