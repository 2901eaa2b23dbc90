"""`griot status`, `reconcile`, `rebuild`, `backup`, `restore`, `bench`: what administrators read and scripts parse."""

import json
import os
import socketserver
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, select

from casefile.backup import sealing
from casefile.people import officers, units
from casefile.people.viewers import viewer_by_login
from casefile.settings import Settings
from casefile.storage.store import Store
from casefile.storage.tables import HeldJudgement, Hit, Unit, new_id, now
from casefile.vocabulary import Role
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.node.processes import Remembered, remember
from indexer.pipeline.relay import Relay
from portal.cli import main
from portal.install import supervisor
from tests.faults import world
from tests.network.outside import outside
from tests.network.stored import INSTALLATION


class Place:
    """An installation with a few records and watches, and the command line that speaks to it."""

    def __init__(self, settings: Settings, store: Store, env: dict[str, str]) -> None:
        self.settings, self.store, self.env = settings, store, env
        world.set_up(store)
        self.entries = world.plan(11, 30, 12)
        for entry in self.entries:
            with store.writing() as session:
                world.enter(session, entry)

    def griot(self, *arguments: str, home: Path | None = None) -> Result:
        return CliRunner().invoke(main, ["--home", str(home or self.settings.home), *arguments], env=self.env)

    def says(self, *arguments: str, home: Path | None = None) -> dict[str, Any]:
        done = self.griot(*arguments, "--json", home=home)
        assert done.exit_code == 0, done.output
        said: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return said

    def drain(self, engine: Engine) -> None:
        relay = Relay(self.store, engine, self.settings)
        while relay.drain().claimed:
            pass


@pytest.fixture
def place(sqlite_store: Store, settings: Settings, engine: Engine) -> Place:
    return Place(
        settings,
        sqlite_store,
        {"OPENSEARCH_URL": settings.opensearch_url, "DATABASE_URL": "", "GRIOT_INDEX_PREFIX": settings.index_prefix},
    )


def test_status_tells_the_backlog_and_then_that_nothing_is_pending(place: Place, engine: Engine) -> None:
    pending = place.says("status")
    assert pending["to_index"] == 42 and pending["waiting_s"] > 0
    assert "42 to index" in place.griot("status").output
    place.drain(engine)
    settled = place.says("status")
    assert (settled["to_index"], settled["to_match"], settled["parked"], settled["unextracted"]) == (0, 0, 0, 0)
    assert "Nothing is pending" in place.griot("status").output


def test_status_counts_judgements_that_should_have_taken_effect(place: Place, engine: Engine) -> None:
    place.drain(engine)
    assert place.says("status")["judgements_overdue"] == 0
    with place.store.writing() as session:
        unit = session.scalars(select(Unit.code)).first()
        officers.add_officer(session, units.SYSTEM, "desk", unit=unit, roles=[Role.COORDINATOR], display_name="Desk")
        held = {"batch_id": new_id(), "officer_id": viewer_by_login(session, "desk").officer_id, "lead": True}
        said = {"judgement": "same", "reason": "both units called", "from_state": "queued", "facts_hash": "f" * 64}
        due = {"hit_id": session.scalars(select(Hit.id)).first(), "due_at": now() - timedelta(minutes=2)}
        session.add(HeldJudgement(**held, **said, **due))
    assert place.says("status")["judgements_overdue"] == 1
    assert "Judgements that should have taken effect and did not: 1." in place.griot("status").output


def test_reconcile_finds_a_lost_hit_ends_with_one_and_repairs_it(place: Place, engine: Engine) -> None:
    place.drain(engine)
    sound = place.says("reconcile")
    assert (sound["missing"], sound["extra"], sound["sound"]) == (0, 0, True)
    with place.store.writing() as session:
        session.execute(delete(Hit).where(Hit.id == session.scalars(select(Hit.id)).first()))
    lost = place.griot("reconcile", "--json")
    assert lost.exit_code == 1 and json.loads(lost.stdout.strip().splitlines()[-1])["missing"] == 1
    said = place.says("reconcile", "--repair")
    assert said["repaired"] == said["mended"] == 1
    place.drain(engine)
    assert place.says("reconcile", "--sample", "10")["missing"] == 0


def test_rebuild_says_what_it_did(place: Place, engine: Engine) -> None:
    place.drain(engine)
    before = indices.indices(engine, indices.Kind.RECORDS)
    done = place.says("rebuild")
    assert (done["records"], done["watches"], done["refused"]) == (30, 12, 0)
    assert not set(before) & set(indices.indices(engine, indices.Kind.RECORDS))


def test_backup_and_restore_in_a_new_home(place: Place, engine: Engine, tmp_path: Path) -> None:
    place.drain(engine)
    hits = world.found(place.store)
    taken = place.says("backup", str(tmp_path / "copy"))
    assert taken["counts"]["record"] == 30
    new_home = tmp_path / "elsewhere"
    place.env["GRIOT_INDEX_PREFIX"] += "-elsewhere"
    restored = place.says("restore", str(tmp_path / "copy"), home=new_home)
    assert restored["index"] == "rebuilt"
    assert world.found(Store(f"sqlite:///{new_home / 'griot.db'}")) == hits
    assert restored["proof"] == "sound" and (new_home / "proof" / "key.pem").exists()
    assert place.griot("audit", "verify", home=new_home).exit_code == 0
    refused = place.griot("restore", str(tmp_path / "copy"), home=new_home)
    assert refused.exit_code == 1 and "--over" in refused.output


def test_restored_next_to_the_cluster_in_use_it_leaves_that_ones_index_alone(
    place: Place, engine: Engine, tmp_path: Path
) -> None:
    """Broken experiment 10: the drill that every guide demands deleted production's index."""
    place.drain(engine)
    before = engine.held(f"{engine.prefix}-*")
    place.says("backup", str(tmp_path / "copy"))
    restored = place.says("restore", str(tmp_path / "copy"), home=tmp_path / "drill")
    assert restored["index"] == "to be rebuilt"
    refused = place.griot("rebuild", home=tmp_path / "drill")
    assert refused.exit_code == 1 and f"belongs to another installation ({INSTALLATION})" in refused.output
    assert engine.held(f"{engine.prefix}-*") == before
    said = place.griot("status", home=tmp_path / "drill")
    assert "another installation's: nothing is searched" in said.output and "Nothing is pending" not in said.output
    waited = place.griot("wait", "--timeout", "5", home=tmp_path / "drill")
    assert waited.exit_code == 1 and "Nothing is pending" not in waited.output
    assert "Nothing is pending" in place.griot("status").output, "and the one in use is as it was"


def test_a_drill_proves_a_backup_and_reaches_nothing(place: Place, engine: Engine, tmp_path: Path) -> None:
    """Whatever the settings say: they name the cluster in use, and a broker and a database that would answer."""
    place.drain(engine)
    place.says("backup", str(tmp_path / "copy"))
    before, calls = engine.held(f"{engine.prefix}-*"), []
    with socketserver.TCPServer(("127.0.0.1", 0), _noting(calls)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        place.env |= {"BROKER_URL": f"redis://127.0.0.1:{port}/0", "GRIOT_TIMESTAMP_URL": f"http://127.0.0.1:{port}/"}
        home = tmp_path / "nowhere"
        key = place.settings.home / "backup-key"
        done = place.says("restore", str(tmp_path / "copy"), "--drill", "--key", str(key), home=home)
        server.shutdown()
    assert done["proved"] and done["counts"]["record"] == 30 and done["hits_missing"] == 0 < done["hits_expected"]
    assert done["lines"] > 0 < done["leaves"] and done["installation"] == INSTALLATION
    assert engine.held(f"{engine.prefix}-*") == before and calls == []
    assert not home.exists(), "it leaves no trace"


def _noting(calls: list[object]) -> type[socketserver.BaseRequestHandler]:
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            calls.append(self.client_address)

    return Handler


def test_a_drill_of_an_altered_row_says_which_and_ends_with_one(place: Place, tmp_path: Path) -> None:
    """The trail holds, and a record is not what was written: only the leaves know."""
    outside(place.store, "UPDATE identity_name SET text = 'Forged Name'")
    place.says("backup", str(tmp_path / "copy"))
    refused = place.griot("restore", str(tmp_path / "copy"), "--drill")
    assert refused.exit_code == 1 and "NOT PROVED: record" in refused.output


def test_nothing_is_replaced_while_griot_runs(place: Place, tmp_path: Path) -> None:
    """Broken experiment 13, by the list of what the supervisor keeps running."""
    place.says("backup", str(tmp_path / "copy"))
    remember(supervisor.record_path(place.settings.home), {"web": Remembered.of(os.getpid())})
    refused = place.griot("restore", str(tmp_path / "copy"), "--over")
    assert refused.exit_code == 1 and "Griot runs in" in refused.output and "--stop" in refused.output
    supervisor.record_path(place.settings.home).unlink()
    with supervisor.lock(place.settings.home):
        refused = place.griot("restore", str(tmp_path / "copy"), "--over")
    assert refused.exit_code == 1 and "already starting or running" in refused.output


def test_an_older_backup_beside_newer_checkpoints_says_so(place: Place, engine: Engine, tmp_path: Path) -> None:
    place.says("backup", str(tmp_path / "copy"))
    newer = place.says("audit", "checkpoint")
    place.says("restore", str(tmp_path / "copy"), "--over")
    verified = place.griot("audit", "verify")
    assert verified.exit_code == 0, verified.output
    assert "Before a restore there was another history (" in verified.output
    [aside] = place.says("audit", "verify")["aside"]
    again = place.griot("audit", "verify", "--against", str(place.settings.home / "proof" / aside))
    assert again.exit_code == 1 and newer["new"]


def test_a_backup_says_once_that_its_key_was_made_and_is_sealed_to_whom_one_says(place: Place, tmp_path: Path) -> None:
    first, second = (place.griot("backup", str(tmp_path / name)) for name in ("one", "two"))
    assert "Keep a copy elsewhere" in first.output and "Keep a copy elsewhere" not in second.output
    own = tmp_path / "theirs"
    public = sealing.make_key(own)
    taken = place.says("backup", str(tmp_path / "three"), "--to", public)
    assert taken["sealed_to"] == [public]
    refused = place.griot("restore", str(tmp_path / "three"), home=tmp_path / "elsewhere")
    assert refused.exit_code == 1 and "cannot be opened" in refused.output
    assert place.says("restore", str(tmp_path / "three"), "--key", str(own), home=tmp_path / "elsewhere")


def test_a_damaged_backup_is_refused_in_one_sentence(place: Place, tmp_path: Path) -> None:
    place.says("backup", str(tmp_path / "copy"))
    with (tmp_path / "copy" / "griot.db.age").open("r+b") as handle:
        handle.truncate(5000)
    refused = place.griot("restore", str(tmp_path / "copy"), home=tmp_path / "elsewhere")
    assert refused.exit_code == 1 and "cut short or altered" in refused.output
    assert "Traceback" not in refused.output


def test_a_bench_prints_its_ratio_to_a_bound_of_the_same_run(place: Place) -> None:
    figures = place.says("bench", "percolate", "--subjects", "500", "--batches", "1", "--batch", "20")
    assert {"speedup_over_naive", "time_over_terms_bound", "keys_per_watch", "hits_per_record"} <= set(figures)
    assert figures["unextracted"] == 0


def test_the_bench_of_the_pages_tells_their_times_and_the_size_of_the_process(place: Place) -> None:
    figures = place.says("bench", "web", "--records", "100", "--days", "4")
    assert figures["requests"] == 4 * 8 and len(figures["web_mb_by_quarter"]) == 4
    assert all(figures[page]["median_ms"] > 0 for page in ("home", "search", "found", "save", "record"))


def test_the_bench_of_a_rebuild_compares_the_hits_before_and_after(place: Place) -> None:
    figures = place.says("bench", "rebuild", "--records", "1000", "--watches", "300", "--hits")
    assert figures["hits"] > 50 and figures["hits_that_differ"] == figures["missing"] == figures["extra"] == 0


def test_the_bench_of_upkeep_measures_two_sizes_and_says_what_is_reckoned(place: Place) -> None:
    figures = place.says("bench", "upkeep", "--records", "1000")
    assert (figures["records"], figures["watches"]) == ([500, 1000], [100, 200])
    small, large = figures["measured"]
    assert small["database_mb"] < large["database_mb"] and set(figures["reckoned"]) == set(large) >= {"window_s"}
    assert (figures["reckoned_records"], figures["reckoned_watches"]) == (1_000_000, 200_000)
