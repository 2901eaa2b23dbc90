"""Reciprocity: an answer in time, and that no figure under 10 leaves the coordination office by any subtraction."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.policy.network.reciprocity import (
    LEAST,
    UNDER,
    Counts,
    SentPointer,
    Span,
    answered,
    due_at,
    in_time,
    is_late,
    shown,
    useful,
    waits,
)
from casefile.vocabulary import HitState, Outcome

SENT = datetime(2026, 11, 2, 8, tzinfo=UTC)


def after(hours):
    return SENT + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("pointer", "now", "good", "late"),
    [
        (SentPointer(SENT, None, asks=False, answered_at=None), after(47), False, False),
        (SentPointer(SENT, None, asks=False, answered_at=None), after(49), False, True),
        (SentPointer(SENT, after(48), asks=False, answered_at=None), after(60), True, False),
        (SentPointer(SENT, after(49), asks=False, answered_at=None), after(60), False, True),
        (SentPointer(SENT, after(1), asks=True, answered_at=None), after(71), False, False),
        (SentPointer(SENT, after(1), asks=True, answered_at=None), after(73), False, True),
        (SentPointer(SENT, None, asks=True, answered_at=after(72)), after(90), True, False),
    ],
)
def test_in_time_is_noted_in_48_hours_or_answered_in_72_where_the_owner_is_asked(pointer, now, good, late):
    assert (in_time(pointer), is_late(pointer, now)) == (good, late)
    assert waits(pointer, now) is (not good and not late)
    assert due_at(pointer) == after(72 if pointer.asks else 48)
    assert answered(pointer) == (pointer.answered_at if pointer.asks else pointer.read_at)


@pytest.mark.parametrize(
    ("counts", "total", "good", "late"),
    [
        (Counts(9, 9, 0), UNDER, None, None),
        (Counts(10, 10, 0), Span(10, 10), None, None),
        (Counts(19, 10, 0), Span(19, 19), None, None),
        (Counts(20, 10, 0), Span(20, 20), Span(10, 10), Span(10, 10)),
        (Counts(41, 38, 0), Span(41, 41), Span(32, 41), UNDER),
        (Counts(41, 3, 0), Span(41, 41), UNDER, Span(32, 41)),
        (Counts(52, 35, 0), Span(52, 52), Span(35, 35), Span(17, 17)),
    ],
)
def test_a_part_and_its_rest_are_shown_together_or_as_a_span_or_not_at_all(counts, total, good, late):
    seen = shown(counts)
    assert (seen.total, seen.in_time, seen.late) == (total, good, late)


@pytest.mark.parametrize(
    ("state", "outcomes", "good"),
    [
        (HitState.CONTACT_OPEN, (), False), (HitState.CONSENTED, (), True), (HitState.DISCLOSED, (), True),
        (HitState.OUTCOME, (Outcome.NOT_USEFUL,), False), (HitState.DISCLOSED, (Outcome.NOT_USEFUL,), False),
        (HitState.OUTCOME, (Outcome.NOT_USEFUL, Outcome.ARREST), True), (HitState.CLOSED, (Outcome.USEFUL,), True),
        (HitState.CLOSED, (), False),
    ],
)  # fmt: skip
def test_a_hit_was_useful_as_its_sides_stated_it(state, outcomes, good):
    assert useful(state, outcomes) is good


def test_what_a_span_says():
    assert Span(12, 12).exact and not Span(12, 21).exact and UNDER.small and not Span(32, 41).small


months = st.integers(0, 70).flatmap(
    lambda total: st.builds(Counts, st.just(total), st.integers(0, total), st.integers(0, total))
)
CELLS = ("in_time", "late", "useful", "not_useful")


def cells(counts):
    return {
        "in_time": counts.in_time,
        "late": counts.late,
        "useful": counts.useful,
        "not_useful": counts.total - counts.useful,
    }


def worlds(counts):
    """Every month with this total that would be shown in the same way: what a reader who knows the total and the
    rule cannot tell apart."""
    seen = shown(counts)
    total = counts.total
    for good, used in product(range(total + 1), repeat=2):
        if shown(other := Counts(total, good, used)) == seen:
            yield other


@given(counts=months)
def test_no_cell_under_ten_is_told_by_its_own_table_even_to_who_knows_the_total(counts):
    """All ten values remain possible for it, or as many as the total has."""
    possible = {name: set() for name in CELLS}
    for world in worlds(counts):
        for name, value in cells(world).items():
            possible[name].add(value)
    for name, value in cells(counts).items():
        if value < LEAST:
            assert possible[name] >= set(range(min(LEAST, counts.total + 1))), (name, counts, shown(counts))


def figures(counts):
    """The exact figures on a page: what can be added and subtracted."""
    seen = shown(counts)
    named = {"total": seen.total, "in_time": seen.in_time, "late": seen.late, "useful": seen.useful}
    return {name: span.least for name, span in named.items() if span and span.exact}


@given(tables=st.lists(months, min_size=2, max_size=4))
def test_no_difference_within_a_row_is_a_cell_under_ten(tables):
    """Row by row, since no sum over months, units or directions is ever shown: the figures that belong together."""
    for counts in tables:
        found = figures(counts)
        for one, other in combinations(sorted(found), 2):
            rest = abs(found[one] - found[other])
            if "total" in (one, other):
                assert rest >= LEAST, (counts, one, other)


@given(a_to_b=months, b_to_a=months)
def test_two_units_that_lay_their_tables_side_by_side_learn_nothing_more(a_to_b, b_to_a):
    """What one gave the other received: in a network of two, all four rows are two, each shown in one way only."""
    tables = {
        ("a", "given"): a_to_b, ("b", "received"): a_to_b, ("b", "given"): b_to_a, ("a", "received"): b_to_a
    }  # fmt: skip
    assert shown(tables["a", "given"]) == shown(tables["b", "received"])
    assert shown(tables["b", "given"]) == shown(tables["a", "received"])


@given(parts=st.lists(months, min_size=6, max_size=6))
def test_of_three_units_two_tables_do_not_tell_the_third(parts):
    """Sums of pairs: every row of the two holds a pair that no other row of theirs holds, so no equation closes."""
    pairs = dict(zip([("a", "b"), ("a", "c"), ("b", "a"), ("b", "c"), ("c", "a"), ("c", "b")], parts, strict=True))
    rows = {
        (unit, way): [pair for pair in pairs if pair[0 if way == "received" else 1] == unit]
        for unit, way in product("ab", ("received", "given"))
    }
    for key, held in rows.items():
        others = [pair for other, pairs_of in rows.items() if other != key for pair in pairs_of]
        assert any(pair not in others for pair in held), key
