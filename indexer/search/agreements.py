"""One part of a question against one word of a record: whether they agree, by which rule, and how well. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Final

from casefile.names import Token, analyze
from casefile.names.finding.one_off import is_one_off
from casefile.names.token_likeness import likeness
from indexer.search.reading.question import WORD, Part, Question, is_known_name

HEARD: Final = 0.75
"""From this chance on two words are one without another word that vouches for them; below, *Boye* is *Baye*."""
HEARD_ALONE: Final = 0.8
"""The same of the only word of a question."""
SLIPPED: Final = HEARD
SHORTEST_SLIP, SHORTEST_SLIP_ALONE = 4, 6
"""Letters of both words of which one may be a slip; and where nothing else of the question vouches for it: of shorter
ones every third is one slip away from another."""


class Way(StrEnum):
    """How a record answers; a filter, and the first word of why."""

    NUMBER = "number"
    EXACT = "exact"
    SCRIPT = "script"
    KNOWN = "known"
    SOUND = "sound"
    PART = "part"
    TEXT = "text"
    NEAR = "near"


class Step(IntEnum):
    """How far a word is from the one asked for; the lower the better."""

    EXACT = 0
    SCRIPT = 1
    KNOWN = 2
    SOUND = 3
    SLIP = 4
    NOT = 5


class Where(StrEnum):
    """Where in a record it stands."""

    NAME = "name"
    TITLE = "title"
    PLACE = "place"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CASE = "case"


OTHER_SCRIPT: Final = "other marks or script"
IN_TEXT, WORD_FORM, BEGINS, AS_QUOTED = "in the text", "another form of the word", "begins so", "as quoted"
SAME_NUMBER, PART_OF_NUMBER, ONE_SIGN_OFF = "the number agrees", "a part of the number", "one sign differs"
SAME_DATE, NEAR_DATE, OWN_CASE = "the date agrees", "a year or two away", "the case"
NOT_THERE: Final = "not there"
BEGINS_ALIKE: Final = "begins alike"
SHORTEST_ALIKE: Final = 4
"""First letters that two neighbours share; a rule of neighbours alone, never of a result."""

STEPS: Final[dict[str, Step]] = {
    "written alike": Step.EXACT,
    "written together": Step.EXACT,
    OTHER_SCRIPT: Step.SCRIPT,
    "known as one name": Step.KNOWN,
    "means the same": Step.KNOWN,
    "initials": Step.KNOWN,
    "one place": Step.KNOWN,
    "short form": Step.KNOWN,
    "same sound": Step.SOUND,
    "near sound": Step.SOUND,
    "initial": Step.SOUND,
    "initial in another spelling": Step.SOUND,
    "related name": Step.SLIP,
    BEGINS_ALIKE: Step.SLIP,
    "one slip": Step.SLIP,
    "one letter replaced": Step.SLIP,
    IN_TEXT: Step.EXACT,
    AS_QUOTED: Step.EXACT,
    BEGINS: Step.EXACT,
    WORD_FORM: Step.SCRIPT,
    SAME_NUMBER: Step.EXACT,
    OWN_CASE: Step.EXACT,
    PART_OF_NUMBER: Step.SLIP,
    ONE_SIGN_OFF: Step.SLIP,
    SAME_DATE: Step.EXACT,
    NEAR_DATE: Step.SLIP,
}
"""Every rule by which a part of a question and what a record holds may agree, with how far that is."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A part as asked, what was found for it, by which rule, where, and with which chance (0 to 1)."""

    asked: str
    found: str
    rule: str
    where: Where
    chance: float
    place: int

    @property
    def step(self) -> Step:
        return STEPS.get(self.rule, Step.NOT)


Named = tuple[str, Token, str]
"""A word as a name has it, its analysis, and its letters with their marks."""


@lru_cache(maxsize=32768)
def words_of_name(name: str) -> tuple[Named, ...]:
    """The words of a name, each with its analysis."""
    found = []
    for match in WORD.finditer(name):
        keys = analyze(match[0])
        if keys.tokens:
            found.append((match[0], keys.tokens[0], keys.text))
    return tuple(found)


@lru_cache(maxsize=131072)
def word_agreement(asked: Token, found: Token, *, marks: bool = True) -> tuple[float, str]:
    """The chance that two words are one, and the rule. `marks`: whether they have the same."""
    if asked.text == found.text and marks:
        return 1.0, "written alike"
    if asked.latin and asked.latin == found.latin:
        return 0.99, OTHER_SCRIPT
    initial = "initial" in (asked.role, found.role)
    if not initial and not (asked.word.readings and found.word.readings):  # a title, a particle: nothing to be heard
        return 0.0, "different"
    chance, rule = likeness(asked, found)
    if chance < HEARD and _slipped(asked, found):
        return SLIPPED, "one slip"
    return chance, rule


def _slipped(asked: Token, found: Token) -> bool:
    """Whether a slip makes one of the other, and they are not two names in use (Amadou, Mamadou)."""
    a, b = asked.latin, found.latin
    if min(len(a), len(b)) < SHORTEST_SLIP or not is_one_off(a, b):
        return False
    return not (is_known_name(a) and is_known_name(b))


def paired(question: Question, name: str, where: Where) -> list[Agreement]:
    """The words of a question that one name has, each with the word of the name that is likest, and none twice.

    Where the question has no other part, a word must be heard or be longer."""
    parts, tokens, words = question.words, question.tokens, words_of_name(name)
    options = sorted(
        (
            (asked.role == "initial", -chance, abs(i - j), i, j, rule)
            for i, asked in enumerate(tokens)
            if asked is not None
            for j, (_, found, letters) in enumerate(words)
            for chance, rule in (word_agreement(asked, found, marks=letters == parts[i].keys.text),)
            if _is_heard(asked, chance, rule, alone=question.alone) and _fits(parts[i], rule, where)
        ),
    )
    left, right, found = set(range(len(tokens))), set(range(len(words))), []
    for _, chance, _, i, j, rule in options:
        if i in left and j in right:
            left.discard(i)
            right.discard(j)
            found.append(Agreement(parts[i].text, words[j][0], rule, where, -chance, parts[i].place))
    return found


def _is_heard(asked: Token, chance: float, rule: str, *, alone: bool) -> bool:
    if rule == "one slip" and chance == SLIPPED:
        return not alone or len(asked.latin) >= SHORTEST_SLIP_ALONE
    return chance >= (HEARD_ALONE if alone else HEARD)


def _fits(part: Part, rule: str, where: Where) -> bool:
    """A place is not a surname by its sound, nor a surname a place: *Joal* is no *Diallo*."""
    if STEPS.get(rule, Step.NOT) <= Step.KNOWN:
        return True
    return not part.is_place if where in (Where.NAME, Where.TEXT) else not part.is_name


def neighbours(question: Question, name: str, where: Where) -> list[Agreement]:
    """The words of a name that begin as a word asked for: *Sékou* next to *Sekouba*."""
    found = []
    for part, asked in zip(question.words, question.tokens, strict=True):
        for written, token, _ in words_of_name(name):
            if (
                asked
                and len(asked.latin) > SHORTEST_ALIKE
                and token.latin[:SHORTEST_ALIKE] == asked.latin[:SHORTEST_ALIKE]
            ):
                found.append(Agreement(part.text, written, BEGINS_ALIKE, where, 0.3, part.place))
    return found


def best_of(agreements: Iterable[Agreement]) -> dict[int, Agreement]:
    """For each part the best of what was found."""
    best: dict[int, Agreement] = {}
    for one in agreements:
        held = best.get(one.place)
        if held is None or (one.step, -one.chance) < (held.step, -held.chance):
            best[one.place] = one
    return best
