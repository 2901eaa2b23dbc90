"""m and u are found again where the data carries them, and no level is taught to stand above a stronger one."""

import random

import pytest

from casefile.matching import weights as w
from casefile.matching.lab.estimate import LEAST_PAIRS, MOST_TAUGHT, Estimate, estimate, falling, fitted
from casefile.matching.lab.levels import COMPARED, LADDERS, Observed
from casefile.matching.rules import Rule

SEX = {Rule.SEX_AGREES: (0.99, 0.5), Rule.SEX_DIFFERS: (0.01, 0.5)}
BIRTH = {Rule.BIRTH_DAY_AGREES: (0.5, 0.001), Rule.BIRTH_YEAR_AGREES: (0.48, 0.029),
         Rule.BIRTH_YEARS_FAR_APART: (0.02, 0.97)}  # fmt: skip
"""m and u by which the pairs are made: half of the sexes agree by chance, not seven in nine as was reasoned."""


def drawn(draw: random.Random, shares: dict[Rule, tuple[float, float]], one: bool) -> Rule:
    return draw.choices(list(shares), [m if one else u for m, u in shares.values()])[0]


def world(pairs: int, seed: int = 3) -> tuple[list[Observed], list[tuple[Rule, ...]]]:
    """Pairs that share a key, one in ten one person, with the name worth what it is; and strangers by chance."""
    draw = random.Random(seed)
    observed = []
    for _ in range(pairs):
        one = draw.random() < 0.1
        name = draw.gauss(28, 3) if one else draw.gauss(9, 3)
        observed.append(Observed((drawn(draw, SEX, one), drawn(draw, BIRTH, one)), name))
    strangers = [(drawn(draw, SEX, False), drawn(draw, BIRTH, False)) for _ in range(20_000)]
    return observed, strangers


def by_rule(estimates: list[Estimate]) -> dict[Rule, Estimate]:
    return {one.rule: one for one in estimates}


def test_the_shares_are_found_again() -> None:
    observed, strangers = world(4000)
    found = by_rule(estimate(observed, strangers, prior_bits=-16.0))
    for rule, (m, u) in {**SEX, **BIRTH}.items():
        assert found[rule].u == pytest.approx(u, rel=0.25, abs=0.001), rule
        assert found[rule].m == pytest.approx(m, abs=0.06), rule
    assert found[Rule.SEX_AGREES].bits == pytest.approx(1.0, abs=0.15), "half of all pairs agree: one bit"


def test_with_little_to_learn_from_the_reasoned_weights_stand() -> None:
    observed, strangers = world(60)
    for one in estimate(observed, strangers, prior_bits=-16.0):
        assert one.same < LEAST_PAIRS or one.rule in SEX.keys() | BIRTH.keys()
    assert fitted(estimate([], [], prior_bits=-16.0)) == {}


def test_what_was_judged_counts_as_known() -> None:
    _, strangers = world(1)
    judged = [(Rule.SEX_DIFFERS,)] * 30 + [(Rule.SEX_AGREES,)] * 170
    found = by_rule(estimate([], strangers, judged, prior_bits=-16.0))
    assert found[Rule.SEX_DIFFERS].judged == 30 and found[Rule.SEX_DIFFERS].m == pytest.approx(0.14, abs=0.03)
    assert found[Rule.SEX_DIFFERS].bits > w.SEX_DIFFERS.bits + 1.5, "many errors: the contradiction says less"


def test_no_level_inverts_whatever_the_data_says() -> None:
    draw = random.Random(11)
    rules = [weight.rule for ladder in LADDERS.values() for weight in ladder]
    judged = [(draw.choice(rules),) for _ in range(3000)]
    strangers = [(draw.choice(rules),) for _ in range(3000)]
    found = by_rule(estimate([], strangers, judged, prior_bits=-16.0))
    for name, ladder in LADDERS.items():
        bits = [found[weight.rule].bits for weight in ladder]
        assert bits == sorted(bits, reverse=True), name
        assert all(abs(found[one.rule].taught) <= MOST_TAUGHT + 6 for one in ladder)


@pytest.mark.parametrize("ladder", LADDERS.values(), ids=LADDERS)
def test_the_reasoned_levels_do_not_invert_either(ladder: tuple[w.Weight, ...]) -> None:
    assert [one.bits for one in ladder] == sorted((one.bits for one in ladder), reverse=True)


def test_every_level_belongs_to_one_comparison() -> None:
    assert set(COMPARED) == {weight.rule for ladder in LADDERS.values() for weight in ladder}
    assert len(COMPARED) == sum(len(ladder) for ladder in LADDERS.values())


@pytest.mark.parametrize(
    ("values", "expected"),
    [([3, 2, 1], [3, 2, 1]), ([1, 3], [2, 2]), ([5, 1, 3, 0], [5, 2, 2, 0]), ([], []), ([1, 2, 3], [2, 2, 2])],
)
def test_the_nearest_values_that_fall(values: list[float], expected: list[float]) -> None:
    assert falling(values, [1.0] * len(values)) == expected
