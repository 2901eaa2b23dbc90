"""The database away or locked: a calm page in the reader's language, the typed text given back, nothing half done."""

import re
import threading
import time
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from casefile.storage.store import Store
from casefile.storage.tables import Record
from tests.network.people import PASSWORD
from tests.network.portal import PortalNetwork, application
from tests.network.stored import SECRET, fill

REPORT = "Deux pirogues ont quitté Kayar vers 02 h, dit un pêcheur du nom de Ficta."


@pytest.fixture
def either(store, portal_settings):
    """The portal on a database of either kind."""
    return fill(PortalNetwork(store=store, settings=portal_settings, app=application(portal_settings, store)))


def typed(page, case, **more):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    return {
        "csrf_token": token, "case": case, "names-0-text": "Inventa Jallow", "names-0-kind": "main",
        "narrative": REPORT, "subject_category": "suspect", "suspicion_note": "Named by two witnesses.",
        "source_grade": "B", "info_grade": "2", "purpose": "support_investigation", "handling": "H2",
        "sharing": "pointer", "notify": "mutual", "legal_basis": "Art. 12", **more,
    }  # fmt: skip


def gone(*_args, **_how):
    raise OperationalError("SELECT 1", {}, Exception("server closed the connection unexpectedly"))


def records(store):
    with store.reading() as session:
        return session.scalar(select(func.count()).select_from(Record))


def away(monkeypatch):
    monkeypatch.setattr(Store, "reading", gone)
    monkeypatch.setattr(Store, "writing", gone)


def test_what_was_typed_is_given_back_and_saved_once_when_it_is_sent_again(either, monkeypatch):
    client = either.as_("dakar")
    address = f"/records/new?kind=person&case={either.cases['dakar']}"
    form = typed(client.get(address).text, either.cases["dakar"])
    with monkeypatch.context() as patch:
        away(patch)
        answer = client.post("/records/new?kind=person", data=form)
    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert REPORT in answer.text and "Inventa Jallow" in answer.text
    assert 'lang="fr"' in answer.text, "the officer's language, though the database cannot be asked for it"
    assert records(either.store) == 0
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert kept.keys() == form.keys(), "every field, lists and ticks too"
    again = client.post(re.search(r'<form method="post" action="(/records/new[^"]+)"', answer.text)[1], data=form)
    assert again.status_code == 303 and records(either.store) == 1


@pytest.mark.parametrize("path", ["/", "/records/new?kind=person", "/watchlists/", "/sign-in"])
def test_every_page_says_so_calmly(portal, monkeypatch, path):
    client = portal.as_("dakar")
    client.get("/")
    away(monkeypatch)
    answer = client.get(path)
    assert answer.status_code == 503 and "Griot" in answer.text and "Internal Server Error" not in answer.text
    assert "Traceback" not in answer.text and "SELECT" not in answer.text


def test_a_password_is_never_given_back(portal, monkeypatch):
    client = portal.app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)[1]
    away(monkeypatch)
    answer = client.post("/sign-in", data={"login": "dakar", "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 503 and PASSWORD not in answer.text and "dakar" not in answer.text


def test_a_form_that_another_site_sent_is_not_given_a_token_of_ours(portal, monkeypatch):
    client = portal.as_("dakar")
    client.get("/")
    away(monkeypatch)
    answer = client.post("/records/new?kind=person", data={"narrative": REPORT, "csrf_token": "made up"})
    assert re.findall(r'name="csrf_token" value="([^"]*)"', answer.text) == ["made up"]


def test_a_page_whose_connection_was_lost_is_read_once_more(either, monkeypatch):
    client, reading, lost = either.as_("dakar"), Store.reading, []

    def loses_one(store):
        if len(lost) < 1:
            lost.append(1)
            raise OperationalError("SELECT 1", {}, Exception("terminated"), connection_invalidated=True)
        return reading(store)

    monkeypatch.setattr(Store, "reading", loses_one)
    answer = client.get("/")
    assert lost and answer.status_code == 200
    lost.clear()
    assert client.post("/records/new?kind=person", data={}).status_code == 503, "what changes something is not"
    assert records(either.store) == 0


@pytest.mark.postgres
def test_a_server_that_ended_all_connections_costs_no_page(postgres_store, portal_settings):
    net = fill(PortalNetwork(store=postgres_store, settings=portal_settings,
                             app=application(portal_settings, postgres_store)))  # fmt: skip
    client = net.as_("dakar")
    assert client.get("/").status_code == 200
    with postgres_store.reading() as session:
        session.connection().exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert [client.get("/").status_code for _ in range(4)] == [200] * 4


def test_a_file_that_somebody_keeps_locked_is_said_before_patience_ends(sqlite_store, portal_settings, portal):
    """Ten seconds in the portal; half a second here."""
    store = Store(sqlite_store.engine.url.render_as_string(), secret=SECRET, patience_s=0.5)
    net = replace(portal, app=application(portal_settings, store), store=store)
    client = net.as_("dakar")
    client.get("/")
    held, free = threading.Event(), threading.Event()

    def hold():
        with sqlite_store.writing():
            held.set()
            free.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    started = time.perf_counter()
    answer = client.get("/watchlists/")
    took = time.perf_counter() - started
    free.set()
    holder.join(10)
    assert answer.status_code == 503 and took < 10
    assert client.get("/watchlists/").status_code == 200
    store.close()
