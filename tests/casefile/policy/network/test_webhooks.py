"""Where a call may go, how it is signed, how large it is, when it is tried again: tables."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile.policy.network import webhooks
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Role

pytestmark = pytest.mark.unit
MOMENT = datetime(2026, 11, 27, 2, 0, 0, tzinfo=UTC)
CALL, POINTER = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
BODY = (
    b'{"specversion":"1.0","id":"0123456789abcdef0123456789abcdef","source":"https://griot.example",'
    b'"type":"griot.pointer.notified.v1","time":"2026-11-27T02:00:00Z","subject":"fedcba9876543210fedcba9876543210"}'
)
KNOWN = "v1,pp/sIuvMjzDWyU9mB/zNXytGpL86QstfjijchCRymqs="
"""What `standardwebhooks` 1.1.0 signs for the secret below, this id, moment and body:
`Webhook("whsec_AAECAwQF…").sign(CALL, MOMENT, BODY)`."""


def test_a_call_is_what_the_standards_library_signs():
    secret = bytes(range(32))
    assert webhooks.secret_text(secret) == "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    body = webhooks.body(CALL, webhooks.NOTIFIED, POINTER, MOMENT, "https://griot.example")
    assert body == BODY
    headers = webhooks.headers([secret], CALL, MOMENT, body)
    assert headers == {
        "Content-Type": "application/cloudevents+json", "webhook-id": CALL, "webhook-timestamp": "1795744800",
        "webhook-signature": KNOWN,
    }  # fmt: skip
    both = webhooks.headers([b"n" * 32, secret], CALL, MOMENT, body)["webhook-signature"].split(" ")
    assert len(both) == 2 and both[1] == KNOWN


def test_every_call_is_of_one_size():
    sizes = {
        len(webhooks.body(one * 32, event, two * 32, MOMENT + later, "https://griot.example"))
        for one, two in ("ab", "c0")
        for event in (webhooks.NOTIFIED, webhooks.TEST)
        for later in (timedelta(), timedelta(microseconds=7), timedelta(days=400))
    }
    assert len(sizes) == 1


def test_the_tries_last_three_days_and_end():
    waits = [webhooks.wait(tries) for tries in range(1, 12)]
    assert waits[:3] == [timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30)]
    assert waits[8:] == [timedelta(hours=24), None, None]
    assert timedelta(days=3) < sum(waits[:9], timedelta()) < timedelta(days=4)


INWARDS = """
    127.0.0.1 127.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 0.1.2.3
    192.0.0.8 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.88.99.1 224.0.0.1 239.255.255.250 240.0.0.1
    255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 fec0::1 ff02::1 ff0e::1 2001:db8::1 100::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::a00:1
    2002:7f00:1:: 2002:a00:1:: 2001:0:7f00:1:: 3fff::1 5f00::1 ::ffff:0:127.0.0.1 no-address 2130706433 127.1
""".split()


@pytest.mark.parametrize("address", INWARDS)
def test_what_leads_inwards_is_not_public(address):
    assert not webhooks.is_public(address)
    assert not webhooks.may_go("https", "hook.example", [address], [])
    assert not webhooks.may_go("https", "hook.example", ["93.184.216.34", address], []), "each of them"


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "::ffff:8.8.8.8", "2606:2800:220:1::1", "100.128.0.1"])
def test_what_is_everybodys_is_public(address):
    assert webhooks.may_go("https", "hook.example", [address], [])
    assert not webhooks.may_go("http", "hook.example", [address], []), "not without TLS"


@pytest.mark.parametrize(
    ("scheme", "host", "address", "listed", "may"),
    [
        ("https", "hook.lan", "10.1.2.3", ["hook.lan"], True),
        ("http", "hook.lan", "10.1.2.3", ["hook.lan"], True),
        ("https", "other.lan", "10.1.2.3", ["hook.lan"], False),
        ("https", "any.lan", "10.1.2.3", ["10.1.0.0/16"], True),
        ("http", "any.lan", "10.1.2.3", ["10.1.0.0/16"], True),
        ("https", "any.lan", "::ffff:10.1.2.3", ["10.1.0.0/16"], True),
        ("https", "any.lan", "10.2.2.3", ["10.1.0.0/16"], False),
        ("https", "any.lan", "fd00::1", ["fd00::/8"], True),
        ("http", "any.lan", "8.8.8.8", ["10.1.0.0/16"], False),
        ("ftp", "hook.lan", "10.1.2.3", ["hook.lan"], False),
    ],
)
def test_what_is_listed_may_be_called(scheme, host, address, listed, may):
    assert webhooks.may_go(scheme, host, [address], listed) is may


def test_a_name_without_an_address_leads_nowhere():
    assert not webhooks.may_go("https", "hook.lan", [], ["hook.lan"])


@pytest.mark.parametrize(
    ("officer", "of", "kept"), [("o1", "u1", True), ("o1", "u2", False), ("", "u2", True)], ids=["own", "other", "home"]
)
def test_an_administrator_keeps_those_of_the_own_unit_and_the_command_line_all(officer, of, kept):
    assert webhooks.keeps(Viewer(officer, "a", "u1", "SN-DKR", frozenset({Role.ADMINISTRATOR})), of) is kept
