"""A portal of three units on a fresh SQLite file. No search engine: what needs one says so, and that is tested too.

`portal` is the application with its people; `portal.as_("awa")` is a signed-in client. `served` is the same behind a
real socket, for the browser.
"""

import re
import threading
from dataclasses import dataclass, replace

import pytest
from werkzeug.serving import make_server

from casefile.people import officers, passwords, sessions, units, viewers
from casefile.settings import Settings
from casefile.vocabulary import Role, UnitKind
from portal import create_app

PASSWORD = "quatre mots faciles ici"
PEOPLE = (
    ("awa", "SN-DK", "Awa Ndiaye", (Role.INVESTIGATOR, Role.WATCH_OFFICER)),
    ("lamin", "GM-BJL", "Lamin Ceesay", (Role.INVESTIGATOR, Role.WATCH_OFFICER)),
    ("coord", "CO", "Ibrahima Ba", (Role.COORDINATOR,)),
    ("protect", "CO", "Mariama Sow", (Role.PROTECTION,)),
    ("analyst", "SN-DK", "Omar Fall", (Role.ANALYST,)),
    ("judge", "SN-DK", "Ndeye Gueye", (Role.MAGISTRATE,)),
    ("audit", "CO", "Salif Keita", (Role.AUDITOR,)),
    ("admin", "CO", "Fatou Sarr", (Role.ADMINISTRATOR,)),
)


@dataclass
class Portal:
    app: object
    store: object
    settings: Settings
    officer: dict[str, str]

    def stranger(self):
        return self.app.test_client()

    def as_(self, login):
        """A client signed in without the form's CSRF field: by a session opened as the sign-in page does."""
        client = self.app.test_client()
        with self.store.writing() as db:
            token = sessions.open_session(db, self.officer[login])
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        return client

    def post(self, client, path, data=None, page=None):
        """POST as a browser does: with the CSRF token of the page the form stands on."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page or path).text)
        return client.post(path, data={**(data or {}), "csrf_token": token[1] if token else ""})


def people_of(store):
    known = {}
    with store.writing() as db:
        for code, country, name, kind, locale in (
            ("SN-DK", "SN", "Brigade de Dakar", UnitKind.INVESTIGATION, "fr"),
            ("GM-BJL", "GM", "Banjul Serious Crime Unit", UnitKind.INVESTIGATION, "en"),
            ("CO", "SN", "Bureau de coordination", UnitKind.COORDINATION, "fr"),
        ):
            units.add_unit(
                db, units.SYSTEM, code, country=country, name=name, kind=kind, locale=locale, desk="poste 12"
            )
        for login, unit, name, roles in PEOPLE:
            token = officers.add_officer(db, units.SYSTEM, login, unit=unit, roles=roles, display_name=name)
            if login == "awa":  # hashing costs; the others sign in by `as_` alone
                passwords.set_password(db, token, PASSWORD)
            known[login] = viewers.viewer_by_login(db, login).officer_id
    return known


@pytest.fixture
def portal_settings(tmp_path) -> Settings:
    return Settings.from_env(
        tmp_path / "home",
        {"GRIOT_SECRET_KEY": "test-key-" + "0" * 40, "OPENSEARCH_URL": "http://127.0.0.1:9", "GRIOT_DEMO": "1"},
    )


@pytest.fixture
def portal(sqlite_store, portal_settings) -> Portal:
    app = create_app(portal_settings, sqlite_store)
    return Portal(app, sqlite_store, portal_settings, people_of(sqlite_store))


@pytest.fixture
def secure_portal(sqlite_store, portal_settings, portal) -> Portal:
    settings = replace(portal_settings, secure_cookies=True)
    return Portal(create_app(settings, sqlite_store), sqlite_store, settings, portal.officer)


@pytest.fixture
def served(portal):
    """The portal's address on loopback."""
    server = make_server("127.0.0.1", 0, portal.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=10)


@pytest.fixture
def case_of(portal):
    """case_of("awa"): a new open case of that officer's unit."""
    from casefile.records import cases

    def make(login, reference="DK-1", title="Pirogue de Kayar", legal_basis="Loi 2005-06"):
        with portal.store.writing() as db:
            viewer = viewers.viewer_by_login(db, login)
            return cases.open_case(db, viewer, cases.CaseDraft(reference, title, legal_basis))

    return make


@pytest.fixture
def password() -> str:
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
        return answer.location.rsplit("/", 1)[1]

    return save


@pytest.fixture
def stage(sqlite_store, engine, settings):
    """The same people with the run's search engine: see tests/portal/stage.py."""
    from indexer.pipeline.relay import Relay
    from tests.portal.stage import Stage

    settings = replace(settings, demo=True)
    portal = Portal(create_app(settings, sqlite_store), sqlite_store, settings, people_of(sqlite_store))
    return Stage(portal, Relay(sqlite_store, engine, settings))


@pytest.fixture
def unindexed(portal):
    """A stage without an engine, for what is kept and shown by SQL alone."""
    from tests.portal.stage import Stage

    return Stage(portal, None)
