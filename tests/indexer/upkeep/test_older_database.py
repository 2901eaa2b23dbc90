"""A database of an earlier release under this one's worker: the index is built by itself, and all is found."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from casefile import outbox
from casefile.people import viewers
from casefile.records import search_log
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.storage.tables import Hit
from indexer.engine import indices
from indexer.engine.indices import Kind
from indexer.search.find import SearchForm, find
from indexer.upkeep import reconcile
from indexer.worker.loop import Loop
from tests import older


@pytest.fixture
def opened(tmp_path, settings):
    settings = replace(settings, database_url=f"sqlite:///{tmp_path / 'old.db'}")
    store = Store(settings.database_url, secret=settings.secret_key)
    before = older.load(store, tmp_path)
    migrate.migrate(store)
    yield store, before, settings
    store.close()


def test_the_worker_builds_the_index_and_nothing_is_missing(opened, engine, until):
    store, before, settings = opened
    for kind in Kind:  # an engine that has never seen this installation
        for name in indices.indices(engine, kind):
            engine.delete_index(name)
    assert indices.missing(engine) == list(Kind)
    loop = Loop(store, engine, settings)
    loop.start()
    try:
        until(lambda: not indices.missing(engine) and not backlog(store).total, 120.0)
        assert backlog(store).dead_lettered == 1, "what a person has to look at is left to a person"
        with store.writing() as session:
            outbox.retry_dead_letters(session, viewers.viewer_by_login(session, "administrator"))
        until(lambda: not backlog(store).total, 30.0)
    finally:
        loop.stop()
    report = reconcile.reconcile(store, engine)
    assert report.sound and not report.dead_lettered, report.differences
    assert (report.records, report.watches) == (len(before.rows["record"]), len(before.rows["watch"]))
    with store.reading() as session:
        states = dict(session.execute(select(Hit.id, Hit.state)).all())
        banjul = viewers.viewer_by_login(session, "banjul")
    kept = {row["id"]: row["state"] for row in before.rows["hit"]}
    taken_back = {id for id, state in states.items() if kept.get(id) != state}
    assert states == kept | dict.fromkeys(taken_back, "withdrawn"), "none was raised again"
    assert [(row["state"], row["decision"]) for row in before.rows["hit"] if row["id"] in taken_back] == [
        ("queued", "look"),
        ("queued", "look"),
    ], "withdrawn by today's rules: names alone with two full dates two years apart, which nobody had judged"
    mine = [row for row in before.rows["record"] if row["owner_unit_id"] == banjul.unit_id]
    known = next(row["id"] for row in mine if row["kind"] == "person")
    names = {row["identity_id"]: row["text"] for row in before.rows["identity_name"] if row["position"] == 0}
    with store.reading() as session:
        assert search_log.all_searchable(session, banjul)
    page = find(engine, store, banjul, SearchForm(text=names[f"{known}:1"]))
    assert known in [row.record_id for row in page.rows]


def backlog(store):
    with store.reading() as session:
        return outbox.read_backlog(session)
