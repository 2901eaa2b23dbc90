"""`griot bench desk`: what is found of a world, and how many questions that puts to a person."""

import csv
import json
from pathlib import Path

import pytest

from casefile.errors import BadInput
from indexer.bench import desk, desk_world


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    desk_world.make(records=1500, watches=700, planted=60, seed=5).write(folder)
    return folder


def test_most_of_what_was_planted_is_found_and_every_question_is_counted(made: Path) -> None:
    figures = desk.run(world=made)
    assert figures["truths"] == 60 and figures["found"] > 0.8
    assert figures["true_hits"] <= figures["hits"]
    assert figures["questions_per_true"] == pytest.approx(
        figures["questions"] / (figures["true_hits"] + figures["true_possibles"]), abs=0.01
    )


def test_the_same_seed_makes_the_same_world(made: Path, tmp_path: Path) -> None:
    desk_world.make(records=1500, watches=700, planted=60, seed=5).write(tmp_path)
    for name in (desk_world.RECORDS, desk_world.WATCHES, desk_world.TRUTH, desk_world.UNITS):
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes(), name


def test_a_world_from_outside_needs_no_units(tmp_path: Path) -> None:
    one = {"schema": "Person", "properties": {"name": ["Mamadou Wanté Sarrnia"], "birthDate": ["1984-05-03"]}}
    (tmp_path / "records.jsonl").write_text(json.dumps({"id": "r", **one}) + "\n")
    (tmp_path / "watches.jsonl").write_text(json.dumps({"id": "w", **one}) + "\n")
    with (tmp_path / "truth.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("watch", "record"), ("w", "r")])
    figures = desk.run(world=tmp_path)
    assert (figures["found"], figures["found_as_hit"], figures["questions_per_true"]) == (1.0, 1.0, 1.0)


def test_a_world_without_a_truth_is_refused_in_words(made: Path, tmp_path: Path) -> None:
    for name in (desk_world.RECORDS, desk_world.WATCHES):
        (tmp_path / name).write_bytes((made / name).read_bytes())
    (tmp_path / "truth.csv").write_text("watch,record\n")
    with pytest.raises(BadInput):
        desk.run(world=tmp_path)
