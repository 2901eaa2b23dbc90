"""Five answers to two whole names: what the alignment of their parts says of the persons who bear them."""

from enum import StrEnum
from math import exp, log
from operator import mul
from typing import Final, NamedTuple

from casefile.names.data import fitted_weights
from casefile.names.whole.assignment import PART_AGREES, Alignment
from casefile.names.whole.omissions import NOTHING, Omission, omission
from casefile.names.whole.sexes import other_sex

CONTRADICTED: Final = 0.04
PARENT_AT_MOST: Final = 0.45
"""A parent's or child's name scores below *same* (0.6) and above *may be one* (0.3): it is shown, and never decides."""
OTHER_SEX_AT_MOST: Final = 0.35
"""The same for brother and sister, whose given names seldom agree so nearly by chance."""
CERTAIN: Final = 0.9526
"""More certainty about one part makes up for nothing in another: a part that is missing stays missing."""
UNLIKELY: Final = 0.0025
"""Less likely than this no part counts: a comparison of words ends at 0.002, and what differs, differs."""
LIGHT_OMITTED: Final = 0.5
"""What leaving out a title or a devotional name counts, of a part."""
COMPATIBLE_KEEPS: Final = 0.25
"""Share that a compatible name keeps of what its score is above *same*: a name that states all comes before it, and a
search that has found one looks further (`lab/evaluate.py`, SURE). Of 420 drawn queries 370 find theirs first, not
354; on the list that was not looked at 0.64 is found with 34 false of 20,790, not 0.62."""
MOST_OMITTED: Final = 3.0
"""Parts that count as left out: of six in a passport two are as much a name as of five."""


class Answer(StrEnum):
    """What two whole names say of their bearers."""

    SAME = "same"
    """What is asked agrees."""
    COMPATIBLE = "compatible"
    """All that both state agrees, and one states less."""
    PARENT_OR_CHILD = "parent_or_child"
    """One lacks the first given name of the other and begins with the next: Brahim Sidi, Mariem Brahim Sidi."""
    OTHER_SEX = "other_sex"
    """The given names differ by the ending that makes a woman's name of a man's, or Ould stands against Mint."""
    CONTRADICTING = "contradicting"
    """Something that both state differs, or too little is stated."""

    @property
    def one_person(self) -> bool:
        """Whether the two names can be one person's as they stand."""
        return self in (Answer.SAME, Answer.COMPATIBLE)


class Judgement(NamedTuple):
    """`agreeing` is the score that the parts which both state would have by themselves."""

    score: float
    answer: Answer
    rule: str
    agreeing: float


def judge(alignment: Alignment) -> Judgement:
    """The score of an alignment, the answer, and the rule that decided it."""
    if against := contradiction(alignment):
        if against == SON_AND_DAUGHTER and alignment.worst >= PART_AGREES:
            return Judgement(OTHER_SEX_AT_MOST, Answer.OTHER_SEX, against, OTHER_SEX_AT_MOST)
        return Judgement(CONTRADICTED, Answer.CONTRADICTING, against, CONTRADICTED)
    worst = min(alignment.pairs, key=lambda p: p[2])
    if worst[2] < PART_AGREES:
        score = _chance(features(alignment, NOTHING))
        rule = "other initial" if worst[3] == "other initial" else A_PART_DIFFERS
        return Judgement(score, Answer.CONTRADICTING, rule, score)
    return _where_all_agree(alignment, worst[3])


def _where_all_agree(alignment: Alignment, rule: str) -> Judgement:
    left_out = omission(alignment)
    values = features(alignment, left_out)
    score = _chance(values)
    agreeing = _chance((*values[:OMISSIONS], *[0.0] * len(values[OMISSIONS:]))) if alignment.missing else score
    if _other_sex(alignment):
        return Judgement(min(score, OTHER_SEX_AT_MOST), Answer.OTHER_SEX, "other sex", agreeing)
    if left_out.first:
        return Judgement(min(score, PARENT_AT_MOST), Answer.PARENT_OR_CHILD, "parent or child", agreeing)
    if alignment.missing:
        answer, rule = Answer.COMPATIBLE, "a part is missing"
        if score > fitted_weights.SAME_THRESHOLD:
            score = fitted_weights.SAME_THRESHOLD + COMPATIBLE_KEEPS * (score - fitted_weights.SAME_THRESHOLD)
    else:
        answer = Answer.COMPATIBLE if any(p[3].startswith("initial") for p in alignment.pairs) else Answer.SAME
        rule = "order changed, " + rule if values[ORDER] else rule
    return Judgement(score, answer if score >= fitted_weights.SAME_THRESHOLD else Answer.CONTRADICTING, rule, agreeing)


def weighed(alignment: Alignment) -> tuple[float, ...] | None:
    """What the weights of a whole name are applied to; None for an alignment that a rule decides alone."""
    if contradiction(alignment):
        return None
    if alignment.worst < PART_AGREES:
        return features(alignment, NOTHING)
    left_out = omission(alignment)
    return None if left_out.first or _other_sex(alignment) else features(alignment, left_out)


def _chance(values: tuple[float, ...]) -> float:
    return 1.0 / (1.0 + exp(-sum(map(mul, fitted_weights.NAME, values))))


ORDER: Final = 5
OMISSIONS: Final = 6
"""Places of features: whether the order is another, and from where on they tell what is left out."""


def features(alignment: Alignment, left_out: Omission) -> tuple[float, ...]:
    """What the weights of a whole name are applied to: `fitted_weights.NAME` names them."""
    left, right, pairs = alignment
    longer = left if len(left) >= len(right) else right
    missing = abs(len(left) - len(right))
    logits = sorted([logit(chance) for _, _, chance, _ in pairs])
    worst, others = logits[0], logits[1:]
    full = len([1 for i, j, _, _ in pairs if left[i].role != "initial" and right[j].role != "initial"])
    return (
        1.0,
        worst,
        sum(others) / len(others) if others else worst,
        float(missing - any(t.other for t in longer)) if missing and worst < 0.0 else 0.0,
        2.0 if left_out.bare else 1.0 if full < 2 and len(longer) > 1 else 0.0,
        1.0 if reordered(alignment) else 0.0,
        1.0 if left_out.parts else 0.0,
        min(left_out.parts + LIGHT_OMITTED * left_out.light, MOST_OMITTED),
        1.0 if left_out.last else 0.0,
        1.0 if left_out.turned else 0.0,
    )


def logit(chance: float) -> float:
    chance = UNLIKELY if chance < UNLIKELY else min(chance, CERTAIN)
    return log(chance / (1.0 - chance))


def reordered(alignment: Alignment) -> bool:
    """Neither the order written nor the family name put first."""
    order = [j for _, j, _, _ in alignment.pairs]
    straight = sorted(order)
    if order == straight:
        return False
    turns = [straight[k:] + straight[:k] for k in range(1, len(straight))]
    return order not in (turns[0], turns[-1])


A_PART_DIFFERS: Final = "a part differs"
SON_AND_DAUGHTER: Final = "son and daughter"


def contradiction(alignment: Alignment) -> str:
    """X son of Y is not Y son of X, and a son is not a daughter where the first parts stand for each other."""
    left, right = alignment.left, alignment.right
    if not [t for t in left if t.link] or not [t for t in right if t.link]:
        return ""
    to = {i: j for i, j, _, _ in alignment.pairs}
    sexes = [{t.link for t in side if t.link in ("son", "daughter")} for side in (left[:2], right[:2])]
    if to.get(0) == 0 and sexes[0] and sexes[1] and not sexes[0] & sexes[1]:
        return SON_AND_DAUGHTER
    for i in range(1, len(left)):
        if not left[i].link or i not in to or i - 1 not in to:
            continue
        child, parent = to[i - 1], to[i]
        if parent < child and any(right[k].link for k in range(parent + 1, child + 1)):
            return "father and son exchanged"
    return ""


def _other_sex(alignment: Alignment) -> bool:
    """Whether the given names, or one side's given name put last, are a man's and a woman's."""
    for i, j, _, rule in alignment.pairs:
        if (i == 0 or j == 0) and rule != "known as one name":
            one, other = alignment.left[i], alignment.right[j]
            if one.word is not other.word and one.role == other.role == "name" and other_sex(one.word, other.word):
                return True
    return False
