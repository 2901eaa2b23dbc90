"""Two web servers, one officer: whom one has signed in the other knows, whatever the difference of their clocks."""

from datetime import timedelta

import pytest
from flask import Flask
from itsdangerous import BadSignature, SignatureExpired

from casefile.storage import clock
from portal.web.cookies import Cookies
from portal.web.kept import keys
from portal.web.kept.keys import FormKey

HOUR = 3600


@pytest.fixture
def serializer():
    app = Flask("cookies")
    app.secret_key, app.config["SECRET_KEY_FALLBACKS"] = "k" * 40, ["b" * 40]
    return Cookies().get_signing_serializer(app)


@pytest.fixture
def ahead(monkeypatch):
    """Sets this server's clock so much ahead of what it was."""
    right = clock.now

    def by(**time):
        monkeypatch.setattr(clock, "now", lambda: right() + timedelta(**time))

    return by


@pytest.mark.parametrize("difference", [{"seconds": 1}, {"seconds": 90}, {"days": 1}])
def test_what_a_server_ahead_has_signed_is_as_good_as_new(serializer, ahead, difference):
    ahead(**difference)
    signed = serializer.dumps({"csrf_token": "t"})
    ahead(seconds=0)
    assert serializer.loads(signed, max_age=HOUR) == {"csrf_token": "t"}


def test_what_is_older_than_it_may_be_is_over(serializer, ahead):
    signed = serializer.dumps({"csrf_token": "t"})
    ahead(minutes=59)
    assert serializer.loads(signed, max_age=HOUR) == {"csrf_token": "t"}
    ahead(minutes=61)
    with pytest.raises(SignatureExpired):
        serializer.loads(signed, max_age=HOUR)


def test_what_nobody_of_ours_signed_is_nothing(serializer):
    signed = serializer.dumps({"csrf_token": "t"})
    with pytest.raises(BadSignature):
        serializer.loads(f"{signed[:-2]}xx", max_age=HOUR)


@pytest.mark.parametrize("difference", [{"seconds": 1}, {"days": 1}])
def test_a_form_that_a_server_ahead_has_made_is_known_to_the_other(portal, ahead, difference):
    held = FormKey("a" * 32, "b" * 32)
    with portal.app.app_context():
        ahead(**difference)
        signed = keys.signed(held)
        ahead(seconds=0)
        assert keys.opened(signed) == held
        ahead(days=32)
        assert keys.opened(signed) is None


def test_the_portal_signs_by_it(portal):
    assert isinstance(portal.app.session_interface, Cookies)
