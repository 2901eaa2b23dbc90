"""Nicknames: *X dit Y*, *X alias Y*, *X « Y » Z*, *X (Y)*, in five languages, and whose they are."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casefile.names.normalize import bare
from casefile.narrative.nations import nation_at
from casefile.narrative.tokens import Word
from casefile.narrative.words.also_names import is_joined
from casefile.narrative.words.stopwords import BIRTH_WORDS, CONNECTORS, MONTHS, STOPWORDS

Stretch = tuple[int, int]
MAX_WORDS = 3  # of a nickname, small words inside not counted
MAX_ALIASES = 2_000  # of one text

ALIAS_WORDS = frozenset(
    "dit dite alias surnommé surnommée surnomme surnommee aka nicknamed apodado apodada vulgo alcunhado alcunhada "
    "الملقب الملقبة المعروف المعروفة المكنى المكناة المشهور المشهورة كنيته كنيتها لقبه لقبها يلقب الشهير".split()
)
"""Words that can only lead to a further name, and so end the one before."""
_LEADS = re.compile(
    r"(?<!\w)(?:"
    r"(?:(?:plus|mieux|aussi|également) )?connue? (?:aussi )?(?:sous|comme|par)(?: le| son)?(?: nom|"
    r" pseudonyme| sobriquet| surnom)?"
    r"(?: de guerre)?(?: de|d['’])?|dite?s?(?: aussi)?|alias|surnomm[ée]e?|sobriquet|de son surnom|surnom|"
    r"a\.?k\.?a\.?|(?:also |better |otherwise )?known (?:as|by the name(?: of)?)|nicknamed|"
    r"also uses the name|uses the name|goes by(?: the name(?: of)?)?|"
    r"(?:tambi[ée]n |m[áa]s )?conocid[oa] (?:tambi[ée]n )?(?:como|por)|apodad[oa]|de apodo|\(a\)|"
    r"(?:tamb[ée]m |mais )?conhecid[oa] (?:tamb[ée]m )?(?:como|por)|vulgo|de alcunha|alcunhad[oa](?: de)?|"
    r"(?:الملقبة?|المعروفة?|المكناة?|المكنى|المشهورة?|الشهيرة?|يلقب|يعرف)(?: (?:باسم|بلقب|بـ|ب)(?!\w))?|"
    r"كنيت(?:ه|ها)|لقب(?:ه|ها)"
    r")[ \t]*:?[ \t]*",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:se fait appeler|appelé|le dicen|la dicen|llamado|lo llaman|le llaman|chamado|chamam-lhe|called|"
    r"répondant au nom de|"
    r"يدعونه|يسمونه)[ \t]{1,3}(?=[«“\"„])",
    re.IGNORECASE,
)
"""Only before quotation marks."""
_QUOTED = re.compile(
    r"«[ \u00a0\u202f]*([^«»\n]{2,40}?)[ \u00a0\u202f]*»|[“„]([^“”„\"\n]{2,40}?)[”\"“]|"
    r"\"([^\"\n]{2,40})\"|‘([^‘’\n]{2,40})’"
)
_BRACKETED = re.compile(r"\(([^()\n\d]{2,40})\)")
_QUOTES = '«»“”„"‘’'
_JOINED = re.compile(r"[ \t]*(?:,|/|et|ou|and|or|y|o|e|alias|و)(?: encore| aussi| also)?[ \t]*", re.IGNORECASE)
_ARTICLES = frozenset("le la les the el los o a l".split())
_FAR = 8  # words between a name and *known as*: "X, a Gambian fisherman known as"
_ADJACENT = re.compile(r"dit|alias|vulgo|\(a\)", re.IGNORECASE)
"""Only directly behind a name: *a dit* is *said*."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A nickname: its words, the words of the name before it, and of what follows and belongs to both."""

    words: Stretch
    before: Stretch
    after: Stretch | None = None
    prefix: int = 0
    """Letters of the first word that are no part of it: the Arabic preposition in الملقب بالحاج."""


class AliasReader:
    """The nicknames of one text, given where its names may stand."""

    def __init__(self, text: str, words: Sequence[Word], clusters: Sequence[Stretch], cased: bool) -> None:
        self.text, self.words, self.cased = text, words, cased
        self.clusters = clusters
        self.ends = [last for _, last in clusters]
        self.firsts = [first for first, _ in clusters]
        self.starts = [w.start for w in words]

    def read(self) -> list[Alias]:
        """In order, each place once."""
        found: dict[Stretch, Alias] = {}
        for one in (*self._led(), *self._quoted(), *self._bracketed()):
            found.setdefault(one.words, one)
            if len(found) >= MAX_ALIASES:
                break
        return sorted(found.values(), key=lambda a: a.words)

    def _led(self) -> Iterator[Alias]:
        for pattern in (_LEADS, _SAID):
            for match in pattern.finditer(self.text):
                at = bisect_left(self.starts, match.start())
                before = self._name_before(at, far=_ADJACENT.match(match.group()) is None)
                if before is None:
                    continue
                first = bisect_left(self.starts, match.end())
                quote = _QUOTED.match(self.text, match.end())
                if quote is not None:
                    words = self._inside(quote)
                    if words is not None:
                        yield Alias(
                            words,
                            before,
                            self._name_after(before, words[1], quote.end()) if _is_single(before) else None,
                        )
                elif pattern is _LEADS and (words := self._following(first)) is not None:
                    yield from self._split(words, before)

    def _split(self, words: Stretch, before: Stretch) -> Iterator[Alias]:
        """*Zoumana dit Zou KAMARATE*: after a lone given name the last word is the family's."""
        first, last = words
        capitals = self.words[last - 1].shout and not self.words[first].shout and not self.words[before[1] - 1].shout
        family = last - first > 1 and (_is_single(before) or capitals)
        prefix = _prefix(self.words[first].text, self.words[first - 1].text if first else "")
        if family:
            yield Alias((first, last - 1), before, (last - 1, last), prefix)
        else:
            yield Alias(words, before, None, prefix)

    def _quoted(self) -> Iterator[Alias]:
        for match in _QUOTED.finditer(self.text):
            for one in self._adjoining(match):
                yield one
                yield from self._more(match.end(), one.before)

    def _more(self, end: int, before: Stretch) -> Iterator[Alias]:
        """« Zou », « Capi »: each further one in a row."""
        while (join := _JOINED.match(self.text, end)) and (quote := _QUOTED.match(self.text, join.end())):
            words = self._inside(quote)
            if words is None:
                return
            yield Alias(words, before)
            end = quote.end()

    def _bracketed(self) -> Iterator[Alias]:
        for match in _BRACKETED.finditer(self.text):
            inside = self._inside(match)
            if inside is None or any(c in match.group() for c in _QUOTES) or not self._may_be_nickname(inside):
                continue
            yield from self._adjoining(match)

    def _adjoining(self, match: re.Match[str]) -> Iterator[Alias]:
        """Directly behind a name, or between its parts."""
        words = self._inside(match)
        if words is None or words[0] == 0:
            return
        gap = self.text[self.words[words[0] - 1].end : match.start()]
        if gap.strip(" \t\u00a0,(") or "\n" in gap:
            return
        before = self._name_before(words[0], far=False)
        if before is None:
            return
        after = self._name_after(before, words[1], match.end()) if "," not in gap else None
        if _is_single(before) and after is None:
            return
        yield Alias(words, before, after)

    def _may_be_nickname(self, inside: Stretch) -> bool:
        some = self.words[inside[0] : inside[1]]
        plain = [w.folded for w in some]
        if nation_at(plain, 0) is not None or any(w in MONTHS or w in BIRTH_WORDS for w in plain):
            return False
        if any(w in STOPWORDS and w not in CONNECTORS and w not in _ARTICLES for w in plain):
            return False
        if self.cased and not all(w.upper or w.folded in CONNECTORS or w.folded in _ARTICLES for w in some):
            return False
        return not (len(some) == 1 and some[0].shout and len(some[0].text) <= 4)

    def _inside(self, match: re.Match[str]) -> Stretch | None:
        group = next(i for i, value in enumerate(match.groups(), start=1) if value is not None)
        first, last = bisect_left(self.starts, match.start(group)), bisect_left(self.starts, match.end(group))
        count = sum(w.folded not in CONNECTORS and w.folded not in _ARTICLES for w in self.words[first:last])
        named = 0 < count <= MAX_WORDS and not any(w.number for w in self.words[first:last])
        return (first, last) if named else None

    def _name_before(self, at: int, *, far: bool) -> Stretch | None:
        """The name that ends just before this word; a lone capital counts; `far`: anywhere in the sentence."""
        place = bisect_left(self.ends, at + 1) - 1
        if place >= 0 and 0 <= at - self.ends[place] <= (_FAR if far else 0) and self._near(self.ends[place], at):
            return self.clusters[place]
        if at and self._lone(at - 1):
            return at - 1, at
        return None

    def _near(self, end: int, at: int) -> bool:
        between = self.text[self.words[end - 1].end : self.words[at].start] if at < len(self.words) else ""
        return not any(c in between for c in ".!?\n") or between.strip() in (",", "")

    def _name_after(self, before: Stretch, place: int, end: int) -> Stretch | None:
        """What directly follows the nickname and goes on with the name."""
        if place >= len(self.words) or self.text[end : self.words[place].start].strip(" \u00a0)"):
            return None
        if self.words[place].upper != self.words[before[1] - 1].upper:
            return None
        if is_joined(self.words[place].folded):  # X (three times) وY: another person
            return None
        at = bisect_left(self.firsts, place)
        if at < len(self.firsts) and self.firsts[at] == place:
            return self.clusters[at]
        return (place, place + 1) if self._lone(place) else None

    def _lone(self, place: int) -> bool:
        word = self.words[place]
        if word.number or word.folded in STOPWORDS or len(word.text) < 2:
            return False
        return word.upper or not self.cased

    def _following(self, first: int) -> Stretch | None:
        """The words after *dit*: capitals where capitals mark names, else up to two."""
        last, own = first, 0
        while last < len(self.words) and own < (MAX_WORDS if self.cased else 2):
            word = self.words[last]
            if word.number or (last > first and (word.stop or word.comma)) or word.folded in BIRTH_WORDS:
                break
            article = word.folded in _ARTICLES or word.folded in CONNECTORS
            if article and (last + 1 >= len(self.words) or (self.cased and not self.words[last + 1].upper)):
                break
            if not article and (not word.upper if self.cased else word.folded in STOPWORDS):
                break
            own += not article
            last += 1
        return (first, last) if own else None


def _is_single(before: Stretch) -> bool:
    return before[1] - before[0] == 1


def _prefix(word: str, before: str) -> int:
    """In Arabic *by* is written to the name: بالحاج; also with a stretched line, بـ."""
    led = bare(before) in ALIAS_WORDS or before in ALIAS_WORDS
    return 1 if led and word.startswith("ب") and len(word) > 3 else 0
