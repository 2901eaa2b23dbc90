"""From what forms, passports and prose say to mentions: each name once, with what is said of its bearer."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from casefile.narrative.aliases import Alias, AliasReader
from casefile.narrative.bodies import is_thing, names_nobody
from casefile.narrative.facts import Facts, Person, YearOf
from casefile.narrative.forms import FormPerson, Forms
from casefile.narrative.persons import MAX_NAME_LENGTH, at_each_and, clusters_of, is_cased, name_stretches
from casefile.narrative.tokens import Word
from casefile.narrative.words.also_names import as_called
from casefile.narrative.words.stopwords import BIRTH_WORDS
from casefile.subjects.dates.calendar import lies_ahead
from casefile.subjects.identifiers import group
from casefile.subjects.identity import Identifier, PartialDate
from casefile.subjects.issuers import country_of
from casefile.subjects.travel_documents import TravelDocument
from casefile.vocabulary import DateKind, Sex

Span = tuple[int, int]
MAX_MENTIONS = 6_000
"""Different names of one text; each makes keys. Nobody names 3,000 people in a report of 100 kB."""
_NEAR_NICKNAME = 6  # words between a name and its nickname, *plus connu sous le nom de*, that tell nothing else
_LOOSE = 120  # characters between a name and a form without one that speaks of it


Written = Literal["prose", "form", "zone"]
"""How it stands in the text: in sentences, in labelled fields or a table, in machine-readable lines."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name met in a text, and what is written of its bearer."""

    name: str
    birth: PartialDate | None = None
    ahead: str = ""
    """A date that the text gives for the birth, and that lies in the future: no birth is taken from it."""
    sex: Sex | None = None
    nationality: str | None = None
    """ISO 3166 alpha-2."""
    identifiers: tuple[Identifier, ...] = ()
    alias: bool = False
    """A nickname, or made with one."""
    written: Written = "prose"
    bearers: frozenset[int] = frozenset()
    """Mentions with a number in common name one person."""
    spans: tuple[Span, ...] = field(default=(), compare=False)
    """Where its words stand in the text, half-open; of a name met again and again the first places."""
    across: bool = False
    """Read over the *and* that Arabic writes to a second person's name: looked for, and nobody's name to show."""


@dataclass(slots=True)
class _Raw:
    """A name at one place, before names are put together."""

    name: str
    spans: tuple[Span, ...]
    bearer: int
    births: Sequence[PartialDate] = ()
    sex: Sex | None = None
    nationality: str | None = None
    identifiers: Sequence[Identifier] = ()
    alias: bool = False
    written: Written = "prose"
    window: bool = False
    """Only a window of a longer run, or words without capitals: left out first where there are too many."""
    across: bool = False


MAX_SPANS = 40  # places kept of one name


class People:
    """Collects names and puts those of one person together."""

    def __init__(self) -> None:
        self.raw: list[_Raw] = []
        self.bearers = 0

    def new_bearer(self) -> int:
        self.bearers += 1
        return self.bearers

    def add_zone(self, zone: TravelDocument) -> None:
        """The bearer of a travel document."""
        if not zone.name:
            return
        birth, paper = zone.birth_date(), zone.identifier()
        self.raw.append(
            _Raw(zone.name, ((zone.start, zone.end),), self.new_bearer(), (birth,) if birth else (), zone.sex,
                 country_of(zone.nationality), (paper,) if paper else (), written="zone")
        )  # fmt: skip

    def add_form(self, one: FormPerson, year_of: YearOf) -> None:
        """The person of a form; an age counts from the year the report was written in."""
        bearer, births = self.new_bearer(), births_of(one, year_of)
        for alias, names in ((False, one.names), (True, one.nicknames)):
            for name, spans in names:
                self.raw.append(
                    _Raw(name, spans, bearer, births, one.sex, one.nationality, one.identifiers, alias, "form")
                )  # fmt: skip

    def add_prose(self, text: str, words: Sequence[Word], forms: Forms, country: str | None, year_of: YearOf) -> None:
        """All that running text names."""
        stretches = name_stretches(words)
        cased = is_cased(words)
        clusters = [c for c in at_each_and(words, clusters_of(stretches)) if not _nobody(words, *c, cased)]
        aliases = AliasReader(text, words, clusters, cased).read()
        persons = _with_aliases(words, clusters, aliases, cased)
        Facts(text, words, persons, cased=cased, country=country).give(year_of)
        numbers = [self.new_bearer() for _ in persons]
        self._loose(forms, words, persons, numbers, year_of)
        self._windows(words, stretches, persons, numbers)
        self._aliases(words, aliases, persons, numbers)

    def _loose(
        self, forms: Forms, words: Sequence[Word], persons: Sequence[Person], numbers: Sequence[int], year_of: YearOf
    ) -> None:
        """A sheet without a name speaks of whoever was named just before it."""
        ends = [words[p.last - 1].end for p in persons]
        for sheet in forms.loose:
            at = bisect_right(ends, sheet.start) - 1
            if at < 0 or sheet.start - ends[at] > _LOOSE:
                continue
            person = persons[at]
            if not person.births:
                person.births += births_of(sheet, year_of)
            person.sex = person.sex or sheet.sex
            person.nationality = person.nationality or sheet.nationality
            person.identifiers += sheet.identifiers
            for name, spans in sheet.nicknames:
                self.raw.append(_Raw(name, spans, numbers[at], person.births, alias=True))

    def _windows(
        self, words: Sequence[Word], stretches: Sequence[tuple[int, int]], persons: Sequence[Person],
        numbers: Sequence[int],
    ) -> None:  # fmt: skip
        at = 0
        for first, last in sorted(stretches):
            while at < len(persons) and persons[at].last <= first:
                at += 1
            if at == len(persons):
                break
            person = persons[at]
            if first < person.first:
                continue
            span = (words[first].start, words[last - 1].end)
            if last > person.last:
                # An *and* stands inside, which may be a letter of the name after all: nobody listed all of them.
                name, of = _name(words, first, last), _last_before(persons, at, last)
                self._say(name, (span,), self.new_bearer(), of, window=True, across=True)
                continue
            mine = person if person.whole or person.last - last <= 1 else _NOBODY_KNOWN
            window = not person.whole or (first, last) != (person.first, person.last)
            for name in as_called(_name(words, first, last)):
                self._say(name, (span,), numbers[at], mine, window=window)

    def _aliases(
        self, words: Sequence[Word], aliases: Sequence[Alias], persons: Sequence[Person], numbers: Sequence[int]
    ) -> None:
        firsts = [p.first for p in persons]
        for alias in aliases:
            at = bisect_right(firsts, alias.before[0]) - 1
            held, bearer = (persons[at], numbers[at]) if at >= 0 else (_NOBODY_KNOWN, self.new_bearer())
            spans = tuple((words[i].start, words[i].end) for i in range(*alias.words))
            head = (words[alias.before[0]].start, words[alias.before[1] - 1].end)
            name = _name(words, *alias.words)[alias.prefix :]
            self._say(name, spans, bearer, held, alias=True)
            if alias.after is not None:
                tail = (words[alias.after[0]].start, words[alias.after[1] - 1].end)
                family = _name(words, *alias.after)
                self._say(f"{_name(words, *alias.before)} {family}", (head, tail), bearer, held)
                self._say(f"{name} {family}", (*spans, tail), bearer, held, alias=True)
            elif alias.before[1] - alias.before[0] > 1 and alias.words[1] - alias.words[0] == 1:
                self._say(f"{name} {words[alias.before[1] - 1].text}", (*spans, head), bearer, held, alias=True)

    def _say(
        self, name: str, spans: tuple[Span, ...], bearer: int, of: Person, *, alias: bool = False,
        window: bool = False, across: bool = False,
    ) -> None:  # fmt: skip
        self.raw.append(
            _Raw(name, spans, bearer, of.births, of.sex, of.nationality, of.identifiers, alias, window=window,
                 across=across)
        )  # fmt: skip

    def mentions(self, today: date | None) -> tuple[tuple[Mention, ...], int]:
        """Each name once for each date of birth, in the order met; and how many were left out as too many."""
        by_name: dict[tuple[str, ...], list[_Raw]] = {}
        for raw in sorted(self.raw, key=lambda r: (r.window, r.spans[0] if r.spans else (0, 0))):
            by_name.setdefault(tuple(sorted(raw.name.casefold().split())), []).append(raw)
        kept = list(by_name.values())[:MAX_MENTIONS]
        found = [mention for same in kept for mention in _together(same, today)]
        found.sort(key=lambda m: m.spans[0] if m.spans else (0, 0))
        return tuple(found), len(by_name) - len(kept)


def births_of(one: FormPerson, year_of: YearOf) -> list[PartialDate]:
    """As stated, else from the age; only then is the year of the report looked for."""
    if one.birth is not None:
        return [one.birth]
    if one.age is not None and (year := year_of(frozenset())) is not None:
        return [PartialDate(DateKind.BIRTH, str(year - one.age), circa=True)]
    return []


def _together(same: Sequence[_Raw], today: date | None) -> Iterable[Mention]:
    """One name met at several places: what one place says is true of all, unless their births differ.

    A birth that lies after `today` is none.
    """
    said = list(dict.fromkeys(b for raw in same for b in raw.births))
    ahead = {birth for birth in said if today is not None and lies_ahead(birth.value, today)}
    births: list[PartialDate | None] = [birth for birth in said if birth not in ahead]
    for birth in births or [None]:
        mine = [raw for raw in same if not set(raw.births) - ahead or birth in raw.births]
        yield Mention(
            name=mine[0].name,
            birth=birth,
            ahead=next((b.value for raw in mine for b in raw.births if b in ahead), ""),
            sex=next((raw.sex for raw in mine if raw.sex), None),
            nationality=next((raw.nationality for raw in mine if raw.nationality), None),
            identifiers=_each_once(i for raw in mine for i in raw.identifiers),
            alias=all(raw.alias for raw in mine),
            across=all(raw.across for raw in mine),
            written=next((raw.written for raw in mine if raw.written != "prose"), "prose"),
            bearers=frozenset(raw.bearer for raw in mine),
            spans=tuple(span for raw in mine[:MAX_SPANS] for span in raw.spans),
        )


def _each_once(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """One writing of a number, under the kind that says most: a label's before a mere form's."""
    once: dict[tuple[str, str], Identifier] = {}
    for one in found:
        once.setdefault((group(one.kind), "".join(c for c in one.value.upper() if c.isalnum())), one)
    return tuple(once.values())


def _tells_nothing(between: Sequence[Word]) -> bool:
    """Whether a name and its nickname stand together: no date, no age between them."""
    return len(between) <= _NEAR_NICKNAME and not any(w.number or w.folded in BIRTH_WORDS for w in between)


def _with_aliases(
    words: Sequence[Word], clusters: Sequence[tuple[int, int]], aliases: Sequence[Alias], cased: bool
) -> list[Person]:
    """The places of persons: a name with its nickname, and what follows and belongs to both, is one."""
    near = [a for a in aliases if _tells_nothing(words[a.before[1] : a.words[0]])]
    whole = [(a.before[0], max(a.words[1], a.after[1] if a.after else 0)) for a in near]
    capitals = {c for c in clusters if cased and c[1] - c[0] <= MAX_NAME_LENGTH and words[c[0]].upper}
    begun = {first for first, _ in whole}
    return [
        Person(*one, whole=one in capitals or not begun.isdisjoint(range(*one)))
        for one in clusters_of([*clusters, *whole])
    ]


def _last_before(persons: Sequence[Person], at: int, end: int) -> Person:
    """The last one from here on who begins before this word: what is said behind a name is said of it."""
    while at + 1 < len(persons) and persons[at + 1].first < end:
        at += 1
    return persons[at]


_NOBODY_KNOWN = Person(0, 0)


def _name(words: Sequence[Word], first: int, last: int) -> str:
    return " ".join(w.text for w in words[first:last])


def _nobody(words: Sequence[Word], first: int, last: int, cased: bool) -> bool:
    """A body, a place or a make, by its words."""
    return cased and (is_thing(words, first, last) or names_nobody(words, first, last))
