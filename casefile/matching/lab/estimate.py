"""m and u of each level, and the weights they make: estimated where the data carries it, reasoned where it does not.

As Splink does: u from pairs drawn by chance, which are strangers but for a handful; m by expectation and maximisation
over the pairs that share a key, where the rarity of the name and the numbers say how likely each is one person; and
what coordinators judged counts as known.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp2, log2

from casefile.matching.lab.levels import COMPARED, LADDERS, LEVELS, Observed
from casefile.matching.rules import Rule

ROUNDS = 12  # of expectation and maximisation: the shares move by less than a thousandth after eight
SURE_M, SURE_U = 0.5, 1.0
"""Pairs at a level that the assumed share is worth: what should have come up once and did not says nothing yet."""
LEAST_STRANGERS = 5
"""Pairs by chance at a level below which its u is not known."""
MOST_TAUGHT = 3.0
"""Bits that data may move a weight by: more is a fault of the data, or of whoever judged."""
LEAST_PAIRS = 20.0
"""Pairs of one person below which a level keeps its reasoned weight."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """One level: the reasoned weight, what the data says, and the weight they make together."""

    rule: Rule
    reasoned: float
    m: float
    u: float
    same: float
    """Pairs of one person, judged or expected, that state what is compared."""
    judged: int
    """Of these, judged by a coordinator."""
    strangers: int
    counted: float | None
    """log2(m / u) as the data has it; None where it says too little."""
    bits: float
    """To be used."""

    @property
    def taught(self) -> float:
        return round(self.bits - self.reasoned, 2)


def estimate(
    observed: Sequence[Observed],
    strangers: Iterable[Sequence[Rule]],
    judged_same: Sequence[Sequence[Rule]] = (),
    *,
    prior_bits: float,
) -> list[Estimate]:
    """Every level. `observed`: pairs that share a key; `prior_bits`: the odds that any pair is one person."""
    by_chance = Counter(rule for levels in strangers for rule in levels)
    u = _shares(by_chance, dict.fromkeys(LEVELS, 1.0), SURE_U)
    reasoned_m = _shares({}, {rule: u[rule] * exp2(LEVELS[rule].bits) for rule in LEVELS}, 1.0)
    known = Counter(rule for levels in judged_same for rule in levels)
    m, counted = dict(reasoned_m), defaultdict[Rule, float](float)
    for _ in range(ROUNDS):
        worth = {rule: log2(m[rule] / u[rule]) for rule in LEVELS}
        counted = defaultdict[Rule, float](float, known)
        for pair in observed:
            bits = prior_bits + pair.other_bits + sum(worth[rule] for rule in pair.levels)
            chance = 1.0 / (1.0 + exp2(-max(-60.0, min(60.0, bits))))
            for rule in pair.levels:
                counted[rule] += chance
        m = _shares(counted, reasoned_m, SURE_M)
    return _made(m, u, counted, known, by_chance)


def _shares(counts: Mapping[Rule, float], assumed: Mapping[Rule, float], sure: float) -> dict[Rule, float]:
    """The share of each level in its comparison, drawn to what was assumed as far as little was counted."""
    total, whole, drawn = (defaultdict[str, float](float) for _ in range(3))
    for rule in LEVELS:
        total[COMPARED[rule]] += counts.get(rule, 0.0)
        whole[COMPARED[rule]] += assumed[rule]
    shares = {
        rule: (counts.get(rule, 0.0) + sure) / (total[COMPARED[rule]] + sure * whole[COMPARED[rule]] / assumed[rule])
        for rule in LEVELS
    }
    for rule, share in shares.items():
        drawn[COMPARED[rule]] += share
    return {rule: share / drawn[COMPARED[rule]] for rule, share in shares.items()}


def _made(
    m: Mapping[Rule, float],
    u: Mapping[Rule, float],
    counted: Mapping[Rule, float],
    known: Mapping[Rule, int],
    by_chance: Mapping[Rule, int],
) -> list[Estimate]:
    same = defaultdict[str, float](float)
    for rule in LEVELS:
        same[COMPARED[rule]] += counted.get(rule, 0.0)
    made = []
    for name, ladder in LADDERS.items():
        rules = [weight.rule for weight in ladder]
        pairs = same["birth" if "birth" in name else name]
        enough = [pairs >= LEAST_PAIRS and by_chance.get(rule, 0) >= LEAST_STRANGERS for rule in rules]
        says = [log2(m[rule] / u[rule]) for rule in rules]
        wanted = [
            min(w.bits + MOST_TAUGHT, max(w.bits - MOST_TAUGHT, said)) if sure else w.bits
            for w, said, sure in zip(ladder, says, enough, strict=True)
        ]
        weighed = [1.0 + counted.get(rule, 0.0) for rule in rules]
        for weight, said, sure, bits in zip(ladder, says, enough, falling(wanted, weighed), strict=True):
            rule = weight.rule
            made.append(
                Estimate(rule, weight.bits, m[rule], u[rule], round(counted.get(rule, 0.0), 1), known.get(rule, 0),
                         by_chance.get(rule, 0), round(said, 2) if sure else None, round(bits, 2))
            )  # fmt: skip
    return made


def falling(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest values of which none stands above the one before it (pool adjacent violators)."""
    blocks: list[list[float]] = []  # value, weight, how many
    for value, weight in zip(values, weights, strict=True):
        blocks.append([value, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            last, before = blocks.pop(), blocks.pop()
            whole = last[1] + before[1]
            blocks.append([(last[0] * last[1] + before[0] * before[1]) / whole, whole, last[2] + before[2]])
    return [value for value, _, many in blocks for _ in range(int(many))]


def fitted(estimates: Iterable[Estimate]) -> dict[str, float]:
    """What the table keeps: bits added to each rule's reasoned weight, where that is anything."""
    return {one.rule.value: one.taught for one in estimates if abs(one.taught) >= 0.05}
