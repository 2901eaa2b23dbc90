"""How one record answers a question: which of its parts it has, how, and what is missing. Pure.

The same for every record, whichever query found it: order, the words of *why* and whether a record only like it is
shown at all come of this alone, hence of the question and of what the reader may read of the record.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.search import agreements as rules
from indexer.search.agreements import Agreement, Step, Way, Where
from indexer.search.clauses import Reading
from indexer.search.comparison import EXTRA_COST, FURTHER, Content, compared
from indexer.search.reading.question import Part, Question, Sort

LEFT_OUT_COST = 0.2
"""What a missing part takes from closeness, of 1."""
FEWEST_FOR_MOST, ALL_BUT_ONE = 3, 5
"""Parts of a question of which a text need not have all; and up to how many only one may be missing, of more two in
five."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`accepted`: whether it is a result though the exact query did not find it. `closeness`: from 0 to 1."""

    way: Way
    found: tuple[Agreement, ...]
    missing: tuple[str, ...]
    closeness: float
    accepted: bool
    name: str = ""

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(one.found for one in self.found if one.rule == rules.SAME_NUMBER)


def answer(question: Question, content: Content, reading: Reading, *, neighbours: bool = False) -> Answer:
    """How the record answers the question. `neighbours`: also what only begins alike is named; it never answers."""
    best, name, extra, vouched = compared(question, content, reading, neighbours=neighbours)
    missing = tuple(part for part in question.required if part.place not in best)
    found = tuple(best[part.place] for part in question.parts if part.place in best)
    way = _way(found, missing, extra)
    return Answer(
        way=way,
        found=found,
        missing=tuple(part.text for part in missing),
        closeness=_closeness(question, found, missing, extra),
        accepted=_accepted(question, content, best, missing, vouched=vouched),
        name=name,
    )


def _way(found: Sequence[Agreement], missing: Sequence[Part], extra: int) -> Way:
    if not found or any(one.rule in (rules.PART_OF_NUMBER, rules.ONE_SIGN_OFF) for one in found):
        return Way.NEAR
    if any(one.where in (Where.NUMBER, Where.CASE) for one in found):
        return Way.NUMBER
    step = max((one.step for one in found if one.where is not Where.DATE), default=Step.EXACT)
    if step is Step.SLIP:
        return Way.NEAR
    if not any(one.where is Where.NAME for one in found):
        return Way.TEXT
    if extra or missing or any(one.where is not Where.NAME for one in found if one.where is not Where.DATE):
        return Way.PART
    return {Step.EXACT: Way.EXACT, Step.SCRIPT: Way.SCRIPT, Step.KNOWN: Way.KNOWN}.get(step, Way.SOUND)


def _closeness(question: Question, found: Sequence[Agreement], missing: Sequence[Part], extra: int) -> float:
    parts = len(question.required) or 1
    light = {part.place for part in question.parts if part.light}
    had = sum(one.chance * FURTHER[one.where] - 0.04 * one.step for one in found if one.place not in light)
    small = sum(0.02 for one in found if one.place in light and one.step <= Step.SOUND)
    return round(max(0.0, had / parts + small - LEFT_OUT_COST * len(missing) / parts - EXTRA_COST * min(extra, 5)), 4)


def _accepted(
    question: Question, content: Content, best: dict[int, Agreement], missing: Sequence[Part], *, vouched: bool
) -> bool:
    """Whether what agrees is enough: all of it; or a whole name, silent on the rest; or most words of a text."""
    if not best:
        return False
    if vouched:
        missing = [part for part in missing if part.sort is not Sort.WORD]
    if not missing or any(one.rule == rules.SAME_NUMBER for one in best.values()):
        return True  # a number is its bearer's, whatever name was typed with it
    words = [part for part in question.words if not part.light]
    named = len(words) > 1 and all(p.place in best and best[p.place].where is Where.NAME for p in words) or vouched
    if named:  # a number that is not stated, a birth that is not known
        return all(part.sort is Sort.NUMBER or (part.sort is Sort.DATE and not content.days) for part in missing)
    required = len(question.required)
    if required < FEWEST_FOR_MOST or any(part.sort is not Sort.WORD for part in missing):
        return False
    had = [best[part.place] for part in question.required if part.place in best]
    in_words = any(one.where in (Where.TEXT, Where.TITLE, Where.PLACE) for one in had)
    allowed = 1 if required <= ALL_BUT_ONE else required * 2 // 5
    return len(missing) <= allowed and in_words and not _one_mention(had, content)


def _one_mention(had: Sequence[Agreement], content: Content) -> bool:
    """Whether all the words are of one name in the text: somebody else's of whom a part is called alike."""
    folded = {one.found.casefold() for one in had}
    return any(folded <= set(mention.casefold().split()) for mention in content.mentions)
