"""Candidates through the engine are those of the index in memory, and the scratch index leaves no trace."""

import csv
from pathlib import Path

import pytest

from casefile.names.lab.retrieval import CandidateIndex
from indexer.bench.scratch_names import candidate_search, scratch_names

CORPUS = Path(__file__).parents[2] / "corpus" / "names"


def test_the_wanted_record_is_among_the_candidates(engine) -> None:  # type: ignore[no-untyped-def]
    with (CORPUS / "population.csv").open(encoding="utf-8") as file:
        records = list(csv.DictReader(file))
    with (CORPUS / "queries.csv").open(encoding="utf-8") as file:
        asked = list(csv.DictReader(file))[:120]
    names = [row["name"] for row in records]
    place = {row["record_id"]: number for number, row in enumerate(records)}
    with scratch_names(engine, names) as scratch:
        found = scratch.candidates([row["query"] for row in asked])
        there = [place[row["record_id"]] in places for row, places in zip(asked, found, strict=True)]
        index = scratch.index
    assert sum(there) / len(there) >= 0.98
    assert not engine.aliases(index)
    memory = CandidateIndex(names)
    same = [places[:1] == memory.find(row["query"])[:1] for row, places in zip(asked, found, strict=True)]
    assert sum(same) / len(same) > 0.5, "the engine weighs as the index in memory does"


def test_the_scratch_index_goes_even_when_the_work_fails(engine) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RuntimeError), scratch_names(engine, ["Mamadou Diallo"]) as scratch:
        index = scratch.index
        raise RuntimeError
    assert not engine.aliases(index)


def test_a_query_without_a_name_finds_nothing() -> None:
    assert candidate_search("- .", 10)["query"] == {"match_none": {}}
