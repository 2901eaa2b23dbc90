"""An administrator keeps the own unit's webhooks: the secret shown once, a test that the worker makes, no pointers."""

import re

import pytest

from casefile.people.machines import calls, webhooks
from casefile.people.machines.calls import Call
from casefile.people.units import SYSTEM
from casefile.storage import tables
from tests.network.portal import NOBODYS_ID, text_of, unbroken

URL = "https://hook.example.org/griot"
FORM = {"name": "desk", "url": URL}


@pytest.fixture
def door(unindexed):
    return unindexed, unindexed.as_("administrator", "en")


def secret_in(answer):
    assert answer.status_code == 200, text_of(answer.text)
    return re.search(r"whsec_[A-Za-z0-9+/=]+", unbroken(answer.text))[0]


def test_from_adding_one_to_removing_it(door):
    net, client = door
    assert "/admin/webhooks/" in client.get("/admin/").text
    refused = net.post(client, "/admin/webhooks/new", {**FORM, "url": "http://10.0.0.1/"})
    assert refused.status_code == 422 and "GRIOT_WEBHOOK_PRIVATE" in refused.text
    first = secret_in(net.post(client, "/admin/webhooks/new", FORM))
    assert net.post(client, "/admin/webhooks/new", FORM).status_code == 422, "the name is taken"
    listing = unbroken(client.get("/admin/webhooks/").text)
    path = re.search(r"/admin/webhooks/[0-9a-f]{32}", listing)[0]
    assert URL in listing and first not in listing and first not in unbroken(client.get(path).text)
    second = secret_in(net.post(client, f"{path}/rotate", page=path))
    assert second != first and "former secret" in client.get(path).text
    assert net.post(client, f"{path}/remove", page=path).status_code == 303
    assert "Removed" in text_of(client.get(path).text)
    assert net.post(client, f"{path}/rotate", page="/admin/webhooks/").status_code == 409


def test_a_test_is_made_by_the_worker_once_and_what_it_met_is_said(door):
    net, client = door
    secret_in(net.post(client, "/admin/webhooks/new", FORM))
    path = re.search(r"/admin/webhooks/[0-9a-f]{32}", client.get("/admin/webhooks/").text)[0]
    assert net.post(client, f"{path}/test", page=path).status_code == 303
    assert "Waiting" in text_of(client.get(path).text)
    with net.store.writing() as session:
        (call,) = calls.take_due(session, tables.now())
    assert isinstance(call, Call) and call.event.endswith("selftest")
    with net.store.writing() as session:
        calls.note(session, call, "certificate", taken=False)
    page = text_of(client.get(path).text)
    assert "a certificate that is not good" in page and "The receiver takes no calls" not in page
    with net.store.reading() as session:
        assert not calls.waits(session, tables.now()), "a test is not tried again"


def test_the_webhook_of_another_unit_is_as_one_that_never_was(door):
    net, client = door
    with net.store.writing() as session:
        other = webhooks.add_webhook(session, SYSTEM, "dakar", unit="SN-DKR", url=URL).view.id
    assert "dakar" not in client.get("/admin/webhooks/").text
    for act in ("rotate", "test", "remove"):
        answers = [
            net.post(client, f"/admin/webhooks/{id}/{act}", page="/admin/webhooks/") for id in (other, NOBODYS_ID)
        ]
        assert {answer.status_code for answer in answers} == {404}
    assert client.get(f"/admin/webhooks/{other}").status_code == 404
    assert net.as_("dakar").get("/admin/webhooks/").status_code in (403, 404)
