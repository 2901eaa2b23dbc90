"""Whatever is typed: keys are stable, comparison is symmetric, cleaning twice changes nothing, time is bounded."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.names import analyze, compare
from casefile.names.finding.pairs import MAX_PAIRS, query_pairs, record_pairs
from casefile.names.lab.evaluate import read_pairs
from casefile.names.normalize import MAX_LENGTH, clean

CORPUS = Path(__file__).parents[2] / "corpus" / "names"
ANY = st.text(max_size=60)
PARTS = "Ould Ben M. O. Al-Hajj Diop ديوب عبد العزيز N’Diaye née Sow Fatou Abd al- K Ba 8ari"
NAMES = st.lists(st.sampled_from(PARTS.split()), max_size=6).map(" ".join)


@given(st.one_of(ANY, NAMES))
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once) <= MAX_LENGTH


@given(st.one_of(ANY, NAMES), st.one_of(ANY, NAMES))
@settings(max_examples=300, deadline=None)
def test_a_score_does_not_depend_on_the_order(left: str, right: str) -> None:
    one, other = compare(left, right), compare(right, left)
    assert one.score == other.score
    assert one.rule == other.rule
    assert 0.0 <= one.score <= 1.0


@given(st.one_of(ANY, NAMES))
@settings(max_examples=200, deadline=None)
def test_keys_are_stable(text: str) -> None:
    first = analyze(text)
    analyze.cache_clear()
    again = analyze(text)
    assert (first.tokens, first.written, first.sounds, first.latin) == (
        again.tokens,
        again.written,
        again.sounds,
        again.latin,
    )
    assert len(record_pairs(first)) <= MAX_PAIRS and len(query_pairs(first)) <= MAX_PAIRS
    assert all(key.isprintable() and len(key) < 700 for key in first.sounds)


def test_shared_pairs_score_the_same_both_ways() -> None:
    assert all(
        compare(p.left, p.right).score == compare(p.right, p.left).score for p in read_pairs(CORPUS / "pairs.csv")
    )


@pytest.mark.parametrize("make", [
    lambda r: "a" * 100_000,
    lambda r: "Ould " * 20_000,
    lambda r: "Abd al-" * 14_000,
    lambda r: "ا" * 100_000,
    lambda r: "e\u0301" * 50_000,
    lambda r: "\ufdfa" * 100_000,
    lambda r: "".join(chr(r.choice([r.randrange(0x20, 0xD800), r.randrange(0xE000, 0x110000)])) for _ in range(100_000)),  # noqa: E501
    lambda r: " ".join("".join(r.choice("aeioubdgkn'h") for _ in range(7)) for _ in range(12_500)),
])  # fmt: skip
def test_a_hundred_kilobytes_cost_no_more_than_a_name(make) -> None:  # type: ignore[no-untyped-def]
    text = make(random.Random(3))
    started = time.process_time()
    analyze(text)
    compare(text, text[::-1])
    assert time.process_time() - started < 1.0


def test_a_lone_surrogate_is_no_reason_to_fall_over() -> None:
    assert compare("\ud800Diallo", "Diallo").same
