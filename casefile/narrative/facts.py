"""What running text says of the persons it names: which birth, age, nationality, sex and numbers are whose."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from casefile.narrative.accounts import PLATFORM
from casefile.narrative.ages import find_ages
from casefile.narrative.codes import read_identifiers
from casefile.narrative.dates import date_after, date_at
from casefile.narrative.nations import NAMES, may_name_nation, nation_at
from casefile.narrative.tokens import Word
from casefile.narrative.words.known_names import is_known_name
from casefile.narrative.words.stopwords import BIRTH_WORDS, OF_DESCENT, ORIGIN_LINKS, PLACE_LINKS, ROLE_WORDS
from casefile.subjects.identity import Identifier, PartialDate
from casefile.vocabulary import DateKind, Sex

YearOf = Callable[[frozenset[int]], int | None]
REACH = 4  # words between a name and *né*: "Mamadou Diallo alias Modou, né en 1985"
FAR = 25  # the same where capitals mark names and no other name stands between
TAIL = 400  # characters behind a name in which a number is its bearer's
_APPOSITION = 3  # words between a name and *Gambian*
_END = re.compile(r"[.!?؟](?=\s|$)|\n[ \t]*\n|;\s")
_PLURAL = frozenset("nés nées nes nees nacidos nacidas nascidos nascidas".split())
_CONTINUES = frozenset(
    "il elle he she his her son sa ses né née born dob ddn tél tel téléphone phone él ella su nació "
    "nacido nacida ele ela "
    "seu sua nasceu nascido nascida teléfono telefone contact contacto numéro هو هي هاتفه هاتفها ولد ولدت "
    "رقم مولود".split()
)
"""A sentence that begins so goes on about the person before it."""
_NATIONALITY = frozenset(
    "nationalité nationalite nationality national nacionalidad nacionalidade الجنسية جنسيته جنسيتها "
    "ressortissant".split()
)
_NOT_OF_PERSONS = frozenset(
    "passeport passport pasaporte passaporte police navy army coast côte marine gendarmerie authorities "
    "autorités waters eaux "
    "government embassy ambassade vessel flag pavillon boat pirogue plates plaque border frontière".split()
)
_SEXES = {"male": Sex.MALE, "female": Sex.FEMALE, "masculin": Sex.MALE, "féminin": Sex.FEMALE, "feminin": Sex.FEMALE,
          "masculino": Sex.MALE, "femenino": Sex.FEMALE, "feminino": Sex.FEMALE}  # fmt: skip
_LETTER = re.compile(r"[ \u00a0]?\(([mMfF])\)")
_FIGURES = re.compile(rf"\d{{3}}|\d[ .-]\d|@|(?<!\w)(?:{PLATFORM})(?!\w)", re.IGNORECASE)
"""Without which a text holds no number and no account."""
_LATEST_YEAR = 2015  # of a year alone in brackets that is taken for a birth's


@dataclass(slots=True)
class Person:
    """One place where running text names somebody, and what it says there."""

    first: int
    last: int
    births: list[PartialDate] = field(default_factory=list)
    sex: Sex | None = None
    nationality: str | None = None
    identifiers: list[Identifier] = field(default_factory=list)
    whole: bool = False
    """Whether what is said is said of every reading of it: a run of capitals, or a name with a nickname inside."""


class Facts:
    """Gives each fact of a text to one of its persons, or to none."""

    def __init__(
        self, text: str, words: Sequence[Word], persons: Sequence[Person], *, cased: bool, country: str | None
    ) -> None:
        self.text, self.words, self.persons, self.cased, self.country = text, words, persons, cased, country
        self.holders = [p for p in persons if not self._in_place(p)]
        self.ends = [p.last for p in self.holders]
        self.firsts = [p.first for p in self.holders]
        self.starts = [w.start for w in words]
        self.sentence = self._sentences()
        self.dated: set[int] = set()
        """Where words of dates of birth begin."""

    def give(self, year_of: YearOf) -> None:
        """Give all facts. `year_of` says in which year the report was written, but for what tells of births."""
        self._births()
        self._bracketed_births()
        self._ages(year_of)
        self._nations()
        self._sexes()
        self._numbers()

    def holder(self, place: int, *, reach: int = REACH, far: int = FAR) -> Person | None:
        """Who a fact at this word is about: the person named last before it, near or in the same sentence."""
        at = bisect_right(self.ends, place) - 1
        if at < 0 or place >= len(self.words):
            return None
        person = self.holders[at]
        away = place - person.last
        if away <= reach:
            return person
        if not self.cased or away > far:
            return None
        apart = self.sentence[place] - self.sentence[person.last - 1]
        if apart == 0 or (apart == 1 and self._goes_on(place)):
            return person
        return None

    def next_holder(self, place: int, within: int) -> Person | None:
        """Who is named just after: *Né le 3 mars 1985, X*."""
        at = bisect_left(self.firsts, place)
        if at < len(self.firsts) and self.firsts[at] - place <= within:
            return self.holders[at]
        return None

    def _goes_on(self, place: int) -> bool:
        """Whether the sentence of this word begins with *he*, *his telephone*, *o seu*."""
        first = bisect_left(self.sentence, self.sentence[place])
        return any(w.folded in _CONTINUES for w in self.words[first : first + 2])

    def _in_place(self, person: Person) -> bool:
        """*à Saint Louis*, *Modou Jallow of Cap Skirring*: named as a place. An interview *of* somebody is no place."""
        if not self.cased or person.first == 0:
            return False
        before = self.words[person.first - 1]
        if before.folded in ORIGIN_LINKS and not any(other.last == person.first - 1 for other in self.persons):
            return False
        return before.folded in PLACE_LINKS and not self.words[person.first].stop and not self.words[person.first].comma

    def _sentences(self) -> list[int]:
        number, found = 0, []
        for place, word in enumerate(self.words):
            if place:
                before = self.words[place - 1]
                between = self.text[before.end - 1 : word.start]
                match = _END.search(between)
                ends = match is not None and not (match.group() == "." and len(before.text) <= 2 and not before.number)
                lines = "\n" in between and (word.upper or word.number or not self.cased)
                number += int(ends or lines)
            found.append(number)
        return found

    def _births(self) -> None:
        for place, word in enumerate(self.words):
            if word.folded not in BIRTH_WORDS:
                continue
            if (found := date_after(self.words, place + 1)) is None:
                continue
            birth, after = found
            self.dated.update(w.start for w in self.words[place:after])
            if word.folded in _PLURAL and self._shared(place, birth, after):
                continue
            holder = self.holder(place)
            if holder is None or (holder.births and self._begins_sentence(place)):
                following = self.next_holder(after, 2)
                holder = following if following is not None and self._begins_sentence(place) else holder
            if holder is not None:
                holder.births.append(birth)

    def _begins_sentence(self, place: int) -> bool:
        return place == 0 or self.sentence[place - 1] != self.sentence[place]

    def _shared(self, place: int, birth: PartialDate, after: int) -> bool:
        """*X et Y, nés en 1985 et 1987*: as many persons before as dates."""
        births = [birth]
        while (more := date_after(self.words, after, 3)) is not None and len(births) < 6:
            births.append(more[0])
            after = more[1]
        at = bisect_right(self.ends, place)
        if len(births) == 1 or at < len(births):
            return len(births) > 1
        for person, one in zip(self.holders[at - len(births) : at], births, strict=True):
            person.births.append(one)
        return True

    def _bracketed_births(self) -> None:
        """*X (12/03/1979)*, *X (Malí, 19/10/1999)*, *X (b. 1961)*."""
        for person in self.holders:
            if person.births or person.last >= len(self.words):
                continue
            first = self.words[person.last]
            gap = self.text[self.words[person.last - 1].end : first.start]
            if gap.strip() in ("", ",", "-", "–") and "\n" not in gap:
                self._day_behind(person)
                continue
            if "(" not in gap or gap.strip(" \u00a0(") or "\n" in gap:
                continue
            close = self.text.find(")", first.start, first.start + 80)
            last = bisect_left(self.starts, close) if close >= 0 else person.last
            for place in range(person.last, min(last, person.last + 5)):
                found = date_at(self.words, place)
                if found is not None and (len(found.value) == 10 or 1920 < int(found.value[:4]) < _LATEST_YEAR):
                    person.births.append(PartialDate(DateKind.BIRTH, found.value))
                    self.dated.update(w.start for w in self.words[place : found.after])
                    break

    def _day_behind(self, person: Person) -> None:
        """*KAMARATE Zoumana 12/03/1979*: a day directly behind a name, too old to be the report's."""
        found = date_at(self.words, person.last)
        if found is not None and len(found.value) == 10 and 1920 < int(found.value[:4]) < _LATEST_YEAR:
            person.births.append(PartialDate(DateKind.BIRTH, found.value))
            self.dated.update(w.start for w in self.words[person.last : found.after])

    def _ages(self, year_of: YearOf) -> None:
        ages = list(find_ages(self.text))
        if not ages:
            return
        year = year_of(frozenset(self.dated))
        if year is None:
            return
        for age in ages:
            place = bisect_left(self.starts, age.start)
            if place >= len(self.words):
                place = len(self.words) - 1
            reach = REACH + 2 if age.sure else 1
            holder = self.holder(place, reach=reach, far=FAR if age.sure else 0)
            if holder is None and age.sure and self._begins_sentence(place):
                holder = self.next_holder(place, 8)
            if holder is not None and not age.sure and not self._appositive(holder, place):
                holder = None
            if holder is not None and not holder.births:
                holder.births.append(PartialDate(DateKind.BIRTH, str(year - age.years), circa=True))

    def _appositive(self, holder: Person, place: int) -> bool:
        """Nothing but a nationality between the name and the age."""
        return all(self._is_nation(at) for at in range(holder.last, place))

    def _is_nation(self, place: int) -> bool:
        return nation_at([self.words[place].folded], 0) is not None

    def _nations(self) -> None:
        folded = [w.folded for w in self.words]
        for place, word in enumerate(self.words):
            if not may_name_nation(word.folded):
                continue
            if (found := nation_at(folded, place)) is None:
                continue
            code, after = found
            self._nation(place, after, code, folded)

    def _nation(self, place: int, after: int, code: str, folded: Sequence[str]) -> None:
        around = {*folded[max(0, place - 1) : place], *folded[after : after + 1]}
        if around & _NOT_OF_PERSONS:
            return
        announced = any(w in _NATIONALITY for w in folded[max(0, place - 2) : place]) or folded[after : after + 1] == [
            "national"
        ]
        if announced:
            holder = self.holder(place)
        else:
            holder = self.holder(place, reach=_APPOSITION, far=0)
            if holder is not None and not self._set_off(holder, place, tuple(folded[place:after]) in NAMES):
                holder = None
        if holder is not None and holder.nationality is None:
            holder.nationality = code

    def _set_off(self, holder: Person, place: int, country: bool) -> bool:
        """After a comma or in a bracket; a country's own name only in a bracket, where it is no place of anything."""
        between = self.text[self.words[holder.last - 1].end : self.words[place].start]
        if country:
            return between.strip() == "("
        return bool(re.search(r"[,(،]", between)) or place == holder.last and not self.cased

    def _sexes(self) -> None:
        for place, word in enumerate(self.words):
            if (sex := _SEXES.get(word.folded)) is not None:
                holder = self.holder(place, far=8)
                if holder is not None and holder.sex is None:
                    holder.sex = sex
        for person in self.holders:
            if match := _LETTER.match(self.text, self.words[person.last - 1].end):
                person.sex = person.sex or (Sex.MALE if match.group(1) in "mM" else Sex.FEMALE)

    def _numbers(self) -> None:
        named = [p for p in self.holders if self._is_named(p)]
        for at, person in enumerate(named):
            first = self.words[person.last - 1].end
            following = named[at + 1].first if at + 1 < len(named) else len(self.words)
            tail = self.text[first : self._end_of_tail(person, following, first)]
            if _FIGURES.search(tail):
                person.identifiers += read_identifiers(tail, self.country)

    def _is_named(self, person: Person) -> bool:
        """Without capitals any words may make a run: one counts whom a word announces, of whom a birth or whose father
        is stated, or who bears a name that many do."""
        if self.cased or person.births or person.whole:
            return True
        own = [w.folded for w in self.words[person.first : person.last]]
        if any(word in OF_DESCENT for word in own[1:]) or any(map(is_known_name, own)):
            return True
        return person.first > 0 and self.words[person.first - 1].folded in ROLE_WORDS

    def _end_of_tail(self, person: Person, following: int, first: int) -> int:
        sentence = self.sentence[person.last - 1]
        end = first
        for place in range(person.last, following):
            if self.sentence[place] != sentence:
                if not self._goes_on(place):
                    break
                sentence = self.sentence[place]
            end = self.words[place].end
            if end - first > TAIL:
                break
        return end
