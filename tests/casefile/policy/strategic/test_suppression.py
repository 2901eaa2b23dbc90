"""When a figure is shown: by what lies with other units, whichever unit reads it."""

import pytest

from casefile.policy.strategic.suppression import Counted, figures

A, B, C = "a", "b", "c"


def things(known):
    return [Counted(("row",), frozenset(units)) for units, many in known.items() for _ in range(many)]


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ({}, None),
        ({A: 9}, None),
        ({A: 500}, None),  # one unit's alone: it would tell others that there is nothing of theirs
        ({A: 500, B: 9}, None),  # the first would know that there are nine of others
        ({A: 10, B: 10}, 20),
        ({A: 10, B: 9}, None),
        ({A: 4, B: 5, C: 6}, None),  # 9 besides what the third has
        ({A: 5, B: 5, C: 6}, 16),
        ({"*": 500}, None),  # everybody counts these
        ({"*": 500, A: 9}, None),
        ({"*": 500, A: 10, B: 10}, 520),
        ({"ab": 10, C: 10}, 20),
        ({"ac": 10, C: 10}, None),  # released to the third, which so knows all
    ],
)
def test_a_figure_is_shown_where_ten_or_more_lie_with_others(known, shown):
    assert figures(things(known)).get(("row",)) == shown
