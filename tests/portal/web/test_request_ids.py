"""Each request has an id, in the answer and in the log; and no log of any process holds what was typed."""

import io
import json
import logging
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from casefile import outbox
from casefile.logs.lines import OWN, formatter
from casefile.records import cases
from casefile.storage.store import Store
from casefile.storage.tables import Outbox
from tests.network.portal import application

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def logged():
    """What the whole process writes to its log meanwhile, as text."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter("json"))
    root = logging.getLogger()
    before = {name: logging.getLogger(name).level for name in OWN}
    root.addHandler(handler)
    for name in OWN:
        logging.getLogger(name).setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def lines(text):
    return [json.loads(one) for one in text.splitlines() if one.startswith("{")]


@pytest.mark.parametrize(
    ("proxies", "sent", "taken"),
    [
        (1, "proxy-1234.5678_ab", True), (1, "0" * 64, True), (1, "0" * 65, False), (1, "short", False),
        (1, "Zanabou Marquee", False), (1, "a\u00e9bcdefgh", False), (1, "", False),
        (0, "proxy-1234.5678_ab", False),
    ],
)  # fmt: skip
def test_an_id_is_taken_from_a_proxy_alone_and_only_when_well_formed(portal, proxies, sent, taken):
    app = application(replace(portal.settings, proxies=proxies), portal.store)
    given = app.test_client().get("/livez", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert given == sent if taken else re.fullmatch(r"[0-9a-f]{16}", given)


def test_each_request_has_another_and_a_line_by_route(portal, logged):
    client = portal.as_("dakar")
    ids = [client.get("/cases/" + "a" * 32).headers["X-Request-ID"] for _ in range(2)]
    client.get("/livez")
    requests = [one for one in lines(logged.getvalue()) if one["event"] == "request"]
    assert ids[0] != ids[1] and [one["request_id"] for one in requests] == ids
    assert {(one["route"], one["status"], one["method"]) for one in requests} == {("/cases/<case_id>", 404, "GET")}
    assert all(one["ms"] >= 0 for one in requests)


def test_what_a_request_made_necessary_bears_its_id(portal, case_of, form_of):
    client, case = portal.as_("dakar"), case_of("dakar")
    answer = portal.post(client, "/records/new?kind=report", form_of["report"](case))
    with portal.store.reading() as session:
        rows = session.execute(select(Outbox.id, Outbox.request_id)).all()
        assert {row.request_id for row in rows} == {answer.headers["X-Request-ID"]}
        assert outbox.requests_of(session, [row.id for row in rows]) == [answer.headers["X-Request-ID"]]


def test_nothing_typed_is_in_a_log_of_web_or_worker(stage, logged, form_of, until):
    """Entered, searched, refused, failed and compared, with a name that stands nowhere else."""
    client = stage.as_("dakar")
    with stage.store.writing() as session:
        case = cases.open_case(session, stage.dakar, cases.CaseDraft("DK-9", "Marquee", "Loi 2005-06"))
    answer = stage.post(client, "/records/new?kind=person", form_of["person"](case, "Zanabou Marquee"))
    assert answer.status_code == 303, re.findall(r'class="field-error"[^>]*>([^<]+)', answer.text)
    stage.search(client, "Zanabou Marquee", reason="Zanabou asked for it")
    client.get("/Zanabou/Marquee?name=Zanabou")
    stage.stranger().post("/sign-in", data={"login": "zanabou", "password": "Marquee"})
    stage.stranger().get("/", headers={"Host": "evil.example"})

    worker_log = stage.settings.home / "worker.log"
    env = os.environ | {
        "OPENSEARCH_URL": stage.settings.opensearch_url, "GRIOT_INDEX_PREFIX": stage.settings.index_prefix,
        "GRIOT_SECRET_KEY": stage.settings.secret_key, "DATABASE_URL": str(stage.store.engine.url),
    }  # fmt: skip
    with worker_log.open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "indexer.worker.tasks", "worker", "--home", str(stage.settings.home)],
            cwd=ROOT, env=env, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        until(lambda: _settled(stage.store), 90.0)
        until(lambda: "relay.batch" in worker_log.read_text("utf-8"))
    finally:
        child.terminate()
        child.wait(30)
    batches = [one for one in lines(worker_log.read_text("utf-8")) if one["event"].startswith("relay.batch")]
    assert any(answer.headers["X-Request-ID"] in one.get("request_ids", ()) for one in batches)
    for text in (logged.getvalue(), worker_log.read_text("utf-8")):
        assert "zanabou" not in text.lower() and "marquee" not in text.lower()


def _settled(store):
    with store.reading() as session:
        return outbox.read_backlog(session).total == 0


def test_nor_when_the_database_breaks_on_it(portal, logged, case_of, form_of, monkeypatch):
    from sqlalchemy.exc import IntegrityError

    client, case = portal.as_("dakar"), case_of("dakar")
    page = client.get("/records/new?kind=person").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

    def breaks(_store, *_a, **_k):
        raise IntegrityError("INSERT …", {"name": "Zanabou"}, Exception("Key (name)=(Zanabou Marquee) exists"))

    monkeypatch.setattr(Store, "writing", breaks)
    portal.app.config["PROPAGATE_EXCEPTIONS"] = False
    form = {**form_of["person"](case, "Zanabou Marquee"), "csrf_token": token}
    assert client.post("/records/new?kind=person", data=form).status_code == 500
    broken = [one for one in lines(logged.getvalue()) if one.get("error", "").startswith("IntegrityError")]
    assert broken and broken[0]["at"] and "reference" in str(broken)
    assert "zanabou" not in logged.getvalue().lower()
