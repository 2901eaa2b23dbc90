"""What machines ask without a sign-in: alive, ready, figures. And what strangers learn from it: nothing."""

import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from casefile.health import heartbeats
from casefile.health.heartbeats import Beat
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import ActRow, Audit, Heartbeat
from portal.pages.running import health
from tests.network.memory_engine import MemoryEngine
from tests.network.portal import application

PARTS = ["database", "engine", "index", "pending", "worker", "clock"]


@pytest.fixture
def alive(portal, monkeypatch):
    """The portal with an engine that has its indices, and with worker and clock that run."""
    from indexer.engine import indices

    engine = MemoryEngine(portal.settings.index_prefix)
    indices.ensure(engine)
    portal.app.extensions["griot"].search = engine
    monkeypatch.setattr("indexer.health.measure.KEEP_S", 0.0)
    with portal.store.writing() as session:
        for kind in Beat:
            heartbeats.beat(session, kind)
    return portal


def away(_store):
    raise OperationalError("", {}, Exception("the server is away"))


def quiet(portal, kind, **time):
    with portal.store.writing() as session:
        session.execute(update(Heartbeat).where(Heartbeat.kind == kind).values(at=tables.now() - timedelta(**time)))


def test_alive_and_ready_without_a_sign_in(alive):
    for path in ("/livez", "/readyz"):
        answer = alive.stranger().get(path)
        assert (answer.status_code, answer.json) == (200, {"status": "ok"}), path
        assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers
        assert alive.stranger().head(path).status_code == 200


def test_alive_asks_no_database_even_of_who_is_signed_in(alive, monkeypatch):
    client = alive.as_("dakar")
    monkeypatch.setattr(Store, "reading", away)
    monkeypatch.setattr(Store, "writing", away)
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["parts"]) == (503, ["database"])


def test_what_is_not_ready_is_named_in_a_word(portal):
    answer = portal.stranger().get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "parts": ["engine", "worker", "clock"]}


def test_a_monitor_may_ask_after_the_parts_it_needs(alive):
    quiet(alive, "worker", hours=1)
    quiet(alive, "sweep", days=1)
    client = alive.stranger()
    assert client.get("/readyz").json["parts"] == ["worker"]
    assert client.get("/readyz?only=database,engine").status_code == 200
    assert client.get("/readyz?only=sweep").json["parts"] == ["sweep"]
    assert client.get("/readyz?only=nothing").status_code == 503, "a word that is none asks after all"


def test_by_whatever_name_the_probe_knows_this_machine(alive):
    assert alive.stranger().get("/readyz", headers={"Host": "10.1.2.3:8000"}).status_code == 200
    assert alive.stranger().get("/", headers={"Host": "10.1.2.3:8000"}).status_code == 400


def test_probes_are_no_acts_of_a_person(alive):
    client = alive.as_("dakar")
    with alive.store.reading() as session:
        before = len(session.scalars(select(Audit.seq)).all())
    for path in ("/livez", "/readyz", "/metrics"):
        client.get(path)
    with alive.store.reading() as session:
        assert len(session.scalars(select(Audit.seq)).all()) == before
        assert session.scalars(select(ActRow)).all() == []


# ---- figures ---------------------------------------------------------------------------------------------------


def figures(portal, client=None, **headers):
    return (client or portal.stranger()).get("/metrics", headers=headers)


def bearer(portal):
    figures(portal)
    return f"Bearer {(portal.settings.home / 'metrics-token').read_text().strip()}"


def test_figures_are_for_who_has_the_token(alive):
    assert figures(alive).status_code == 401
    assert figures(alive, Authorization="Bearer guess").status_code == 401
    assert figures(alive, Authorization="Bearer gu\u00e9ss").status_code == 401
    assert figures(alive, Authorization="Basic Z3Jpb3Q6Z3Jpb3Q=").status_code == 401
    assert figures(alive, alive.as_("administrator")).status_code == 401, "a page's sign-in is no token"
    token = bearer(alive)
    assert (alive.settings.home / "metrics-token").stat().st_mode & 0o077 == 0
    answer = figures(alive, Authorization=token)
    assert answer.status_code == 200 and answer.content_type.startswith("text/plain")
    assert 'griot_signal_level{signal="worker"} 0.0' in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X-Forwarded-For": "203.0.113.9"}, 401),
        ({"Forwarded": "for=203.0.113.9"}, 401),
        ({"Host": "griot.example"}, 401),
    ],
)
def test_this_machine_alone_where_the_setting_says_so(alive, headers, status):
    app = application(replace(alive.settings, metrics="loopback"), alive.store)
    app.extensions["griot"].search = alive.app.extensions["griot"].search
    assert app.test_client().get("/metrics", headers=headers).status_code == status
    far = app.test_client().get("/metrics", environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert far.status_code == 401


def test_switched_off_there_is_no_such_address(alive):
    app = application(replace(alive.settings, metrics="off"), alive.store)
    assert app.test_client().get("/metrics").status_code == 404


def test_a_token_of_ones_own_and_an_empty_one_opens_nothing(alive, tmp_path):
    own = tmp_path / "token"
    own.write_text("a-token-of-our-own\n")
    app = application(replace(alive.settings, metrics_token_file=str(own)), alive.store)
    app.extensions["griot"].search = alive.app.extensions["griot"].search
    client = app.test_client()
    assert client.get("/metrics", headers={"Authorization": "Bearer a-token-of-our-own"}).status_code == 200
    own.write_text("\n")
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


def test_a_token_is_made_whole_or_not_at_all(alive, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with alive.app.app_context(), pytest.raises(OSError, match="No space"):
            health.token()
    assert not list(alive.settings.home.glob("metrics-token*"))
    assert figures(alive, Authorization=bearer(alive)).status_code == 200


def test_figures_hold_no_name_no_unit_and_nothing_that_was_typed(alive, case_of, enter, form_of):
    record = enter(alive.as_("dakar"), "person", form_of["person"](case_of("dakar"), "Zanabou Marquee"))
    alive.as_("banjul").get(f"/records/{record}")
    alive.as_("dakar").get("/Zanabou-Marquee?name=Zanabou")
    alive.stranger().open("/livez", method="ZANABOU")
    shown = figures(alive, Authorization=bearer(alive)).text
    for secret in ("Zanabou", "ZANABOU", "Marquee", record, "SN-", "GM-", "Dakar", "dakar"):
        assert secret not in shown, secret
    assert 'griot_http_requests_total{method="GET",route="/records/<record_id>",status="404"}' in shown
    assert 'griot_http_requests_total{method="GET",route="unmatched",status="404"}' in shown
    assert 'griot_pending{stage="index"} 1.0' in shown and 'griot_lane_pending{lane="people"} 1.0' in shown


def test_without_its_database_the_figures_say_that(alive, monkeypatch):
    token = bearer(alive)
    monkeypatch.setattr(Store, "reading", away)
    answer = figures(alive, Authorization=token)
    assert answer.status_code == 200 and 'griot_signal_level{signal="database"} 2.0' in answer.text
    assert "griot_pending" not in answer.text


def test_what_a_relay_counts_is_a_histogram(alive):
    from indexer.pipeline.figures import Figures

    counted = Figures()
    for seconds in (0.04, 0.04, 3.0):
        counted.percolated(seconds)
    counted.completed(7)
    counted.flush(alive.store)
    counted.flush(alive.store)
    shown = figures(alive, Authorization=bearer(alive)).text
    for line in (
        'griot_percolation_seconds_bucket{le="0.025"} 0.0', 'griot_percolation_seconds_bucket{le="0.05"} 2.0',
        'griot_percolation_seconds_bucket{le="5"} 3.0', 'griot_percolation_seconds_bucket{le="+Inf"} 3.0',
        "griot_percolation_seconds_count 3.0", "griot_entries_completed_total 7.0",
    ):  # fmt: skip
        assert line in shown


def test_what_cannot_be_counted_now_is_counted_later(alive, monkeypatch):
    from indexer.pipeline.figures import Figures

    counted = Figures()
    counted.completed(2)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "writing", away)
        with pytest.raises(OperationalError):
            counted.flush(alive.store)
    counted.completed(1)
    counted.flush(alive.store)
    assert "griot_entries_completed_total 3.0" in figures(alive, Authorization=bearer(alive)).text


def test_the_answers_are_json_and_nothing_else(alive):
    assert json.loads(alive.stranger().get("/readyz").data) == {"status": "ok"}
