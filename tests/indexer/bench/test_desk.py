"""`griot bench desk`: what is found of a world, and how many questions that puts to a person."""

import csv
import json
from pathlib import Path

import pytest

from casefile.errors import BadInput
from casefile.hits.parties import CurrentWatch, WatchParty
from casefile.matching.blocking_keys import record_keys
from casefile.vocabulary import WatchState
from indexer.bench import desk, desk_world
from indexer.engine import indices
from indexer.engine.client import Engine, Put
from indexer.engine.indices import Kind
from indexer.pipeline import percolate, stored_queries


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


def test_the_percolator_proposes_the_same_pairs_as_the_keys_joined_here(made: Path, engine: Engine) -> None:
    """On a sample: that is why the bench needs no engine."""
    units = desk._units(made)
    watched = desk._read(made / desk_world.WATCHES)[:300]
    watches = list(desk._parties("watch", watched, units))
    records = list(desk._parties("record", desk._read(made / desk_world.RECORDS)[:200], units))
    by_key, _ = desk._by_key(watches)
    here = {(one.id, watches[at].id) for one in records for at in desk.candidates(one, by_key)}
    target = indices.write_indices(engine, Kind.WATCHES)[0]
    stored = [
        WatchParty(CurrentWatch(one.ref, 1, "", units["watch", one.ref][1], WatchState.ACTIVE, True), one.identity)
        for one in watched
    ]
    engine.bulk([Put(target, s.current.id, 1, stored_queries.watch_document(s)) for s in stored if s.keys])
    engine.refresh([target])
    asking = [(one.id, "", record_keys(one.prepared)) for one in records]
    keys = {s.current.id: s.keys for s in stored}
    met = percolate.watches_meeting(engine, asking)
    assert percolate.joined(asking, {id: keys[id] for id in met}) == here and len(here) > 50


def test_a_pair_of_several_hits_is_one_question_and_a_common_number_too(tmp_path: Path) -> None:
    man = {"name": ["Mamadou Wanté Sarrnia"], "birthDate": ["1984-05-03"], "phone": ["+221771234567"]}
    shop = {"phone": ["+221338881122"]}
    records = [
        {"id": "r", "schema": "Person", "properties": man},
        {"id": "line", "schema": "LegalEntity", "properties": {"phone": man["phone"]}},
        *({"id": f"c{n}", "schema": "Person", "properties": {"name": [f"{name} Sagna"], **shop}}
          for n, name in enumerate("Awa Binta Coumba Dado Fatou Ginte Hawa Ismaila Jean Kine".split())),
    ]  # fmt: skip
    watches = [
        {"id": "w", "schema": "Person", "properties": man},
        {"id": "shop", "schema": "LegalEntity", "properties": shop},
    ]
    for name, rows in (("records.jsonl", records), ("watches.jsonl", watches)):
        (tmp_path / name).write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "truth.csv").write_text("watch,record\nw,r\n")
    figures = desk.run(world=tmp_path)
    assert figures["hits"] + figures["possibles"] == 12
    assert (figures["questions"], figures["questions_of_several"]) == (2, 2)
