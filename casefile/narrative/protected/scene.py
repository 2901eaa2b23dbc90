"""A text laid out for reading who in it is protected: its words with what they may say, its sentences, its names."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from casefile.narrative.bodies import is_thing
from casefile.narrative.persons import clusters_of, is_cased, name_stretches
from casefile.narrative.protected.words import NO_TAGS, fold, tags_of
from casefile.narrative.tokens import Word, words_of
from casefile.narrative.words.stopwords import BIRTH_WORDS, CONNECTORS, STOPWORDS

MAX_GAP = (
    14  # words between a name and what is said of it: "X, de nationalité sénégalaise, née le 2 mars 2011 à Y, mineure"
)
_END = re.compile(r"[.!?؟…]+(?=[\s»\"')\]”’]|$)|[;؛]|\n[ \t]*\n")
_LINE = re.compile(r"[ \t]*\r?\n[ \t]*")
_COMMA = re.compile(r"[,،()\[\]:«»\"–—]| - |/")
_ABBREVIATED = frozenset("m mm mme mlle mr mrs ms dr tel no n st sr sra srta art née env approx ref".split())
_SAID_TWICE: dict[str, frozenset[str]] = {
    # Without its accent each would be another word.
    "é": frozenset({"copula"}), "e": frozenset({"and"}), "à": frozenset({"fill", "to"}), "sûr": NO_TAGS,
    "ou": NO_TAGS, "où": NO_TAGS,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """One named person at one place; half-open places of words."""

    first: int
    last: int
    name: str
    suspect: bool = False
    parent: bool = False
    agent: bool = False
    single: bool = False
    """One word only: no mention of the reader, bound only when it touches."""


class Scene:
    """What the reading of one text shares. Worked out once, never changed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: Sequence[Word] = words_of(text)
        self._plain = [fold(w.folded) for w in self.words]
        self.tags = [_tags(w, plain) for w, plain in zip(self.words, self._plain, strict=True)]
        self.between = [self._raw(i) for i in range(len(self.words))]
        self.sentence_of, self.sentences = self._sentences()
        self.stretches = name_stretches(self.words)
        self.cased = is_cased(self.words)
        found = sorted(self._segments(), key=lambda s: s.first)
        self.things = {s.last: s for s in found if self.cased and is_thing(self.words, s.first, s.last)}
        """Capitals that name nobody, by where they end."""
        self.segments = self._with_roles([s for s in found if s.last not in self.things])
        self._firsts = [s.first for s in self.segments]
        self._lasts = [s.last for s in self.segments]

    def has(self, place: int, *tags: str) -> bool:
        """Whether the word there may say one of these; False beyond either end."""
        return 0 <= place < len(self.words) and not self.tags[place].isdisjoint(tags)

    def plain(self, place: int) -> str:
        """The word there without accents; nothing beyond either end."""
        return self._plain[place] if 0 <= place < len(self.words) else ""

    def same_sentence(self, one: int, other: int) -> bool:
        size = len(self.words)
        return 0 <= one < size and 0 <= other < size and self.sentence_of[one] == self.sentence_of[other]

    def opens(self, place: int) -> bool:
        """Whether a sentence begins with this word."""
        return place <= 0 or place >= len(self.words) or self.sentence_of[place] != self.sentence_of[place - 1]

    def comma(self, place: int) -> bool:
        """Whether a comma, a bracket or more stands before this word."""
        return place >= len(self.words) or place <= 0 or self.opens(place) or bool(_COMMA.search(self.between[place]))

    def before(self, place: int) -> Segment | None:
        at = bisect_right(self._lasts, place) - 1
        return self.segments[at] if at >= 0 else None

    def after(self, place: int) -> Segment | None:
        at = bisect_left(self._firsts, place)
        return self.segments[at] if at < len(self.segments) else None

    def place_of(self, segment: Segment) -> int:
        return bisect_left(self._firsts, segment.first)

    @cached_property
    def by_sentence(self) -> dict[int, list[Segment]]:
        found: dict[int, list[Segment]] = {}
        for segment in self.segments:
            found.setdefault(self.sentence_of[segment.first], []).append(segment)
        return found

    @cached_property
    def words_by_sentence(self) -> list[range]:
        starts = [i for i in range(len(self.words)) if self.opens(i)]
        return [range(a, b) for a, b in zip(starts, [*starts[1:], len(self.words)], strict=True)]

    def _raw(self, place: int) -> str:
        before = self.words[place - 1].end if place else 0
        if place and self.text[before - 1 : before] == ".":
            before -= 1  # the point after a number belongs to the number's word
        return self.text[before : self.words[place].start]

    def _sentences(self) -> tuple[list[int], list[tuple[int, int]]]:
        cuts, number, of = [0], 0, []
        for place, word in enumerate(self.words):
            if place and (cut := self._cut(place)) is not None:
                number += 1
                cuts.append(word.start - len(self.between[place]) + cut)
            of.append(number)
        ranges = []
        for first, last in zip(cuts, [*cuts[1:], len(self.text)], strict=True):
            part = self.text[first:last]
            ranges.append((first + len(part) - len(part.lstrip()), first + len(part.rstrip())))
        return of, ranges

    def _cut(self, place: int) -> int | None:
        """Where in the text between two words a sentence ends; None when it does not."""
        between, last = self.between[place], self.words[place - 1]
        match = _END.search(between)
        if match and between[match.start()] == "." and (len(last.text) == 1 or last.folded in _ABBREVIATED):
            match = None if not last.number else match
        if match:
            return match.end()
        line = _LINE.search(between)
        if line and (self.words[place].text[:1].islower() is False or between[: line.start()].strip()):
            return line.end()
        return None

    def _segments(self) -> Iterator[Segment]:
        taken: set[int] = set()
        for first, last in clusters_of(self.stretches):
            for start, end in self._pieces(first, last):
                if end - start == 1 and not (self.cased and self.words[start].upper):
                    continue
                taken.update(range(start, end))
                yield Segment(start, end, self._name(start, end), single=end - start == 1)
        if self.cased:
            for place in range(len(self.words)):
                if place not in taken and self._may_be_single(place):
                    yield Segment(place, place + 1, self.words[place].text, single=True)

    def _name(self, first: int, last: int) -> str:
        name = " ".join(w.text for w in self.words[first:last])
        return name[:-2] if name.endswith(("'s", "’s")) else name

    def _pieces(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The names in a run: its capitals where capitals mark names, else what no table knows."""
        named = [i for i in range(first, last) if self._names(i)]
        start = 0
        while start < len(named):
            end = start
            while end + 1 < len(named) and self._joins(named[end], named[end + 1]):
                if self._begins_with_and(named, start, end + 1):
                    break
                end += 1
            yield named[start], named[end] + 1
            start = end + 1

    def _names(self, place: int) -> bool:
        word = self.words[place]
        if word.folded in BIRTH_WORDS or (word.folded in STOPWORDS and word.folded not in CONNECTORS):
            return False
        if self.cased and not word.upper:
            return not any(self.words[i].upper for i in (place - 1, place + 1) if 0 <= i < len(self.words)) and not (
                self.tags[place] or word.folded in CONNECTORS
            )
        return not self.tags[place] or (word.folded in CONNECTORS and word.upper)

    def _joins(self, one: int, other: int) -> bool:
        """Neighbours, or with small words of a name between them."""
        between = range(one + 1, other)
        if self.cased and self.words[one].upper != self.words[other].upper:
            return False
        return len(between) <= 2 and all(self.words[i].folded in CONNECTORS for i in between)

    def _begins_with_and(self, named: Sequence[int], start: int, at: int) -> bool:
        """In Arabic *and* is written to the next name: أمينة سار ومودو كانجي."""
        word = self.words[named[at]].folded
        return at - start >= 2 and at + 1 < len(named) and word[0] == "و" and len(word) > 4 and word not in CONNECTORS

    def _may_be_single(self, place: int) -> bool:
        word = self.words[place]
        if (
            not word.upper
            or word.number
            or self.tags[place]
            or word.folded in STOPWORDS
            or word.folded in BIRTH_WORDS
            or len(word.text) < 3
        ):
            return False
        return not self.opens(place) and not self.has(place - 1, "to") and self.words[place - 1].folded not in _TO

    def _with_roles(self, segments: list[Segment]) -> list[Segment]:
        found: list[Segment] = []
        for segment in segments:
            parent = self._is_parent(segment, found[-1] if found else None)
            found.append(
                Segment(
                    segment.first, segment.last, segment.name, self._is_suspect(segment), parent,
                    self.has(segment.first - 1, "agent") or self._led_by_agent(segment.first), segment.single,
                )
            )  # fmt: skip
        return found

    def _led_by_agent(self, place: int) -> bool:
        """*par le nommé* X."""
        for at in range(place - 1, max(-1, place - 5), -1):
            if not self.same_sentence(at, place) or self.comma(at + 1):
                return False
            if self.has(at, "agent"):
                return True
            if not self.has(at, "definite", "named", "fill", "suspect"):
                return False
        return False

    def _is_parent(self, segment: Segment, previous: Segment | None) -> bool:
        """*fille de* X *et de* Y."""
        at = segment.first - 1
        if not self.has(at, "of") and self.words[at].folded not in ("ل",):
            if previous is None or not previous.parent:
                return False
            gap = range(previous.last, segment.first)
            return bool(gap) and len(gap) <= 3 and all(self.has(i, "and", "of", "definite") for i in gap)
        while self.has(at, "of", "definite"):
            at -= 1
        if previous is not None and previous.parent and previous.last <= at + 1 and self.has(at, "and"):
            return True
        return self.has(at, "parent_of") and not self.has(at - 1, "crime")

    def _is_suspect(self, segment: Segment) -> bool:
        """A word for a suspect leads to the name or follows it after a comma."""
        for at in range(segment.first - 1, max(-1, segment.first - 7), -1):
            if not self.same_sentence(at, segment.first):
                break
            if self.has(at, "suspect"):
                return True
            if self.has(at, "and", "victim", "minor") or not self.has(at, "fill", "named", "definite", "indefinite"):
                break
        for at in range(segment.last, min(len(self.words), segment.last + 7)):
            if not self.same_sentence(at, segment.first):
                break
            if self.has(at, "suspect"):
                return self.comma(segment.last) or self.has(segment.last, "copula")
            if not (self.has(at, "fill", "definite", "indefinite", "copula", "years", "age") or self.words[at].number):
                break
        return False


_TO = frozenset("à a de d in at from to en em vers sur near في من إلى الى".split())


_GIVEN_NAMES = frozenset("nina ado mena chica".split())


def _tags(word: Word, plain: str) -> frozenset[str]:
    if word.upper and not word.shout and word.folded in _GIVEN_NAMES:
        return NO_TAGS  # Nina is somebody; niña and NINA may be a girl
    return _SAID_TWICE.get(word.folded) or tags_of(plain)
