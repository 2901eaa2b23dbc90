"""The figures that docs/names.md promises, held from below."""

import sys
from pathlib import Path

import pytest

from casefile.errors import BadInput
from casefile.names import SAME_THRESHOLD, analyze, phonetic, token_likeness
from casefile.names.data import equivalents
from casefile.names.finding import sound_keys
from casefile.names.finding.pairs import query_pairs, record_pairs
from casefile.names.lab.evaluate import evaluate_pairs, evaluate_retrieval, grouped, mistakes, near, ranked, read_pairs
from casefile.names.lab.fit import refit
from casefile.names.lab.retrieval import CandidateIndex

CORPUS = Path(__file__).parents[2] / "corpus" / "names"


def _forget() -> None:
    # `casefile.names.analyze` is the function; the module of that name is reached through the table of modules.
    for module in (equivalents, phonetic, sound_keys, token_likeness, sys.modules["casefile.names.analyze"]):
        for value in vars(module).values():
            if clear := getattr(value, "cache_clear", None):
                clear()


def test_the_shared_pairs() -> None:
    report = evaluate_pairs(read_pairs(CORPUS / "pairs.csv"), SAME_THRESHOLD)
    assert report.auc >= 0.985
    assert report.f1 >= 0.96
    assert report.recall_at_precision >= 0.97
    right = grouped(report)
    assert right["script"] >= 0.95
    assert right["near given names"] >= 0.90
    assert right["patronymic order"] == 1.0


def test_pairs_of_names_in_no_list() -> None:
    report = evaluate_pairs(read_pairs(CORPUS / "more" / "pairs.csv"), SAME_THRESHOLD)
    assert report.auc >= 0.98
    assert report.f1 >= 0.95


def test_the_rules_alone_without_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(equivalents, "ENTRIES", ())
    _forget()
    try:
        report = evaluate_pairs(read_pairs(CORPUS / "pairs.csv"), SAME_THRESHOLD)
    finally:
        monkeypatch.undo()
        _forget()
    assert report.auc >= 0.98
    assert report.f1 >= 0.94


def test_retrieval() -> None:
    def from_memory(known):  # type: ignore[no-untyped-def]
        index = CandidateIndex(known)
        return lambda texts: [index.find(text) for text in texts]

    report = evaluate_retrieval(CORPUS / "population.csv", CORPUS / "queries.csv", from_memory)
    assert report.recall_at_10 >= 0.97
    assert report.recall_at_1 >= 0.85
    assert report.among_candidates >= 0.98
    assert report.candidates <= 300


@pytest.mark.parametrize(("at", "top"), [(3, 10), (60, 10), (149, 10), (60, 100)])
def test_a_name_far_down_is_found_where_none_before_it_is_sure(at: int, top: int) -> None:
    known = ["Aminata Sow"] * 150
    known[at] = "Modou Jallow"
    best = ranked("Mamadou Diallo", known, range(150), top)
    assert best[0][0] == at
    assert best[0][1].same
    assert len(best) == top


def test_looking_ends_where_a_name_is_surely_found_unless_more_are_wanted() -> None:
    known = ["Mamadou Diallo", *["Aminata Sow"] * 98, "Mamadu Djaló"]
    assert [place for place, match in ranked("Mamadou Diallo", known, range(100)) if match.same] == [0]
    assert [place for place, match in ranked("Mamadou Diallo", known, range(100), 60) if match.same] == [0, 99]
    assert ranked("Mamadou Diallo", known, []) == []


def test_nothing_is_listed_where_nothing_is_near() -> None:
    known = ["Mamadou Diallo", "Amadou Diallo", "Aminata Sow"]
    assert [place for place, _ in near("Modou Jallow", known, range(3), 2)] == [0, 1]
    assert near("Fatou Ouédraogo", known, range(3)) == []
    assert near("Modou Jallow", known, []) == []


def test_keys_bring_matches_together() -> None:
    pairs = [p for p in read_pairs(CORPUS / "pairs.csv") if p.same]
    met = sum(not set(record_pairs(analyze(p.left))).isdisjoint(query_pairs(analyze(p.right))) for p in pairs)
    assert met / len(pairs) >= 0.96


def test_mistakes_are_listed_worst_first() -> None:
    worst = mistakes(read_pairs(CORPUS / "pairs.csv"), SAME_THRESHOLD, 2)
    assert 0 < len(worst) <= 40


def test_learning_reports_and_changes_nothing() -> None:
    report = refit(read_pairs(CORPUS / "pairs.csv")[:300])
    assert len(report.before) == len(report.after)
    assert report.pairs <= 300


def test_too_few_pairs_teach_nothing() -> None:
    with pytest.raises(BadInput, match="Too few"):
        refit(read_pairs(CORPUS / "pairs.csv")[:10])


@pytest.mark.parametrize(("text", "said"), [("a,b\n1,2\n", "no column"), ("left,right,label\na,b,perhaps\n", "Line 2")])
def test_a_wrong_file_is_named_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=said):
        read_pairs(path)
