"""A question against what the reader may read of one record: which of its parts agree, by which rule. Pure."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from casefile.matching.entity_evidence import SCHEMAS
from casefile.names import SAME_THRESHOLD, PartMatch, analyze
from casefile.names.compare import compare_from
from casefile.names.entities import compare_entities
from casefile.subjects.identifiers import found_by, holds, one_sign_off
from casefile.vocabulary import TITLED
from indexer.engine import fields
from indexer.search import agreements as rules
from indexer.search import clauses
from indexer.search.agreements import Agreement, Where, best_of, paired
from indexer.search.clauses import Reading
from indexer.search.reading.question import Question, Sort

EXTRA_COST = 0.02
"""What each further word of the name takes from closeness, of 1."""
FURTHER = {
    Where.NAME: 1.0, Where.NUMBER: 1.0, Where.CASE: 1.0, Where.DATE: 1.0, Where.TITLE: 0.95, Where.PLACE: 0.9,
    Where.TEXT: 0.8,
}  # fmt: skip
"""What an agreement counts by where it stands."""
FIELDS = {
    fields.TITLES: Where.TITLE,
    fields.PLACES: Where.PLACE,
    fields.NARRATIVE: Where.TEXT,
    fields.NAMES: Where.NAME,
}
WORDS_OF = {
    clauses.TEXT: rules.IN_TEXT, clauses.STEM: rules.WORD_FORM, clauses.PHRASE: rules.AS_QUOTED,
    clauses.START: rules.BEGINS, clauses.NUMBER_TEXT: rules.IN_TEXT,
}  # fmt: skip
TWO_YEARS = clauses.TOLERANCE * 10_000


@dataclass(frozen=True, slots=True)
class Content:
    """What the reader may read of a record. `flags`: the named clauses it answers, (place of the part, how)."""

    kind: str
    names: tuple[str, ...]
    mentions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    flags: frozenset[tuple[int, str]] = frozenset()


class Compared(NamedTuple):
    """`best`: what agrees best with each part, by its place. `name`: the one that answers best, `extra` its words that
    nobody asked for, `vouched` whether comparison calls it the name that was asked for."""

    best: dict[int, Agreement]
    name: str
    extra: int
    vouched: bool


def compared(question: Question, content: Content, reading: Reading, *, neighbours: bool = False) -> Compared:
    """What agrees, wherever in the record it stands. `neighbours`: also what only begins alike."""
    name, by_name, extra, vouched = _best_name(question, content)
    others = [*_by_numbers(question, content, reading), *_by_dates(question, content), *_by_flags(question, content)]
    for mention in content.mentions:
        others += paired(question, mention, Where.TEXT)
    for place in content.places:
        others += paired(question, place, Where.PLACE)
    if neighbours:
        for one in content.names:
            others += rules.neighbours(question, one, Where.NAME)
    best = best_of([*by_name, *others])
    return Compared(best | _letters_of_numbers(question, best), name, extra, vouched)


def _best_name(question: Question, content: Content) -> tuple[str, list[Agreement], int, bool]:
    """The name that answers best: its agreements, its words that nobody asked for, whether comparison calls it one."""
    where = Where.TITLE if content.kind in TITLED else Where.NAME
    if not question.words:
        return "", [], 0, False
    required = {part.place for part in question.required}
    best: tuple[tuple[int, float], str, list[Agreement], int, bool] | None = None
    for name in content.names:
        found, vouched = paired(question, name, where), False
        lacking = {p.place for p in question.words if p.place in required} - {one.place for one in found}
        if lacking and where is Where.NAME and (whole := _whole_names(question, name, content.kind)):
            found, vouched = list(best_of([*found, *whole]).values()), True  # the better of the two ways to pair them
        extra = max(0, len(rules.words_of_name(name)) - len(found))
        held = sum(one.place in required for one in found)
        quality = sum(one.chance - 0.05 * one.step for one in found) - EXTRA_COST * extra
        if best is None or (held, quality) > best[0]:
            best = ((held, quality), name, found, extra, vouched)
    return ("", [], 0, False) if best is None else best[1:]


def _whole_names(question: Question, name: str, kind: str) -> list[Agreement]:
    """The parts of two whole names that comparison calls one bearer's; nothing where it does not."""
    schema = SCHEMAS.get(kind, "")
    asked = question.name
    match = (
        compare_entities(asked, name, schema) if schema else compare_from(SAME_THRESHOLD, analyze(asked), analyze(name))
    )
    if match is None or not match.same:
        return []
    found = [_as_asked(question, part, name) for part in match.parts]
    return [one for many in found for one in many]


def _as_asked(question: Question, part: PartMatch, name: str) -> list[Agreement]:
    """A pair of compared parts, as typed and as written; two words may be one part (عبد الله)."""
    shown = _as_written(part.found, name)
    wanted = analyze(part.wanted).text
    squashed = wanted.replace(" ", "").replace("-", "")
    made = []
    for typed in question.words:
        if any(word and (word == wanted or word in squashed) for word in typed.keys.written):
            made.append(Agreement(typed.text, shown, part.rule, Where.NAME, part.score, typed.place))
    return made


def _as_written(folded: str, name: str) -> str:
    """A part of a compared name in the letters of the name."""
    words = rules.words_of_name(name)
    for first in range(len(words)):
        for last in range(first, min(first + 3, len(words))):
            if "".join(token.text for _, token, _ in words[first : last + 1]).replace(" ", "") == folded.replace(
                " ", ""
            ):
                return " ".join(word for word, *_ in words[first : last + 1])
    return folded


def _by_numbers(question: Question, content: Content, reading: Reading) -> list[Agreement]:
    found = []
    held = [form for form in content.numbers if not form.startswith("~")]
    for part in question.parts:
        if part.sort is not Sort.NUMBER:
            continue
        known = frozenset(clauses.number_terms(part, reading))
        agreeing = found_by(known, content.numbers)
        if agreeing:
            found.append(Agreement(part.text, agreeing[0], rules.SAME_NUMBER, Where.NUMBER, 1.0, part.place))
            continue
        within = [form for form in held if any(holds(form, one) for one in part.variants[:2])]
        if within:
            found.append(
                Agreement(part.text, min(within, key=len), rules.PART_OF_NUMBER, Where.NUMBER, 0.8, part.place)
            )
            continue
        written = clauses.written_forms(part, reading)
        slipped = [form for form in held if any(one_sign_off(form, one) for one in written)]
        if slipped:
            found.append(Agreement(part.text, slipped[0], rules.ONE_SIGN_OFF, Where.NUMBER, 0.7, part.place))
    return found


def _by_dates(question: Question, content: Content) -> list[Agreement]:
    found = []
    for part in question.parts:
        if part.period is None:
            continue
        first, last = part.period.first, part.period.last
        met = [day for day in content.days if day[0] <= last and day[1] >= first]
        if met:
            narrowest = min(met, key=lambda day: day[1] - day[0])
            exact = narrowest[0] >= first and narrowest[1] <= last
            found.append(
                Agreement(part.text, _day(narrowest), rules.SAME_DATE, Where.DATE, 1.0 if exact else 0.9, part.place)
            )
        elif part.period.year:
            about = [day for day in content.days if day[0] <= last + TWO_YEARS and day[1] >= first - TWO_YEARS]
            if about:
                found.append(Agreement(part.text, _day(about[0]), rules.NEAR_DATE, Where.DATE, 0.6, part.place))
    return found


def _day(day: tuple[int, int]) -> str:
    """As an ISO prefix, no more exact than it is."""
    first, last = str(day[0]), str(day[1])
    if first == last:
        return f"{first[:4]}-{first[4:6]}-{first[6:]}"
    if first[:6] == last[:6]:
        return f"{first[:4]}-{first[4:6]}"
    return first[:4] if first[:4] == last[:4] else f"{first[:4]}–{last[:4]}"


def _by_flags(question: Question, content: Content) -> list[Agreement]:
    """What the engine alone can see: words of texts, quoted and begun words, the case."""
    found = []
    for part in question.parts:
        for how, field in (flag.partition(".")[::2] for place, flag in content.flags if place == part.place):
            if how == clauses.CASE:
                found.append(Agreement(part.text, part.text, rules.OWN_CASE, Where.CASE, 1.0, part.place))
            elif how == clauses.DATE and not content.days:
                found.append(Agreement(part.text, part.text, rules.SAME_DATE, Where.DATE, 0.9, part.place))
            elif how in WORDS_OF:
                where = FIELDS.get(field.removesuffix(f".{fields.STEM}"), Where.NAME)
                chance = FURTHER[where] * (1.0 if how != clauses.STEM else 0.9)
                found.append(Agreement(part.text, part.text, WORDS_OF[how], where, chance, part.place))
    return found


def _letters_of_numbers(question: Question, best: dict[int, Agreement]) -> dict[int, Agreement]:
    """The letters written to a number that was found with them."""
    found = {}
    for part in question.parts:
        if part.next_to is None or part.place in best or (number := best.get(part.next_to)) is None:
            continue
        if part.text.upper() in number.found.upper():
            found[part.place] = replace(number, asked=part.text, place=part.place)
    return found
