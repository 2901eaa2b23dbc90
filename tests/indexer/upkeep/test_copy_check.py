"""The copy robbed of a record and a watch while the worker is paused: by a stranger, and by the engine's own key.

The first is refused (tests/indexer/node/test_door.py has the ways). The second is noticed within a minute of the
worker's time and repaired from the database, and in between nobody is told *nothing found*.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from casefile.storage.tables import Audit
from casefile.storage.write_queue import WriteQueue
from indexer.engine import indices
from indexer.engine.indices import Kind
from indexer.node import door
from indexer.pipeline.relay import Relay
from indexer.search.find import SearchForm, find, whole_copy
from indexer.upkeep import copy_check
from indexer.upkeep.copy_check import CopyCheck, Noticed
from indexer.worker import celery_app
from tests.faults import nodes
from tests.indexer.node.test_door import as_stranger
from tests.network.make import person
from tests.network.portal import IndexedPortal, application, text_of
from tests.network.stored import fill

SAID = "This search could not be checked"
WATCHED = person("Mamadou Diallo", "1984", passport="A01234567")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def stage(sqlite_store, engine, settings) -> IndexedPortal:
    settings = replace(settings, demo=True)
    relay = Relay(sqlite_store, engine, settings)
    app = application(settings, sqlite_store)
    return fill(
        IndexedPortal(store=sqlite_store, settings=settings, app=app, engine=engine, relay=relay, language="en"),
        with_cases=True,
    )


@pytest.fixture
def entered(stage: IndexedPortal) -> tuple[str, str]:
    """A record of Dakar and a watch of Banjul, in the index, among others."""
    stage.enter("banjul", person("Somebody Else", "1990"))
    record = stage.enter("dakar", person("Waralimou Destrake", "1982"))
    watch = stage.watch("banjul", WATCHED)
    stage.drain()
    return record, watch


def rob(stage: IndexedPortal, kind: Kind, id: str) -> None:
    """Take a document away by the engine's own key, past everything that Griot keeps."""
    index = next(iter(indices.indices(stage.engine, kind)))
    nodes.ask(stage.settings.opensearch_url, "DELETE", f"/{index}/_doc/{id}?refresh=true")


def told(stage: IndexedPortal) -> list[dict[str, object]]:
    with stage.store.reading() as session:
        return list(session.scalars(select(Audit.detail).where(Audit.subject_kind == "copy")))


@pytest.fixture
def worker(stage: IndexedPortal) -> Iterator["subprocess.Popen[bytes]"]:
    env = {
        **os.environ,
        "OPENSEARCH_URL": stage.settings.opensearch_url,
        "GRIOT_INDEX_PREFIX": stage.settings.index_prefix,
        "GRIOT_SECRET_KEY": stage.settings.secret_key,
        "DATABASE_URL": str(stage.store.engine.url),
    }
    command = [
        sys.executable,
        "-m",
        "indexer.worker.tasks",
        "worker",
        "--with-beat",
        "--home",
        str(stage.settings.home),
    ]
    child = subprocess.Popen(command, cwd=ROOT, env=env)
    yield child
    child.send_signal(signal.SIGCONT)
    child.kill()
    child.wait(20)


def pause(worker: "subprocess.Popen[bytes]", stage: IndexedPortal, until) -> None:
    """Stop it between two of its transactions: stopped in the middle of one, it would hold SQLite's lock for ever."""

    database = str(stage.store.engine.url.database)

    def paused_holding_nothing() -> bool:
        worker.send_signal(signal.SIGSTOP)
        os.waitpid(worker.pid, os.WUNTRACED)
        try:
            with WriteQueue(database, 0.2).turn(), closing(sqlite3.connect(database, timeout=0.2)) as probe:
                probe.execute("BEGIN EXCLUSIVE")
        except (OperationalError, sqlite3.OperationalError):
            worker.send_signal(signal.SIGCONT)
            return False
        return True

    until(paused_holding_nothing, 30.0)


def test_robbed_while_the_worker_is_paused(stage: IndexedPortal, worker: "subprocess.Popen[bytes]", until) -> None:
    stage.enter("banjul", person("Somebody Else", "1990"))
    record = stage.enter("dakar", person("Waralimou Destrake", "1982"))
    watch = stage.watch("banjul", WATCHED)
    until(lambda: copy_check.whole(stage.store, stage.engine), 90.0)
    pause(worker, stage, until)

    if (path := door.path_in(stage.settings.opensearch_url)) is not None and os.geteuid() == 0:
        assert as_stranger(lambda: door.connect(path, 5.0)) == "PermissionError"
    rob(stage, Kind.RECORDS, record)
    rob(stage, Kind.WATCHES, watch)

    page = stage.search(stage.as_("dakar"), "Waralimou Destrake").text
    assert SAID in text_of(page) and "Nothing found" not in text_of(page)
    assert "Nothing found" in text_of(stage.search(stage.as_("banjul"), "Waralimou Destrake").text), (
        "who may not know of the record learns nothing of its loss"
    )

    worker.send_signal(signal.SIGCONT)
    started = time.monotonic()
    until(lambda: told(stage), 60.0)
    print(f"noticed after {time.monotonic() - started:.1f} s of the worker's time")
    assert sum(int(str(one["lost"])) for one in told(stage)) == 2
    until(lambda: copy_check.whole(stage.store, stage.engine), 30.0)
    print(f"repaired after {time.monotonic() - started:.1f} s")
    page = text_of(stage.search(stage.as_("dakar"), "Waralimou Destrake").text)
    assert SAID not in page and "1 record found" in page
    found = stage.enter("dakar", WATCHED)
    until(lambda: (found, watch) in stage.pairs(), 30.0)


def test_a_record_entered_while_its_watch_was_gone_meets_it_all_the_same(stage, entered) -> None:
    _, watch = entered
    rob(stage, Kind.WATCHES, watch)
    record = stage.enter("dakar", WATCHED)
    stage.drain()
    assert (record, watch) not in stage.pairs(), "the watch was not there to be met"
    assert CopyCheck(stage.store, stage.engine, stage.settings).run().lost == 1
    stage.drain()
    assert (record, watch) in stage.pairs()


def test_what_a_stranger_puts_in_is_noticed_and_taken_out(stage, entered) -> None:
    record, _ = entered
    index = next(iter(indices.indices(stage.engine, Kind.RECORDS)))
    url = stage.settings.opensearch_url
    put = nodes.ask(url, "GET", f"/{index}/_doc/{record}")["_source"]  # type: ignore[index]
    nodes.ask(url, "PUT", f"/{index}/_doc/{'e' * 32}?refresh=true", {**put, "record_id": "e" * 32, "seal": 5})
    assert CopyCheck(stage.store, stage.engine, stage.settings).run() == Noticed(foreign=1)
    assert copy_check.whole(stage.store, stage.engine)


def test_one_taken_and_one_put_in_its_place_still_shows(stage, entered) -> None:
    """The number of documents agrees; the sum over them does not."""
    record, _ = entered
    index = next(iter(indices.indices(stage.engine, Kind.RECORDS)))
    url = stage.settings.opensearch_url
    put = nodes.ask(url, "GET", f"/{index}/_doc/{record}")["_source"]  # type: ignore[index]
    rob(stage, Kind.RECORDS, record)
    nodes.ask(url, "PUT", f"/{index}/_doc/{'e' * 32}?refresh=true", {**put, "record_id": "e" * 32, "seal": 5})
    assert CopyCheck(stage.store, stage.engine, stage.settings).run() == Noticed(1, 1, rebuilt=True)
    stage.drain()
    assert copy_check.whole(stage.store, stage.engine)


def test_the_whole_index_dropped_is_built_again(stage, entered) -> None:
    for index in indices.indices(stage.engine, Kind.RECORDS):
        stage.engine.delete_index(index)
    assert CopyCheck(stage.store, stage.engine, stage.settings).run().rebuilt
    stage.drain()
    assert copy_check.whole(stage.store, stage.engine)


def test_a_sound_copy_alarms_nobody_whatever_is_done_to_it(stage, entered) -> None:
    """Amended, withdrawn, ended, on its way: nothing of that is a loss."""
    record, watch = entered
    check = CopyCheck(stage.store, stage.engine, stage.settings)
    for at in range(3):
        stage.enter("dakar", person(f"On The Way {at}", "1991"))
        check._not_before = 0.0
        assert check.run().nothing, "what is pending is no loss"
    stage.drain()
    check._not_before = 0.0
    assert check.run().nothing and not told(stage)
    assert whole_copy(stage.engine, stage.store, stage.viewers["dakar"])


def test_the_comparison_is_per_reader_and_tells_nobody_of_what_they_may_not_see(stage, entered) -> None:
    record, _ = entered
    rob(stage, Kind.RECORDS, record)
    assert not whole_copy(stage.engine, stage.store, stage.viewers["dakar"])
    assert whole_copy(stage.engine, stage.store, stage.viewers["banjul"])
    page = find(stage.engine, stage.store, stage.viewers["dakar"], SearchForm(text="Somebody Else"))
    assert page.total == 0 and not page.whole


def test_asked_three_times_a_minute() -> None:
    assert celery_app.SCHEDULE_S[celery_app.CHECK] + copy_check.LONGEST_PAUSE_S < 60


def test_a_text_changed_many_times_past_griot_does_not_keep_the_next_amendment_out(stage, entered) -> None:
    """Each such change raises the version the engine counts; the database's next one would be refused for ever."""
    record, _ = entered
    index, url = next(iter(indices.indices(stage.engine, Kind.RECORDS))), stage.settings.opensearch_url
    put = nodes.ask(url, "GET", f"/{index}/_doc/{record}")["_source"]  # type: ignore[index]
    for _ in range(5):
        nodes.ask(url, "PUT", f"/{index}/_doc/{record}?refresh=true", put)
    stage.amend("dakar", record, person("Waralimou Destrake", "1983"))
    stage.drain()
    assert CopyCheck(stage.store, stage.engine, stage.settings).run() == Noticed(lost=1, rebuilt=True)
    stage.drain()
    assert copy_check.whole(stage.store, stage.engine)
