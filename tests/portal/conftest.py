"""The network behind the portal, on a fresh SQLite file.

`portal` has people and nothing else, and no search engine: what needs one says so, and that is tested too.
`portal.as_("dakar")` is a signed-in client; `served` is the same behind a real socket, for the browser. `unindexed`
has open cases as well, `stage` the run's search engine.
"""

import re
from dataclasses import replace

import pytest

from casefile.people import passwords, viewers
from casefile.settings import Settings
from indexer.pipeline.relay import Relay
from tests.network.people import PASSWORD
from tests.network.portal import IndexedPortal, PortalNetwork, application, on_a_port
from tests.network.stored import SECRET, fill


@pytest.fixture
def portal_settings(tmp_path) -> Settings:
    """Judgements take effect at once: what holds them is tested by itself, with a worker (`reviewing/`)."""
    return Settings.from_env(
        tmp_path / "home",
        {"GRIOT_SECRET_KEY": SECRET, "OPENSEARCH_URL": "http://127.0.0.1:9", "GRIOT_DEMO": "1", "GRIOT_UNDO_S": "0"},
    )


@pytest.fixture
def portal(sqlite_store, portal_settings) -> PortalNetwork:
    """The people alone: no case is open, nothing is entered."""
    return _filled(PortalNetwork, sqlite_store, portal_settings, with_cases=False)


def _filled(kind, store, settings, with_cases=True, **parts):
    return fill(kind(store=store, settings=settings, app=application(settings, store), **parts), with_cases=with_cases)


@pytest.fixture
def secure_portal(sqlite_store, portal_settings, portal) -> PortalNetwork:
    settings = replace(portal_settings, secure_cookies=True)
    return replace(portal, app=application(settings, sqlite_store), settings=settings)


@pytest.fixture
def served(portal):
    """The portal's address on loopback."""
    with on_a_port(portal.app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def case_of(portal):
    """case_of("dakar"): a new open case of that officer's unit."""
    from casefile.records import cases

    def make(login, reference="DK-1", title="Pirogue de Kayar", legal_basis="Loi 2005-06"):
        with portal.store.writing() as db:
            viewer = viewers.viewer_by_login(db, login)
            return cases.open_case(db, viewer, cases.CaseDraft(reference, title, legal_basis))

    return make


@pytest.fixture
def password(portal) -> str:
    """The password of `dakar`."""
    with portal.store.writing() as db:
        passwords.set_password(db, portal.links["dakar"], PASSWORD)
    return PASSWORD


def report(case_id, text="Le passeur a été vu à Kayar.", **more):
    """The fields a browser sends for a report nobody changed more of."""
    return {
        "case": case_id, "narrative": text, "purpose": "support_investigation", "subject_category": "none",
        "source_grade": "X", "info_grade": "4", "handling": "H2", "sharing": "pointer", "notify": "mutual", **more,
    }  # fmt: skip


def person(case_id, name="Mamadou Dialo", **more):
    return {
        "case": case_id, "names-0-text": name, "names-0-kind": "main", "subject_category": "suspect",
        "suspicion_note": "Désigné par deux témoins.", "purpose": "support_investigation", "source_grade": "B",
        "info_grade": "2", "handling": "H2", "sharing": "pointer", "notify": "mutual", **more,
    }  # fmt: skip


@pytest.fixture
def form_of():
    return {"report": report, "person": person}


@pytest.fixture
def enter(portal, form_of):
    """enter(client, kind, form): saves a record by the form and returns its id."""

    def save(client, kind, form):
        answer = portal.post(client, f"/records/new?kind={kind}", form)
        assert answer.status_code == 303, re.findall(r'class="field-error"[^>]*>([^<]+)', answer.text)
        return answer.location.partition("?")[0].rsplit("/", 1)[1]

    return save


@pytest.fixture
def stage(sqlite_store, engine, settings) -> IndexedPortal:
    """Units with open cases, and the run's search engine."""
    relay = Relay(sqlite_store, engine, settings)
    return _filled(IndexedPortal, sqlite_store, replace(settings, demo=True), engine=engine, relay=relay, language="en")


@pytest.fixture
def unindexed(sqlite_store, portal_settings) -> PortalNetwork:
    """The same without an engine, for what is kept and shown by SQL alone."""
    return _filled(PortalNetwork, sqlite_store, portal_settings, language="en")
