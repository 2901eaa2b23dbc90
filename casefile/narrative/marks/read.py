"""A text to its marks: all that the reader of reports takes for a person, a number, a boat, a place, a day, a sum."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from casefile.limits import READ
from casefile.names import compare
from casefile.names.entities.gazetteer import only_places
from casefile.names.entities.reading import read_entity
from casefile.narrative.boats import is_named_at
from casefile.narrative.marks import people, places, when
from casefile.narrative.marks.items import Item, Marks, Span, What
from casefile.narrative.marks.locate import Locator
from casefile.narrative.persons import is_cased
from casefile.narrative.protected import ProtectedText, read_protected
from casefile.narrative.read import Mentions, read_narrative
from casefile.narrative.tokens import words_of
from casefile.narrative.words.stopwords import OF_DESCENT
from casefile.subjects.identifiers import group
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, FactKind, NameKind, Protection, RecordKind
from casefile.vocabulary import IdentifierKind as Kind

MOST = 600
"""Things marked in one text, the first ones: the longest real report names some 200."""
LONGEST_SAID = 400
"""Characters of the sentence that is given for a person."""
_OF_KIND = {
    Kind.PHONE: (What.PHONE, RecordKind.PHONE),
    Kind.IMEI: (What.PHONE, RecordKind.PHONE),
    Kind.PASSPORT: (What.PAPER, RecordKind.TRAVEL_DOCUMENT),
    Kind.NATIONAL_ID: (What.PAPER, RecordKind.TRAVEL_DOCUMENT),
    Kind.DOCUMENT: (What.PAPER, RecordKind.TRAVEL_DOCUMENT),
    Kind.PLATE: (What.VEHICLE, RecordKind.VEHICLE),
    Kind.VIN: (What.VEHICLE, RecordKind.VEHICLE),
    Kind.IMO: (What.VESSEL, RecordKind.VESSEL),
    Kind.MMSI: (What.VESSEL, RecordKind.VESSEL),
    Kind.HULL: (What.VESSEL, RecordKind.VESSEL),
    Kind.EMAIL: (What.ACCOUNT, RecordKind.ACCOUNT),
    Kind.HANDLE: (What.ACCOUNT, RecordKind.ACCOUNT),
    Kind.ACCOUNT: (What.ACCOUNT, RecordKind.ACCOUNT),
}
"""What a number of each kind is the number of."""
_SENTENCE_ENDS = re.compile(r"[.!?؟](?=\s|$)|\n")
_PERSONS_OWN = frozenset({Kind.PHONE, Kind.PASSPORT, Kind.NATIONAL_ID, Kind.DOCUMENT, Kind.EMAIL, Kind.HANDLE})
"""Numbers that stand in a person's own record; a plate is its car's."""


@lru_cache(maxsize=64)
def read_marks(text: str, country: str | None, today: date, on: int | None = None) -> Marks:
    """Everything read in the text. `country`, `on` as for `read_narrative`; ages of minors count from `today`."""
    if not text.strip():
        return Marks()
    read = read_narrative(text, country, on, today)
    return _Reader(text[:READ], read, read_protected(text, country, today)).marks(len(text), read)


class _Reader:
    """Puts the things of one text side by side: where two would stand at one place, the surer stays."""

    def __init__(self, text: str, read: Mentions, protected: ProtectedText) -> None:
        self.text, self.read, self.protected = text, read, protected
        self.words = words_of(text)
        self.starts = [w.start for w in self.words]
        self.cased = is_cased(self.words)
        self.locate = Locator(text)
        self.taken: list[Span] = []
        """In order, without overlaps."""
        self.places: dict[str, list[Span]] = {}

    def marks(self, length: int, read: Mentions) -> Marks:
        items = [
            *self._numbers(),
            *self._vessels(),
            *self._sums(),
            *self._people(),
            *self._places(),
            *self._days(),
        ]
        items.sort(key=lambda one: one.spans[0])
        kept = tuple(items[:MOST])
        return Marks(
            items=kept,
            characters=length,
            unread_characters=read.unread_characters,
            left_out=len(items) - len(kept),
            silent_lines=tuple(self._silent(kept)),
        )

    def _free(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Those of the spans where nothing surer was read; they are taken from now on."""
        kept = []
        for span in sorted(set(spans)):
            at = bisect_right(self.taken, span)
            before = at and self.taken[at - 1][1] > span[0]
            after = at < len(self.taken) and self.taken[at][0] < span[1]
            if not (before or after):
                self.taken.insert(at, span)
                kept.append(span)
        return tuple(kept)

    def _numbers(self) -> Iterator[Item]:
        """The one that a plate's written form ends with goes before those that ran on into the next word."""
        papers = sorted(self.read.identifiers, key=_ran_on)
        for one in papers:
            if one.kind not in _OF_KIND or not (spans := self._free(map(self._with_plus, self.locate.find(one.value)))):
                continue
            what, kind = _OF_KIND[one.kind]
            protection = self._protection_of_value(one)
            yield Item(what, Identity(kind, identifiers=(one,)), spans, protection=protection)

    def _with_plus(self, span: Span) -> Span:
        return span[0] - (self.text[span[0] - 1 : span[0]] == "+"), span[1]

    def _vessels(self) -> Iterator[Item]:
        for name in self.read.vessels:
            if self.cased and not name[:1].isupper():
                continue  # *une pirogue bleue*: the word after it, where capitals would mark a name
            spans = self._free(self._shortened(span) for span in self.locate.find(name) if self._names_boat(span, name))
            if spans:
                written = self.text[slice(*spans[0])]
                yield Item(What.VESSEL, Identity(RecordKind.VESSEL, names=(Name(written),)), spans)

    def _names_boat(self, span: Span, name: str) -> bool:
        """Without capitals the word after *boat* is its name where one says so (*named*), or where a name begins."""
        if self.cased or name[:1].isupper():
            return True
        if any(word in OF_DESCENT for word in name.split()[1:]):  # who sails in it, or went down with it
            return False
        named = is_named_at(self.words, bisect_right(self.starts, span[0]) - 1)
        return named or any(a == span[0] for m in self.read.persons for a, _ in m.spans)

    def _shortened(self, span: Span) -> Span:
        """Without capitals the reader takes up to four words: a name of two or three that begins there ends it."""
        if self.cased:
            return span
        ends = [b for m in self.read.persons for a, b in m.spans if a == span[0] and b <= span[1]]
        return span[0], min(ends, default=span[1])

    def _sums(self) -> Iterator[Item]:
        for one in when.sums(self.text):
            if spans := self._free([one.span]):
                written = " ".join(self.text[slice(*spans[0])].split())
                facts = (Fact(FactKind.PRICE, one.amount), Fact(FactKind.CURRENCY, one.currency))
                yield Item(What.SUM, Identity(RecordKind.EVENT, names=(Name(written),), facts=facts), spans)

    def _people(self) -> Iterator[Item]:
        for named in people.chosen(self.read.persons, self.words, cased=self.cased):
            if self._is_place(named):
                self.places.setdefault(named.main.name, []).extend(named.main.spans)
                continue
            if not self.cased and not people.is_vouched(named, self.words, named.main.spans):
                continue
            bare_name, skipped = people.without_title(named)
            if spans := self._free((a + skipped, b) for a, b in self._stands(named)):
                yield self._person(bare_name, spans)

    def _stands(self, named: people.Named) -> Sequence[Span]:
        """Of machine-readable lines the one with the name: in the other stands the number, which is marked itself."""
        if named.main.written != "zone":
            return named.main.spans
        longest = max(named.main.name.split(), key=len)
        found = []
        for start, end in named.main.spans:
            at = self.text.find(longest, start, end)
            first, last = self.text.rfind("\n", start, max(at, start)) + 1, self.text.find("\n", max(at, start), end)
            found.append((max(first, start), last if last >= 0 else end))
        return found

    def _person(self, named: people.Named, spans: tuple[Span, ...]) -> Item:
        self._free(span for one in named.others for span in one.spans)  # a nickname is no further person
        item = people.item_of(named, spans, self.words, sentence_at(self.text, spans[0]))
        zone = named.main.written == "zone"
        own = tuple(
            one
            for one in item.identity.identifiers
            if one.kind in _PERSONS_OWN and (zone or self.locate.find(one.value))  # whole, not the tail of a longer one
        )
        identity = replace(item.identity, identifiers=own)
        return replace(item, identity=identity, protection=protection_of(self.protected, identity))

    def _is_place(self, named: people.Named) -> bool:
        """By the word before every mention, or as a known place of which nothing is said that is said of persons."""
        one = named.main
        if one.written != "prose" or one.birth or one.ahead or one.identifiers or one.nationality or named.others:
            return False
        firsts = [bisect_right(self.starts, start) - 1 for start, _ in one.spans]
        if all(places.leads_to_place(self.words, first) for first in firsts):
            return True
        if any(word in OF_DESCENT for word in one.name.casefold().split()[1:]):
            return False
        return bool(only_places(read_entity(one.name)))

    def _places(self) -> Iterator[Item]:
        for span in places.place_spans(self.text, self.words, cased=self.cased):
            self.places.setdefault(" ".join(self.text[slice(*span)].split()), []).append(span)
        for name, found in self.places.items():
            if spans := self._free(found):
                yield Item(What.PLACE, Identity(RecordKind.PLACE, names=(Name(name),)), spans)

    def _days(self) -> Iterator[Item]:
        births = {m.birth.value for m in self.read.persons if m.birth}
        found: dict[str, list[Span]] = {}
        for day in when.days(self.text, self.words, births):
            found.setdefault(day.value, []).append(day.span)
        for value, all_spans in found.items():
            if spans := self._free(all_spans):
                written = Name(" ".join(self.text[slice(*spans[0])].split()), NameKind.MAIN)
                dates = (PartialDate(DateKind.EVENT, value),)
                yield Item(What.DATE, Identity(RecordKind.EVENT, names=(written,), dates=dates), spans)

    def _protection_of_value(self, one: Identifier) -> tuple[Protection, ...]:
        """A number that the text gives to a protected person; whose it is it may leave open, so all that was read."""
        return tuple(sorted(self.protected.protections)) if one.value in self.protected.values else ()

    def _silent(self, items: Sequence[Item]) -> Iterator[int]:
        """Lines with letters or digits that no mark touches."""
        begins = sorted(span[0] for one in items for span in one.spans)
        at = 0
        for number, line in enumerate(self.text.split("\n"), start=1):
            marked = bisect_right(begins, at + len(line)) > bisect_right(begins, at - 1)
            if not marked and any(sign.isalnum() for sign in line):
                yield number
            at += len(line) + 1


def protection_of(protected: ProtectedText, identity: Identity) -> tuple[Protection, ...]:
    """What the text says of whom these names, or these numbers, belong to."""
    found = {
        one.protection
        for one in protected.persons
        for name in identity.names
        if name.text == one.name or compare(name.text, one.name).same
    }
    values = [name.text for name in identity.names] or [number.value for number in identity.identifiers]
    if not found and any(value in protected.values for value in values):
        found = set(protected.protections)
    return tuple(sorted(found))


def sentence_at(text: str, span: Span) -> str:
    """The sentence in which this stands, cut where it is long."""
    first = max(0, span[0] - LONGEST_SAID // 2)
    before = [match.end() for match in _SENTENCE_ENDS.finditer(text, first, span[0])]
    start = before[-1] if before else first
    after = _SENTENCE_ENDS.search(text, span[1])
    return " ".join(text[start : min(after.end() if after else len(text), start + LONGEST_SAID)].split())


def _ran_on(one: Identifier) -> tuple[bool, int]:
    """Longest first; behind *immatriculée* a plate that holds small letters ran on into the next word."""
    return group(one.kind) == group(Kind.PLATE) and one.value != one.value.upper(), -len(one.value)
