"""What was typed, read: words, quoted words, beginnings of words, numbers, dates; what is to be left out. Pure.

Every part but the small words counts: a record answers when it answers all of them. What other tools would obey and
Griot does not is named, never dropped in silence.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from casefile.names import NameKeys, Token, analyze
from casefile.names.data.particles import TITLES
from casefile.names.entities.gazetteer import by_name
from casefile.names.frequency import listed
from casefile.narrative.words.stopwords import CIRCA_WORDS
from casefile.subjects.identifiers import ascii_digits, bare, plain
from casefile.subjects.identifiers.data.label_words import TAILS
from indexer.engine.analyzer import STOPWORDS
from indexer.search.reading.periods import WHOLE_DIGITS, Period, periods

MAX_PARTS = 20
"""Words, numbers and dates of one question."""
SHORTEST_START = 3
"""Letters before a `*`: two letters begin every third word."""
MAX_LETTERS = 3
"""Letters written to a number: VA 453, DK 4521 BQ."""
FEWEST_DIGITS = 3
"""Of a number: fewer are a word (40 horsepower, 7 May)."""

_QUOTED = re.compile(r"(-)?(?:\"([^\"]*)\"|«([^»]*)»|“([^”]*)”|„([^“”]*)[“”])")
_LEFT_OUT = re.compile(r"(?:^|(?<=\s))-(?=[^\W\d_])(\w(?:[\w'’]*\w)?)")
_START = re.compile(rf"(?<![\w*])([^\W_]{{{SHORTEST_START},}})\*(?!\w)")
_OTHER_OPERATOR = re.compile(
    r"(?<=\s)(AND|OR|NOT)(?=\s)|\*|(?<=\w)[?~^](?=[\w\d])|(?:^|(?<=\s))\+(?=[^\W\d])|\|\||&&|\|"
)
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")
_PIECE = re.compile(r"\S+")
WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")
_GLUED = re.compile(r"(?:n[º°o]|no\.|№|#)\W*(\d{2,})", re.IGNORECASE)
"""*nº4471*: the sign for a number, written to it."""
_ADDRESS = re.compile(r"@|\w\.[a-z]{2,6}/\w", re.IGNORECASE)

SMALL = frozenset(STOPWORDS) | CIRCA_WORDS | frozenset(
    "né née nee nacido nacida nascido nascida born مولود مولودة المولود dit dite alias aka alias dénommé denomme nommé "
    "nomme chez sur sous par pour avec sans ou où qui que est son sa ses leur il elle ne pas ce cette with for from "
    "his her he she was is con por para su sus se com que أو ابن بن".split()
)  # fmt: skip
"""Words that a record need not have: those that hold sentences together, and what stands before a name or a year."""


class Sort(StrEnum):
    WORD = "word"
    PHRASE = "phrase"
    START = "start"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a question, as typed. `light`: a record need not have it. `next_to`: the number it is written to."""

    sort: Sort
    text: str
    place: int
    light: bool = False
    variants: tuple[str, ...] = ()
    """Of a number: itself, and with the letters next to it."""
    period: Period | None = None
    next_to: int | None = None

    @property
    def keys(self) -> NameKeys:
        """A word analysed by itself."""
        return analyze(self.text)

    @property
    def token(self) -> Token | None:
        """The word as a part of a name."""
        tokens = self.keys.tokens
        return tokens[0] if tokens else None

    @property
    def is_place(self) -> bool:
        """Whether it is a known place and no known name: then it is nobody's surname in another spelling."""
        folded = " ".join(self.keys.latin)
        return folded in by_name() and not is_known_name(folded)

    @property
    def is_name(self) -> bool:
        """Whether it is a known name and no known place."""
        folded = " ".join(self.keys.latin)
        return is_known_name(folded) and folded not in by_name()


@dataclass(frozen=True)
class Question:
    """The parts in their order. `left_out`: words and phrases no record found may have. `not_obeyed`: signs."""

    text: str
    parts: tuple[Part, ...]
    left_out: tuple[Part, ...] = ()
    not_obeyed: tuple[str, ...] = field(default=())

    @cached_property
    def required(self) -> tuple[Part, ...]:
        """What a record must answer; the small words too where there is nothing else."""
        return tuple(part for part in self.parts if not part.light) or self.parts

    @cached_property
    def words(self) -> tuple[Part, ...]:
        """The words, in their order; small ones too, since a name may have them, and those next to a number, which may
        be a short name (*Awa Sey 359 9705*)."""
        return tuple(part for part in self.parts if part.sort is Sort.WORD)

    def has(self, sort: Sort) -> bool:
        """Whether it has a part of this sort."""
        return any(part.sort is sort for part in self.parts)

    @cached_property
    def name(self) -> str:
        """All its words as one name."""
        return " ".join(part.text for part in self.words)

    @cached_property
    def tokens(self) -> tuple[Token | None, ...]:
        """Its words as parts of its name: an initial is one only next to others. None: a word that names nobody."""
        whole = {token.text: token for token in analyze(self.name).tokens}
        return tuple(whole.get(part.keys.text.rstrip("."), part.token) for part in self.words)

    @cached_property
    def alone(self) -> bool:
        """Whether one part is all that a record must answer: no other one vouches for it."""
        return len(self.required) == 1


def read_question(text: str) -> Question:
    """The parts of a text. Nothing to search for gives no part."""
    text = _MARKS.sub("", ascii_digits(text))
    parts: list[Part] = []
    left_out: list[Part] = []
    not_obeyed: list[str] = []

    def quoted(match: re.Match[str]) -> str:
        inner = next((one for one in match.groups()[1:] if one is not None), "")
        if WORD.search(inner):
            made = Part(Sort.PHRASE, " ".join(inner.split()), match.start())
            (left_out if match[1] else parts).append(made)
        return " " * len(match[0])

    def one(into: list[Part], sort: Sort, group: int = 1):  # type: ignore[no-untyped-def]
        def taken(match: re.Match[str]) -> str:
            into.append(Part(sort, match[group], match.start()))
            return " " * len(match[0])

        return taken

    def not_ours(match: re.Match[str]) -> str:
        not_obeyed.append(match[0])
        return " " * len(match[0])

    rest = _QUOTED.sub(quoted, text)
    rest = _LEFT_OUT.sub(one(left_out, Sort.WORD), rest)
    rest = _START.sub(one(parts, Sort.START), rest)
    rest = _OTHER_OPERATOR.sub(not_ours, rest)
    if rest.count('"') % 2:
        not_obeyed.append('"')
    for period in periods(rest):
        parts.append(Part(Sort.DATE, rest[period.start : period.end].strip(), period.start, period=period))
        rest = rest[: period.start] + " " * (period.end - period.start) + rest[period.end :]
    numbers, rest = _numbers(rest)
    if numbers:
        parts = [replace(part, light=True) if _ends_a_paper(part, rest) else part for part in parts]
    parts += numbers
    parts += _words(rest, numbers)
    parts.sort(key=lambda part: part.place)
    if not any(part.sort is not Sort.WORD or any(c.isalnum() for c in part.text) for part in parts):
        parts = []
    return Question(text, tuple(parts), tuple(left_out), tuple(dict.fromkeys(not_obeyed)))


def _numbers(text: str) -> tuple[list[Part], str]:
    """The runs of groups that have figures, each with the short letters next to it; and the text without them."""
    pieces = list(_PIECE.finditer(text))
    found: list[Part] = []
    place = 0
    while place < len(pieces):
        if not _is_figures(pieces[place][0]):
            place += 1
            continue
        end = _end_of_run(pieces, place)
        run = text[pieces[place].start() : pieces[end - 1].end()]
        if sum(c.isdigit() for c in run) >= FEWEST_DIGITS or _ADDRESS.search(run):
            found.append(Part(Sort.NUMBER, run, pieces[place].start(), variants=_variants(pieces, place, end, run)))
            text = text[: pieces[place].start()] + " " * len(run) + text[pieces[end - 1].end() :]
        place = end
    return found, text


def _end_of_run(pieces: list[re.Match[str]], place: int) -> int:
    """Where the groups of one number end; letters between two of them are its own (6549 LM 30)."""
    end = place + 1
    while end < len(pieces) and not _stands_alone(pieces[place:end]):
        piece = pieces[end][0]
        if _is_figures(piece):
            end += 1
        elif (
            _letters(piece) and piece.casefold() not in SMALL and end + 1 < len(pieces) and pieces[end + 1][0].isdigit()
        ):
            end += 2
        else:
            break
    return end


def _is_figures(piece: str) -> bool:
    return any(c.isdigit() for c in piece) or _ADDRESS.search(piece) is not None


def _stands_alone(pieces: list[re.Match[str]]) -> bool:
    """Whether what was read so far is a whole number: what follows is another."""
    return sum(c.isdigit() for c in pieces[-1][0]) >= WHOLE_DIGITS


def _variants(pieces: list[re.Match[str]], first: int, end: int, run: str) -> tuple[str, ...]:
    before = pieces[first - 1][0] if first and _letters(pieces[first - 1][0]) else ""
    after = pieces[end][0] if end < len(pieces) and _letters(pieces[end][0]) else ""
    made = [f"{before} {run} {after}", f"{before} {run}", f"{run} {after}", run]
    if glued := _GLUED.fullmatch(run):
        made.append(glued[1])
    return tuple(dict.fromkeys(one.strip() for one in made))


def _letters(piece: str) -> bool:
    return piece.isalpha() and len(piece) <= MAX_LETTERS


def _words(text: str, numbers: list[Part]) -> list[Part]:
    matches = list(WORD.finditer(text))
    roles = {token.text: token.role for token in analyze(" ".join(m[0] for m in matches)).tokens}
    named = any(role == "name" for role in roles.values())
    parts = []
    for match in matches:
        next_to = next((n.place for n in numbers if _next_to(match, n) and _letters(match[0])), None)
        labels = any(_next_to(match, n) and _is_label(match[0]) for n in numbers)
        folded = match[0].casefold()
        light = (
            folded in SMALL
            or labels
            or folded in TITLES
            or (numbers and folded.upper() in TAILS)
            or (named and roles.get(folded, "name") != "name")
        )
        dotted = len(folded) == 1 and text[match.end() : match.end() + 1] == "."  # an initial, and no *y* or *a*
        shown = f"{match[0]}." if dotted else match[0]
        parts.append(Part(Sort.WORD, shown, match.start(), light=light or (dotted and named), next_to=next_to))
    return parts


def _is_label(word: str) -> bool:
    """*passeport*, *IMO*, *tel*: what kind of number stands next to it."""
    return bare(plain(f"{word} 123456")) == "123456"


def _ends_a_paper(part: Part, rest: str) -> bool:
    """*exp. 2027* behind the number of a paper says nothing of its bearer."""
    before = WORD.findall(rest[: part.place])
    return part.sort is Sort.DATE and bool(before) and before[-1].upper() in TAILS


def _next_to(word: re.Match[str], number: Part) -> bool:
    between = (
        number.place - word.end() if number.place > word.start() else word.start() - number.place - len(number.text)
    )
    return 0 <= between <= len(" n° ")


def is_known_name(latin: str) -> bool:
    """Whether it is a name of the built-in table, in Latin letters."""
    return latin in _NAMES


_NAMES = frozenset(" ".join(analyze(name).latin) for name, _ in listed())
