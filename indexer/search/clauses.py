"""Each part of a question as clauses: how it may stand in a record, as written or nearly so; numbers as terms. Pure.

*Exact* clauses find a record by themselves; what *loose* ones find in addition is looked at before it is shown, by the
record's own words (`answers`). A clause that only the engine can judge has a name, which comes back with the record:
the view's mark, the place of the part, and how it stands there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from casefile.names import analyze
from casefile.names.finding.one_off import one_off_terms
from casefile.names.phonetic import latin
from casefile.subjects.identifiers import bare, forms, pieces, plain, search_terms
from casefile.subjects.identifiers.pieces import LOST_BY_ONE, SHORTEST_PART, SHORTEST_WRONG, folded
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind
from indexer.engine import fields
from indexer.engine.wire import Object
from indexer.search.agreements import SHORTEST_ALIKE
from indexer.search.reading.question import Part, Question, Sort
from indexer.search.views import View

MAX_TEXT = 300
"""Characters of a question."""
MAX_CODE_LETTERS, MAX_CODE_GROUPS, MIN_CODE_DIGITS = 24, 16, 3
"""Of what may be a number, without its label: letters (an account of a bank has some), groups, and digits at the
least."""
_PAGE = re.compile(r"\w\.[a-z]{2,6}/\w", re.IGNORECASE)
MAX_IDENTIFIER_FORMS = 200

TEXT, STEM, START, PHRASE, DATE, CASE, NUMBER_TEXT = "text", "stem", "start", "phrase", "date", "case", "number"
"""How a part stands in a record, as the names of clauses say it."""
MOST_WRITTEN = 6
"""Forms of a number of which one sign may be wrong: it is written in one or two."""
FEWEST_PIECES = 2
TOLERANCE = 2
"""Years: how far a year of birth as stated may be from the true one, as in matching."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How numbers are read: the countries under which a local one may be, and the own cases of this reference."""

    countries: tuple[str, ...] = ()
    own_cases: tuple[str, ...] = ()
    own_unit: str = ""


def named(query: Object, view: View, part: Part, how: str) -> Object:
    """The query, that says so when a record answers it."""
    return {"constant_score": {"filter": query, "_name": f"{view.mark}.{part.place}.{how}"}}


def exact(part: Part, question: Question, view: View, mode: str, reading: Reading) -> list[Object]:
    """The ways in which a record has the part as it is: its letters, in any script; its word forms; its number."""
    match part.sort:
        case Sort.WORD:
            own = _word(part, view, mode)
            if (number := written_to(part, question)) is not None:
                own += _number(number, view, reading)
            return own
        case Sort.PHRASE:
            return _phrase(part, view)
        case Sort.START:
            start = latin(" ".join(analyze(part.text).written) or part.text)
            return [
                named({"prefix": {field: {"value": start}}}, view, part, f"{START}.{field}")
                for field in view.beginnings
            ]
        case Sort.NUMBER:
            return _number(part, view, reading)
        case Sort.DATE:
            return [named(_days(part, view, 0), view, part, DATE)]


def loose(part: Part, question: Question, view: View, reading: Reading) -> list[Object]:
    """The further ones, in which it is only heard alike, one slip off, known in part or a year away."""
    ways: list[Object] = []
    if part.sort is Sort.WORD:
        keys = part.keys
        sounds = list(dict.fromkeys(sound for token in keys.tokens for sound in token.sounds))
        ways += [_terms(field, sounds) for field in (view.sound, view.mention_sound) if field and sounds]
        ways += [{"match": {field: {"query": part.text, "operator": "and"}}} for field in view.sounding]
        if slips := list(dict.fromkeys(term for word in keys.latin for term in one_off_terms(word))):
            ways.append(_terms(view.slips, slips))
        if view.pieces and (number := written_to(part, question)) is not None:
            ways += _in_part(number, view.pieces, reading)
    if part.sort is Sort.NUMBER and view.pieces:
        ways += _in_part(part, view.pieces, reading)
    if part.sort is Sort.DATE:
        ways.append(_days(part, view, TOLERANCE))
    return ways


def alike(part: Part, view: View) -> list[Object]:
    """Names with a word that begins as this one does."""
    if part.sort is not Sort.WORD:
        return []
    starts = {word[:SHORTEST_ALIKE] for word in part.keys.latin if len(word) > SHORTEST_ALIKE}
    return [{"prefix": {view.latin: {"value": start}}} for start in sorted(starts)]


def written_to(part: Part, question: Question) -> Part | None:
    """The number to which a word's letters are written (*VA* of *VA 453*), with those letters in every variant."""
    if part.next_to is None:
        return None
    number = next((one for one in question.parts if one.sort is Sort.NUMBER and one.place == part.next_to), None)
    together = tuple(v for v in number.variants if part.text in v.split()) if number else ()
    return replace(number, variants=together) if number and together else None


def _word(part: Part, view: View, mode: str) -> list[Object]:
    keys = part.keys
    ways = [_terms(view.written, list(keys.written))] if keys.written else []
    if mode != "written" and keys.latin:
        ways.append(_terms(view.latin, list(keys.latin)))
    ways += [named(_match(field, part.text), view, part, f"{TEXT}.{field}") for field in view.texts]
    if mode != "written":
        ways += [named(_match(field, part.text), view, part, f"{STEM}.{field}") for field in view.stems]
    return ways


def _phrase(part: Part, view: View) -> list[Object]:
    if view.texts:
        searched = (fields.NAMES, *view.texts)
        return [named({"match_phrase": {f: {"query": part.text}}}, view, part, f"{PHRASE}.{f}") for f in searched]
    words = [_terms(view.written, [word]) for word in analyze(part.text).written[: len(part.text.split())]]
    return [{"bool": {"filter": words}}] if words else []


def _number(part: Part, view: View, reading: Reading) -> list[Object]:
    if not view.identifiers:
        return []
    ways = numbers(part, view, reading)
    for variant in part.variants:
        if any(c.isalnum() for c in variant):
            ways += [
                named({"match_phrase": {field: {"query": variant}}}, view, part, f"{NUMBER_TEXT}.{field}")
                for field in view.texts
            ]
    if reading.own_cases:
        cases: list[Object] = [_terms(fields.CASE_ID, list(reading.own_cases)), _terms(fields.UNIT, [reading.own_unit])]
        own: Object = {"bool": {"filter": cases}}
        ways.append(named(own, view, part, CASE))
    return ways


def numbers(part: Part, view: View, reading: Reading) -> list[Object]:
    """The whole number among those of a record."""
    known = _forms(part.variants, reading)
    return [_terms(view.identifiers, known)] if view.identifiers and known else []


def _in_part(part: Part, field: str, reading: Reading) -> list[Object]:
    """Numbers that share enough pieces with it to have it in them, or to differ by one sign."""
    ways: list[Object] = []
    for variant in part.variants[:2]:
        if len(folded(variant)) >= SHORTEST_PART:
            ways.append({"bool": {"filter": [_terms(field, [piece]) for piece in pieces(variant)]}})
    for written in written_forms(part, reading):
        if len(folded(written)) >= SHORTEST_WRONG:
            shared = pieces(written)
            least = min(len(shared), max(FEWEST_PIECES, len(shared) - LOST_BY_ONE))
            ways.append({"bool": {"should": [_terms(field, [p]) for p in shared], "minimum_should_match": least}})
    return ways


def written_forms(part: Part, reading: Reading) -> tuple[str, ...]:
    """The number as it may stand in an index, without the marks of misreading; the likeliest first."""
    known = [form for form in _forms(part.variants, reading) if not form.startswith("~")]
    return tuple(dict.fromkeys([folded(one) for one in (*part.variants[:1], *known)]))[:MOST_WRITTEN]


def number_terms(part: Part, reading: Reading) -> list[str]:
    """Every term under which the number may stand in the index."""
    return _forms(part.variants, reading)


@lru_cache(maxsize=1024)
def _known_forms(variants: tuple[str, ...], countries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for one in variants for form in identifier_forms(one, countries)))


def _forms(variants: Sequence[str], reading: Reading) -> list[str]:
    return list(_known_forms(tuple(variants), reading.countries))


def _days(part: Part, view: View, years: int) -> Object:
    """Its days; `years` more to both sides. Of a core only the years of birth may be known."""
    assert part.period is not None  # noqa: S101  (a date has one)
    first, last = part.period.first - years * 10_000, part.period.last + years * 10_000
    if view.days:
        return {"range": {view.days: {"gte": first, "lte": last, "relation": "intersects"}}}
    return {"range": {view.years: {"gte": first // 10_000, "lte": last // 10_000, "relation": "intersects"}}}


def _match(field: str, text: str) -> Object:
    return {"match": {field: {"query": text, "operator": "and"}}}


def _terms(field: str, values: list[str]) -> Object:
    return {"terms": {field: list(values)}}


def identifier_forms(text: str, countries: Sequence[str]) -> list[str]:
    """Every term under which the text's numbers may stand in the index; empty when it does not look like a number.

    Read as in a record and a watch, label and remark put aside; what readers confuse is found as a watch finds it. A
    code has three digits, few groups and hardly any prose: "77 123 45 67", "CNI n° 1 755 …", "a.b@example.org".
    """
    if not _looks_like_code(text):
        return []
    found: dict[str, None] = {}
    for country in (*countries, None):
        for kind in IdentifierKind:
            for form in forms(Identifier(kind, text, None), country):
                found |= dict.fromkeys(search_terms(form))
    return list(found)[:MAX_IDENTIFIER_FORMS]


def _looks_like_code(text: str) -> bool:
    written = plain(text)
    if not written or len(written) > MAX_TEXT:
        return False
    if ("@" in written or _PAGE.search(written)) and " " not in written:
        return True
    left = bare(written)
    digits = sum(c in "0123456789" for c in left)
    letters = sum(c.isalpha() for c in left)
    prose = letters // 3 > digits + 1 or letters > MAX_CODE_LETTERS or len(written.split()) > MAX_CODE_GROUPS
    return digits >= MIN_CODE_DIGITS and not prose
