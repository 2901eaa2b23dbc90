"""A home in use: no demonstration, so that a password alone opens nothing."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient

from casefile.people import passwords
from casefile.sign_in import recovery, totp
from casefile.storage import tables
from tests.network.people import PASSWORD
from tests.network.portal import PortalNetwork, application, on_a_port


class OverTls(FlaskClient):
    """A client behind the proxy that ends TLS."""

    def open(self, *args, **more):
        return super().open(*args, **{"base_url": "https://localhost", **more})


class RealHome(PortalNetwork):
    """The same people in a home in use."""

    def password(self, login):
        with self.store.writing() as db:
            passwords.set_password(db, self.links[login], PASSWORD)

    def app_of(self, login):
        """The officer's authenticator app, set up with a password: what makes codes; and the recovery codes."""
        officer_id = self.viewers[login].officer_id
        self.password(login)
        with self.store.writing() as db:
            secret, token = totp.begin(db, officer_id)
            app = pyotp.TOTP(secret)
            assert totp.confirm(db, officer_id, token, app.at(int(tables.now().timestamp()) - 30))
            return app, recovery.renew(db, officer_id)

    def entered(self, login, app):
        """A client signed in by password and app."""
        client = self.stranger()
        assert self.enter(client, login).location == "/sign-in/second"
        assert self.post(client, "/sign-in/second", {"shown_code": now(app)}).location == "/"
        return client

    def enter(self, client, login, password=PASSWORD):
        return self.post(client, "/sign-in", {"login": login, "password": password})


def now(app):
    """The app's present code, by the clock of the tests."""
    return app.at(int(tables.now().timestamp()))


def secret_on(page):
    """The secret in letters, as the page shows it."""
    return re.search(r'class="one-time code">([A-Z2-7 ]+)<', page)[1].replace(" ", "")


@pytest.fixture
def clock(monkeypatch):
    """clock(seconds=5) lets time pass; the moment stands still in between."""
    held = [tables.now()]
    monkeypatch.setattr(tables, "now", lambda: held[0])

    def later(**more):
        held[0] += timedelta(**more)
        return held[0]

    return later


@pytest.fixture
def home(portal, portal_settings, clock) -> RealHome:
    settings = replace(portal_settings, demo=False)
    parts = {name: getattr(portal, name) for name in portal.__dataclass_fields__}
    return RealHome(**{**parts, "settings": settings, "app": application(settings, portal.store), "language": "en"})


@pytest.fixture
def by_tls(home) -> RealHome:
    """Where security keys work: a strong duty must have one."""
    settings = replace(home.settings, secure_cookies=True)
    home.settings, home.app = settings, application(settings, home.store)
    home.app.test_client_class = OverTls
    return home


@pytest.fixture
def address(home):
    """The portal behind a socket."""
    with on_a_port(home.app) as port:
        yield f"http://localhost:{port}"  # a name: browsers offer keys to no bare address
