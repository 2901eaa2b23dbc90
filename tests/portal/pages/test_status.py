"""What is pending, shown to who keeps the pipeline, and since when; dead letters are tried again."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update

from casefile import hits, installation, outbox
from casefile.hits.held.hold import Said
from casefile.installation import Doubt
from casefile.storage import tables
from casefile.storage.tables import HeldJudgement, Outbox
from casefile.vocabulary import Judgement
from tests.network.make import SEEN, WANTED
from tests.network.portal import text_of


@pytest.fixture
def pending(portal, case_of, enter, form_of):
    """Dakar has entered a report; no worker runs."""
    return enter(portal.as_("dakar"), "report", form_of["report"](case_of("dakar"), "Kanary text"))


def page_of(portal, login="administrator"):
    client = portal.as_(login)
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client.get("/status/")


def set_row(portal, **values):
    with portal.store.writing() as db:
        db.execute(update(Outbox).values(**values))


def test_nothing_pending_is_said(portal):
    assert "Nothing is pending" in page_of(portal).text


def test_it_is_not_said_while_the_index_is_not_the_one_that_was_made(portal):
    with portal.store.writing() as db:
        installation.put_in_doubt(db, Doubt.EXCHANGED)
    page = page_of(portal).text
    assert "Nothing is pending" not in page and "search index is not in order" in page and "griot doctor" in page


def test_what_is_pending_is_counted_and_since_when(portal, pending):
    page = text_of(page_of(portal).text)
    assert (
        "Not yet in the index 1" in page and "The oldest has been waiting since" in page and "being worked on" in page
    )
    assert "Nothing is pending" not in page and "Kanary" not in page
    set_row(portal, stage="match")
    assert "Not yet compared 1" in text_of(page_of(portal).text)


def test_a_backlog_that_grows_old_names_the_way_out(portal, pending):
    set_row(portal, created_at=tables.now() - timedelta(hours=3))
    page = text_of(page_of(portal).text)
    assert "longer than it should" in page and "griot doctor" in page


def test_a_dead_letter_is_shown_with_its_reason_and_tried_again(portal, pending):
    set_row(portal, dead_lettered_at=tables.now(), reason="the analyser breaks on it")
    page = page_of(portal)
    assert "the analyser breaks on it" in page.text and pending in page.text and "Nothing is pending" not in page.text
    with portal.store.reading() as db:
        row = db.query(Outbox).one().id
    client = portal.as_("administrator")
    assert portal.post(client, "/status/retry", {"id": str(row)}, page="/status/").status_code == 303
    with portal.store.reading() as db:
        debt = outbox.read_backlog(db)
    assert (debt.dead_lettered, debt.to_index) == (0, 1)


def test_a_dead_lettered_record_is_never_nothing_found(portal, pending):
    """While a row waits for a person, the reviewers' empty queue does not claim that all was compared."""
    set_row(portal, dead_lettered_at=tables.now(), reason="the analyser breaks on it")
    client = portal.as_("coordinator")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "Not everything has been compared yet" in client.get("/review/").text


@pytest.mark.parametrize("login", ["dakar", "banjul", "auditor", "analyst", "magistrate"])
def test_the_depth_of_the_queue_is_nobody_else_s(portal, pending, login):
    assert page_of(portal, login).status_code == 403
    client = portal.as_(login)
    assert client.post("/status/retry", data={"id": "1"}).status_code in (400, 403)


def test_a_coordinator_reads_and_does_not_retry(portal, pending):
    from casefile.policy.permissions import Permission, permissions_of
    from casefile.vocabulary import Role

    may = Permission.RETRY_DEAD_LETTERS in permissions_of(frozenset({Role.COORDINATOR}))
    set_row(portal, dead_lettered_at=tables.now(), reason="x")
    assert ("/status/retry" in page_of(portal, "coordinator").text) is may


# ---- signals, for who runs the installation ----------------------------------------------------------------------


def test_an_administrator_reads_every_signal_and_what_to_do(portal):
    from casefile.policy.oversight.health import RULES, Signal

    page = text_of(page_of(portal).text)
    for signal in (Signal.DATABASE, Signal.ENGINE, Signal.WORKER, Signal.DISK):
        assert RULES[signal].title in page and RULES[signal].measured in page
    assert "Griot needs you" in page and "never" in page
    for signal in (Signal.ENGINE, Signal.WORKER, Signal.CLOCK):
        assert RULES[signal].says in page and RULES[signal].remedy in page
    assert RULES[Signal.DATABASE].says not in page, "what is in order needs nobody"


def test_when_all_is_in_order_it_says_so(portal, monkeypatch):
    from casefile.health import heartbeats
    from indexer.engine import indices
    from tests.network.memory_engine import MemoryEngine

    engine = MemoryEngine(portal.settings.index_prefix)
    indices.ensure(engine)
    portal.app.extensions["griot"].search = engine
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 5000 * 2**20}))
    with portal.store.writing() as session:
        for kind in heartbeats.Beat:
            heartbeats.beat(session, kind)
    page = text_of(page_of(portal).text)
    assert "Griot runs as it should" in page and "Griot needs you" not in page
    assert "5,000 MB" in page and "Warning from 1,000 MB, critical from 500 MB." in page
    assert "Warning from 2 minutes, critical from 15 minutes." in page


def test_a_coordinator_reads_the_backlog_alone(portal):
    page = text_of(page_of(portal, "coordinator").text)
    assert "Nothing is pending" in page and "Signals" not in page and "Griot needs you" not in page


def test_a_judgement_that_nobody_carried_out_is_counted(unindexed):
    assert "should have taken effect 0" in text_of(page_of(unindexed).text)
    record, watch = unindexed.enter("dakar", SEEN), unindexed.watch("banjul", WANTED)
    unindexed.hit(record, watch)
    with unindexed.store.writing() as db:
        said = Said(Judgement.SAME, "both units called", "")
        hits.hold(db, unindexed.coordinator, unindexed.hit_of(record), said, within=timedelta(seconds=10))
        db.execute(update(HeldJudgement).values(due_at=tables.now() - timedelta(minutes=2)))
        db.execute(delete(Outbox))
    page = text_of(page_of(unindexed).text)
    assert "should have taken effect 1" in page and "Nothing is pending" not in page
