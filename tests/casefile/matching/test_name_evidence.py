"""A candidate is given up without reading it only if reading could not have made it count."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.matching import decide, decision, name_evidence, prepare, weights
from casefile.matching.name_evidence import agreements
from casefile.names import SAME_THRESHOLD, analyze, compare
from casefile.names.compare import compare_from
from casefile.names.frequency import TermFrequencies, count_names, default
from casefile.names.lab.evaluate import read_pairs
from casefile.subjects.identity import Identity, Name
from casefile.vocabulary import RecordKind

CORPUS = Path(__file__).parents[2] / "corpus" / "names"
PAIRS = [(pair.left, pair.right) for pair in read_pairs(CORPUS / "pairs.csv")]
WORDS = sorted({word for pair in PAIRS for name in pair for word in name.split()})
WORD = st.sampled_from(WORDS)
names = st.lists(st.one_of(WORD, st.tuples(WORD, WORD).map("".join),
                           st.sampled_from(["O.", "B.", "Ould", "Ben", "El", "née", "A", "Abd"])),
                 min_size=1, max_size=5).map(" ".join)  # fmt: skip


@pytest.fixture(scope="module", params=["built-in table", "counted"])
def common(request: pytest.FixtureRequest) -> TermFrequencies:
    return default() if request.param == "built-in table" else count_names([pair] for pair in PAIRS for pair in pair)


def most(wanted: str, found: str, common: TermFrequencies) -> float:
    return name_evidence.most(analyze(wanted), analyze(found), common)


def worth(wanted: str, found: str, common: TermFrequencies) -> float:
    a, b = (prepare(Identity(RecordKind.PERSON, (Name(name),)), "SN").names for name in (wanted, found))
    return max((one.evidence.bits for one in agreements(a, b, [(0, 0)], common, in_text=False)), default=0.0)


def test_no_labelled_pair_is_worth_more_than_was_foretold(common: TermFrequencies) -> None:
    said = [(left, right, worth(left, right, common), most(left, right, common)) for left, right in PAIRS]
    assert [row for row in said if row[2] > row[3] + 1e-9] == []
    told_apart = sum(foretold < 13.0 for *_, foretold in said)
    assert told_apart > len(said) / 10, "it must say something: many pairs cannot reach the coordinator by name alone"


@given(wanted=names, found=names)
def test_nor_is_any_other(wanted: str, found: str) -> None:
    common = default()
    assert worth(wanted, found, common) <= most(wanted, found, common) + 1e-9
    assert worth(found, wanted, common) <= most(found, wanted, common) + 1e-9


def test_decisions_are_the_same_with_and_without_it(common: TermFrequencies, monkeypatch: pytest.MonkeyPatch) -> None:
    sides = [[prepare(Identity(RecordKind.PERSON, (Name(name),)), "SN") for name in pair] for pair in PAIRS[:2000]]
    quick = [decide(record, watch, common=common) for record, watch in sides]
    monkeypatch.setattr(decision, "_cannot_reach_threshold", lambda *_: False)
    slow = [decide(record, watch, common=common) for record, watch in sides]
    assert [d and (d.grade, d.facts_hash) for d in quick] == [d and (d.grade, d.facts_hash) for d in slow]
    assert any(quick) and sum(compare(*pair).same for pair in PAIRS[:2000]) > sum(d is not None for d in quick)


def test_a_comparison_given_up_would_have_been_below_the_least() -> None:
    for wanted, found in PAIRS:
        whole = compare(wanted, found)
        for least in (weights.NAME_POSSIBLE, SAME_THRESHOLD):
            assert compare_from(least, analyze(wanted), analyze(found)) == (whole if whole.score >= least else None)


@given(wanted=names, found=names)
def test_nor_is_any_other_given_up_that_would_not(wanted: str, found: str) -> None:
    whole = compare(wanted, found)
    possible = whole.score >= weights.NAME_POSSIBLE
    assert compare_from(weights.NAME_POSSIBLE, analyze(wanted), analyze(found)) == (whole if possible else None)
