"""The page on matching shows the weights that are in force, each with its reason."""

from pathlib import Path

import pytest

from casefile.matching import weights

PAGE = Path(__file__).parents[3] / "docs" / "matching.md"
WEIGHTS = [value for value in vars(weights).values() if isinstance(value, weights.Weight)] + [
    *weights.IDENTIFIERS.values()
]


def row(weight: weights.Weight) -> str:
    return f"| {weight.rule.sentence} | {weight.bits:+g} | {weight.why} |"


@pytest.mark.parametrize("weight", WEIGHTS, ids=lambda w: w.rule)
def test_each_weight_stands_on_the_page(weight: weights.Weight) -> None:
    assert row(weight) in PAGE.read_text("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "HIT_BITS",
        "HIT_BITS_NAME_ALONE",
        "HIT_BITS_NAME_IN_TEXT",
        "POSSIBLE_BITS",
        "POSSIBLE_BITS_NAME_ALONE",
        "NAMESAKES",
    ],
)
def test_each_threshold_stands_on_the_page(name: str) -> None:
    assert f"`{name}` = {getattr(weights, name):g}" in PAGE.read_text("utf-8")


def test_no_reason_is_missing() -> None:
    assert all(weight.why and weight.rule for weight in WEIGHTS)


if __name__ == "__main__":
    print("\n".join(row(weight) for weight in WEIGHTS))
