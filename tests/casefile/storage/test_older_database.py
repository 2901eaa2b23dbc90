"""A database that an earlier release wrote opens with this one, with all that is in it."""

import importlib
import json
from collections import Counter

import pytest
from sqlalchemy import func, select, text

from casefile import audit, hits, outbox, records, watches
from casefile.hits import pointers
from casefile.people import invitations, passwords, units, viewers
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.storage.tables import Hit, Outbox, PortalSession, Record, RecordLink, RecordVersion, Watch
from casefile.vocabulary import DeskList, HitState, RecordState, Stage
from indexer.worker import loop
from tests import older
from tests.network.people import signs_in
from tests.network.stored import SECRET

FROZEN = importlib.import_module("casefile.storage.migrations.versions.0002_words_of_the_trade").RULES
"""The sentences the first release stored, and the name each rule has since."""

EVENTS = importlib.import_module("casefile.storage.migrations.versions.0051_events_meet_operations")
ENTERING = ("dakar", "banjul", "nouakchott")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def opened(request, tmp_path):
    """(store, what stood in it before): loaded as it was, then migrated."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else f"sqlite:///{tmp_path / 'old.db'}"
    store = Store(url, secret=SECRET)
    before = older.load(store, tmp_path)
    assert migrate.current(store) == older.REVISION
    migrate.migrate(store)
    yield store, before
    store.close()


def viewer(session, login):
    return viewers.viewer_by_login(session, login)


def events_asked(session):
    """Rows of the outbox that migration 0051 puts out: one for each record of an event that stands."""
    rows = session.execute(select(Outbox.id, Outbox.subject_id).where(Outbox.lane == EVENTS.LANE)).all()
    stand = select(Record.id).where(Record.kind == "event", Record.state == RecordState.ACTIVE.value)
    assert {row.subject_id for row in rows} == set(session.scalars(stand)) and len(rows) > 0
    return {row.id for row in rows}


def test_it_is_migrated_whole_and_its_trail_is_unbroken(opened):
    store, before = opened
    assert migrate.current(store) == migrate.head()
    assert migrate.differences(store) == []
    with store.reading() as session:
        assert audit.verify(session) is None
        for table, rows in before.rows.items():
            more = len(events_asked(session)) if table == "outbox" else 0
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == len(rows) + more, table
    with store.writing() as session:  # and it goes on
        audit.write(session, None, audit.Action.PIPELINE, "test", "1")
    with store.reading() as session:
        assert audit.verify(session) is None


def test_hits_keep_id_and_state_and_say_what_agreed_by_name(opened):
    store, before = opened
    old = before.by_id("hit")
    with store.reading() as session:
        new = {row.id: row for row in session.execute(select(Hit.__table__))}
        exported = list(hits.export(session))
    assert {i: row.state for i, row in new.items()} == {i: row["state"] for i, row in old.items()}
    assert {i: row.facts_hash for i, row in new.items()} == {i: row["facts_hash"] for i, row in old.items()}
    assert {i: row.model_version for i, row in new.items()} == {i: row["rules_version"] for i, row in old.items()}
    looked = {i for i, row in old.items() if row["decision"] == "look"}
    assert len(looked) == 9 and {i for i, row in new.items() if row.decision == "possible"} == looked
    assert {row.decision for row in new.values()} == {"hit", "possible"}
    for i, row in new.items():
        said = old[i]["evidence"]
        assert [term["rule"] for term in row.evidence] == [FROZEN[term["rule"]] for term in said]
        assert [{**term, "rule": ""} for term in row.evidence] == [{**term, "rule": ""} for term in said]
    assert {line["hit"]: line["state"] for line in exported} == {i: row.state for i, row in new.items()}
    stored = json.dumps([row.evidence for row in new.values()], ensure_ascii=False)
    assert not [sentence for sentence in FROZEN if sentence in stored]


def test_reviews_are_read_at_the_desk_once_protection_is_worked_out(opened):
    store, before = opened
    with store.reading() as session:
        assert hits.queue(session, viewer(session, "coordinator")) == [], "until then everything counts as protected"
    loop.work_out_protection(store)
    with store.writing() as session:
        coordinator = viewer(session, "coordinator")
        lines = [line for on in DeskList for line in hits.queue(session, coordinator, on=on)]
        views = {line.hit_id: hits.open_hit(session, coordinator, line.hit_id) for line in lines}
    assert views.keys() <= before.by_id("hit").keys() and len(views) >= 20
    kept = [(row["hit_id"], row["judgement"], row["reason"]) for row in before.rows["review"]]
    seen = [(i, review.judgement, review.reason) for i, view in views.items() for review in view.reviews]
    assert sorted(seen) == sorted(kept)
    assert Counter(view.state for view in views.values())[HitState.POINTER_SENT] == 3
    assert all(view.record.identity and view.watch.identity and view.evidence for view in views.values())


def test_pointers_are_read_by_the_units_that_had_them(opened):
    store, before = opened
    old = before.by_id("pointer")
    with store.reading() as session:
        seen = {
            pointer.id: (pointer.reference, pointer.own_subject, who)
            for who in ENTERING
            for pointer in pointers.pointers_of(session, viewer(session, who))
        }
        codes = {row["id"]: row["code"] for row in before.rows["unit"]}
        unit_of = {who: viewer(session, who).unit_code for who in ENTERING}
    assert {i: (r, s) for i, (r, s, _) in seen.items()} == {
        i: (row["reference"], row["own_subject"]) for i, row in old.items()
    }
    assert all(unit_of[who] == codes[old[i]["unit_id"]] for i, (_, _, who) in seen.items())


def test_records_and_watches_are_read_and_may_be_changed(opened):
    store, before = opened
    read = 0
    with store.writing() as session:
        for who in ENTERING:
            own = viewer(session, who)
            for line in records.records_of(session, own, limit=999):
                view = records.read(session, own, line.id, reason="opened after the migration")
                assert view.identity and view.line.state in {RecordState.ACTIVE, RecordState.WITHDRAWN}
                read += 1
            for line in watches.watches_of(session, own, limit=999):
                assert watches.read_watch(session, own, line.id, reason="opened after the migration").ground
        withdrawn = session.scalars(select(Record.id).where(Record.state == RecordState.WITHDRAWN.value)).all()
        assert session.scalar(select(func.count()).select_from(RecordLink)) == len(before.rows["record_link"]) > 0
        assert len(withdrawn) == 1
        kept = session.scalars(select(RecordVersion.version).where(RecordVersion.record_id == withdrawn[0])).all()
        assert sorted(kept) == [1, 2]
    assert read == len(before.rows["record"]) == 125
    with store.writing() as session:
        banjul = viewer(session, "banjul")
        watch = watches.watches_of(session, banjul, limit=1)[0]
        watches.suspend(session, banjul, watch.id, "checked after the migration")
        assert session.get(Watch, watch.id).state == "suspended"


def test_work_that_was_left_is_there(opened):
    store, before = opened
    old = {row["id"]: row for row in before.rows["outbox"]}
    with store.reading() as session:
        asked = events_asked(session)
        new = {row.id: row for row in session.execute(select(Outbox.__table__)) if row.id not in asked}
        backlog = outbox.read_backlog(session)
        (dead,) = outbox.dead_letters(session, viewer(session, "administrator"))
    assert {i: row.subject_id for i, row in new.items()} == {i: row["subject_id"] for i, row in old.items()}
    (matched,) = (i for i, row in old.items() if row["stage"] == "look")
    assert new[matched].stage == Stage.MATCH.value
    assert (backlog.to_index, backlog.to_match, backlog.dead_lettered) == (0, 1 + len(asked), 1)
    (parked,) = (row for row in old.values() if row["parked_at"] is not None)
    assert (dead.id, dead.reason) == (parked["id"], parked["reason"]) and dead.dead_lettered_at is not None
    with store.writing() as session:
        assert outbox.retry_dead_letters(session, viewer(session, "administrator")) == 1


def test_its_officers_sign_in_again(opened):
    store, before = opened
    with store.writing() as session:
        (signed_in,) = session.scalars(select(PortalSession.officer_id))
        assert signed_in == viewer(session, "banjul").officer_id == before.rows["portal_session"][0]["officer_id"]
        link = invitations.new_link(session, units.SYSTEM, "banjul")
        passwords.set_password(session, link, "four easy words here")
    assert signs_in(store, "banjul", "four easy words here") == signed_in


def test_it_goes_back_to_what_it_was(opened):
    """Downward as well: the sentences, the decision and the stage come back."""
    store, before = opened
    migrate.downgrade(store, older.REVISION)
    with store.engine.connect() as connection:
        decisions = dict(connection.execute(text("SELECT id, decision FROM hit")).all())
        stages = dict(connection.execute(text("SELECT id, stage FROM outbox")).all())
    assert decisions == {row["id"]: row["decision"] for row in before.rows["hit"]}
    assert stages == {row["id"]: row["stage"] for row in before.rows["outbox"]}
