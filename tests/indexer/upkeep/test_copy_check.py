"""The copy robbed of a record and a watch while the worker is paused: by a stranger, and by the engine's own key.

The first is refused (tests/indexer/node/test_door.py has the ways). The second is noticed within a minute of the
worker's time and repaired from the database, and in between nobody reads *nothing found*.
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
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError

from casefile.storage.tables import Audit, IndexWrite, Record, Watch
from casefile.storage.write_queue import WriteQueue
from casefile.subjects.identity import Identity, Name
from casefile.vocabulary import RecordKind
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.engine.indices import Kind
from indexer.node import door
from indexer.pipeline import own_writes
from indexer.pipeline.relay import Relay
from indexer.search.find import SearchForm, find, whole_copy
from indexer.upkeep import copy_check, rebuild, spot
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


def noted(stage: IndexedPortal) -> list[dict[str, object]]:
    with stage.store.reading() as session:
        return list(session.scalars(select(Audit.detail).where(Audit.subject_kind == "copy")))


def counted(stage: IndexedPortal, what: str) -> int:
    """So many documents have been noted as *lost* or *altered*."""
    return sum(int(str(one[what])) for one in noted(stage))


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
    until(lambda: counted(stage, "lost") >= 2, 120.0)  # by two turns, where it was stopped within one
    print(f"noticed after {time.monotonic() - started:.1f} s of the worker's time")
    assert counted(stage, "lost") == 2
    until(lambda: copy_check.whole(stage.store, stage.engine), 60.0)
    print(f"repaired after {time.monotonic() - started:.1f} s")
    until(lambda: stated_whole(stage), 30.0)
    found = stage.enter("dakar", WATCHED)
    until(lambda: (found, watch) in stage.pairs(), 30.0)


def stated_whole(stage: IndexedPortal) -> bool:
    """Whether the page finds the record; while it is being written again it says that not everything is searched yet,
    and never *nothing found*."""
    page = text_of(stage.search(stage.as_("dakar"), "Waralimou Destrake").text)
    assert "Nothing found" not in page
    return SAID not in page and "1 record found" in page


def held(stage: IndexedPortal, kind: Kind, id: str) -> dict[str, object]:
    """A document as the engine gives it out."""
    index = next(iter(indices.indices(stage.engine, kind)))
    return nodes.ask(stage.settings.opensearch_url, "GET", f"/{index}/_doc/{id}")  # type: ignore[return-value]


def alter(stage: IndexedPortal, kind: Kind, id: str, way: str, **changed: object) -> None:
    """Write a document past Griot, by the engine's own key: its version as it was, or raised by the engine."""
    index = next(iter(indices.indices(stage.engine, kind)))
    before = held(stage, kind, id)
    url, source = stage.settings.opensearch_url, {**before["_source"], **changed}  # type: ignore[dict-item]
    if way == "in part":
        nodes.ask(url, "POST", f"/{index}/_update/{id}?refresh=true", {"doc": changed})
    else:
        version = f"&version={before['_version']}&version_type=external_gte" if way == "the same version" else ""
        nodes.ask(url, "PUT", f"/{index}/_doc/{id}?refresh=true{version}", source)


WAYS = ("the same version", "a later version", "in part")


@pytest.mark.parametrize("way", ["the same version", "in part"])
def test_altered_while_the_worker_is_paused(stage, worker, until, way) -> None:
    """A name changed in the record, and a watch's stored query: under versions and seals that agree with everything."""
    stage.enter("banjul", person("Somebody Else", "1990"))
    record = stage.enter("dakar", person("Waralimou Destrake", "1982"))
    watch = stage.watch("banjul", WATCHED)
    until(lambda: copy_check.whole(stage.store, stage.engine), 90.0)
    pause(worker, stage, until)

    alter(stage, Kind.RECORDS, record, way, names=["Somebody Different"])
    alter(stage, Kind.WATCHES, watch, way, query={"terms": {"keys": ["nothing"]}}, keys=["nothing"])
    page = stage.search(stage.as_("dakar"), "Waralimou Destrake").text
    assert SAID in text_of(page) and "Nothing found" not in text_of(page)
    assert "Nothing found" in text_of(stage.search(stage.as_("banjul"), "Waralimou Destrake").text)

    worker.send_signal(signal.SIGCONT)
    started = time.monotonic()
    until(lambda: counted(stage, "altered") >= 2, 120.0)
    print(f"noticed after {time.monotonic() - started:.1f} s of the worker's time")
    assert counted(stage, "altered") == 2
    until(lambda: copy_check.whole(stage.store, stage.engine), 60.0)
    print(f"repaired after {time.monotonic() - started:.1f} s")
    until(lambda: stated_whole(stage), 30.0)
    found = stage.enter("dakar", WATCHED)
    until(lambda: (found, watch) in stage.pairs(), 30.0)


@pytest.mark.parametrize("way", WAYS)
def test_a_text_altered_in_the_engine_is_noticed_and_mended(stage, entered, way) -> None:
    record, _ = entered
    before = held(stage, Kind.RECORDS, record)["_source"]
    alter(stage, Kind.RECORDS, record, way, names=["Somebody Different"])
    assert not whole_copy(stage.engine, stage.store, stage.viewers["dakar"])
    assert whole_copy(stage.engine, stage.store, stage.viewers["banjul"]), "who may not know of it learns nothing"
    assert not copy_check.whole(stage.store, stage.engine)
    noticed = CopyCheck(stage.store, stage.engine, stage.settings).run()
    assert noticed.altered == 1 and not (noticed.lost or noticed.foreign)
    stage.drain()
    assert held(stage, Kind.RECORDS, record)["_source"] == before
    assert copy_check.whole(stage.store, stage.engine)
    assert whole_copy(stage.engine, stage.store, stage.viewers["dakar"])
    page = find(stage.engine, stage.store, stage.viewers["dakar"], SearchForm(text="Waralimou Destrake"))
    assert page.total == 1 and page.whole


@pytest.mark.parametrize("way", ["the same version", "a later version"])
def test_a_stored_query_altered_in_the_engine_meets_what_it_missed(stage, entered, way) -> None:
    _, watch = entered
    alter(stage, Kind.WATCHES, watch, way, query={"match_none": {}}, keys=[])
    record = stage.enter("dakar", WATCHED)
    stage.drain()
    assert (record, watch) not in stage.pairs(), "the query was not there to be met"
    assert CopyCheck(stage.store, stage.engine, stage.settings).run().altered == 1
    stage.drain()
    assert (record, watch) in stage.pairs()


def test_the_whole_index_made_again_with_one_text_altered_is_not_believed(stage, entered) -> None:
    """Under the same name, with the same numbers, versions and seals: only the engine's own id is another."""
    record, _ = entered
    url = stage.settings.opensearch_url
    [index] = indices.indices(stage.engine, Kind.RECORDS)
    answer = nodes.ask(url, "POST", f"/{index}/_search", {"size": 100, "version": True, "sort": ["_seq_no"]})
    aliases = indices.indices(stage.engine, Kind.RECORDS)[index]
    stage.engine.delete_index(index)
    stage.engine.create_index(
        index, {**indices.index_body(stage.engine, Kind.RECORDS), "aliases": {name: {} for name in aliases}}
    )
    for hit in answer["hits"]["hits"]:  # type: ignore[index]
        source = {**hit["_source"], "names": ["Somebody Different"]} if hit["_id"] == record else hit["_source"]
        version = f"version={hit['_version']}&version_type=external_gte"
        nodes.ask(url, "PUT", f"/{index}/_doc/{hit['_id']}?refresh=true&{version}", source)
    assert not whole_copy(stage.engine, stage.store, stage.viewers["dakar"])
    assert CopyCheck(stage.store, stage.engine, stage.settings).run() == Noticed(rebuilt=True)
    stage.drain()
    assert copy_check.whole(stage.store, stage.engine)
    page = find(stage.engine, stage.store, stage.viewers["dakar"], SearchForm(text="Waralimou Destrake"))
    assert page.total == 1 and page.whole


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (Kind.RECORDS, {"names": ["Somebody Different"]}),
        (Kind.RECORDS, {"readers": ["*"]}),
        (Kind.RECORDS, {}),  # the words that `_source` leaves out are gone
        (Kind.WATCHES, {"query": {"match_none": {}}, "keys": ["nothing"]}),
    ],
    ids=["text", "readers", "words", "query"],
)
def test_what_numbers_cannot_tell_is_found_by_reading_again(stage, entered, kind, changed) -> None:
    """As after a change of the engine's own files: the number counts as Griot's."""
    id = entered[0] if kind is Kind.RECORDS else entered[1]
    alter(stage, kind, id, "the same version", **changed)
    live = indices.live(stage.engine, kind)
    with stage.store.writing() as session:
        numbered = stage.engine.numbered(live)
        own_writes.note(session, [own_writes.Written(kind, numbered.index_id, (numbered.done, numbered.done))])
    assert own_writes.written_past(stage.store, stage.engine, kind, {"match_all": {}}, most=10) == []
    assert spot.altered(stage.store, stage.engine, kind, [id]) == {id}
    assert CopyCheck(stage.store, stage.engine, stage.settings).run() == Noticed(altered=1)
    stage.drain()
    assert spot.altered(stage.store, stage.engine, kind, [id]) == set()


@pytest.mark.parametrize("kind", RecordKind)
def test_a_sound_document_of_any_kind_is_as_griot_wrote_it(stage, kind) -> None:
    """Also one whose title is taken apart into words, or holds hardly any."""
    for name in ("Départ de Mhaijrat, 40 personnes", "L'embarquement du 7 mai", "Le la"):
        stage.enter("dakar", Identity(kind=kind, names=(Name(name),), narrative="Le passeur Mamadou Dialo à Kayar."))
    stage.drain()
    with stage.store.reading() as session:
        ids = list(session.scalars(select(Record.id)))
    assert spot.altered(stage.store, stage.engine, Kind.RECORDS, ids) == set()
    assert CopyCheck(stage.store, stage.engine, stage.settings).run() == Noticed()


def test_every_document_is_read_again_in_its_turn(stage, entered, monkeypatch) -> None:
    monkeypatch.setattr(copy_check, "SPOT", 1)
    read: list[str] = []
    monkeypatch.setattr(spot, "altered", lambda _store, _engine, _kind, ids: read.extend(ids) or set())
    check = CopyCheck(stage.store, stage.engine, stage.settings)
    for _ in range(3):
        check._not_before = 0.0
        check.run()
    with stage.store.reading() as session:
        assert set(read) >= set(session.scalars(select(Record.id))) | set(session.scalars(select(Watch.id)))


def test_writes_of_several_at_once_are_joined(stage, entered) -> None:
    """What two relays wrote in turns is one row again after the next comparison."""
    other = Relay(stage.store, Engine(stage.settings), stage.settings)
    for at in range(4):
        stage.enter("dakar", person(f"One Of Many {at}", "1991"))
        (other if at % 2 else stage.relay).drain()
    stage.drain()
    assert CopyCheck(stage.store, stage.engine, stage.settings).run().nothing
    with stage.store.reading() as session:
        for kind in Kind:
            [(index_id, spans)] = own_writes.own(session, kind).items()
            assert spans == [(0, stage.engine.numbered(indices.live(stage.engine, kind)).done)]
            assert index_id == stage.engine.numbered(indices.live(stage.engine, kind)).index_id


def test_an_index_built_again_and_empty_is_ours(stage, entered) -> None:
    """Nothing was ever written to it: no number says whose it is."""
    with stage.store.writing() as session:
        session.execute(update(Watch).values(state="ended"))
    for _ in range(2):
        rebuild.rebuild(stage.store, stage.engine, stage.settings)
        assert own_writes.written_past(stage.store, stage.engine, Kind.WATCHES, {"match_all": {}}, most=10) == []
        assert CopyCheck(stage.store, stage.engine, stage.settings).run().nothing
    stage.watch("banjul", person("Waralimou Destrake", "1982"))
    stage.drain()
    assert CopyCheck(stage.store, stage.engine, stage.settings).run().nothing
    assert copy_check.whole(stage.store, stage.engine)


def test_an_index_of_an_earlier_release_is_taken_as_it_is(stage, entered) -> None:
    """Whose writes nobody noted: no alarm over all of it, but for what is written past Griot from now on."""
    with stage.store.writing() as session:
        session.execute(delete(IndexWrite))
    assert CopyCheck(stage.store, stage.engine, stage.settings).run().nothing
    stage.enter("dakar", person("On The Way", "1991"))
    stage.drain()
    assert CopyCheck(stage.store, stage.engine, stage.settings).run().nothing
    alter(stage, Kind.RECORDS, entered[0], "the same version", names=["Somebody Different"])
    assert CopyCheck(stage.store, stage.engine, stage.settings).run().altered == 1


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
    nodes.ask(url, "PUT", f"/{index}/_settings", {"index": {"gc_deletes": "60s"}})  # as in life; in tests it is 0
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
    assert check.run().nothing and not noted(stage)
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
