"""Exhibits as an officer meets them: the form, part by part, the page, the steps, the original."""

import hashlib
import io
import re

import pytest

from casefile.people import officers, units, viewers
from casefile.policy.exhibits import PART_BYTES
from casefile.vocabulary import Role
from tests.network import files
from tests.network.people import DAKAR
from tests.network.portal import text_of

PHOTO = files.photo()
BIG = b"x" * (PART_BYTES + 10)


@pytest.fixture
def net(unindexed):
    return unindexed


def send(net, client, content, name, **form):
    """The form with a file, as a browser without scripts sends it."""
    page = f"/exhibits/new?record={form.get('record', '')}"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)[1]
    data = {"csrf_token": token, "file": (io.BytesIO(content), name), **form}
    return client.post("/exhibits/new", data=data, content_type="multipart/form-data")


def token_of(client):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/exhibits/new").text)[1]


def test_from_the_records_page_to_the_original_and_back(net):
    record, client = net.enter("dakar"), net.as_("dakar")
    assert f"/exhibits/new?record={record}" in client.get(f"/records/{record}").text
    answer = send(net, client, PHOTO, "boat.jpg", record=record, description="at the quay")
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert hashlib.sha256(PHOTO).hexdigest() in page and "at the quay" in page
    assert answer.location in client.get(f"/records/{record}").text
    assert answer.location in client.get(f"/cases/{net.cases['dakar']}").text
    small = client.get(f"{answer.location}/small")
    assert small.mimetype == "image/jpeg" and small.data[:2] == b"\xff\xd8"
    original = net.post(client, f"{answer.location}/original", {"reason": "shown to the witness"}, page=answer.location)
    assert original.data == PHOTO and original.mimetype == "application/octet-stream"
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert "shown to the witness" in text_of(client.get(answer.location).text)
    assert net.post(client, f"{answer.location}/original", {"reason": ""}, page=answer.location).status_code == 422


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [(b"", "boat.jpg", "empty"), (b"MZ" + bytes(90), "boat.jpg", "not taken"), (PHOTO, "boat.pdf", "Rename it")],
)
def test_a_refusal_is_said_on_the_form_and_nothing_is_kept(net, content, name, says):
    client = net.as_("dakar", "en")
    answer = send(net, client, content, name, record=net.enter("dakar"), description="at the quay")
    assert answer.status_code == 422 and says in text_of(answer.text) and "at the quay" in answer.text
    assert "half-way" not in text_of(client.get("/exhibits/").text).lower()


def test_part_by_part(net):
    client = net.as_("dakar", "en")
    token = {"X-CSRFToken": token_of(client)}
    form = {"name": "calls.txt", "size": str(len(BIG)), "case": net.cases["dakar"]}
    begun = client.post("/exhibits/uploads", data=form, headers=token)
    assert begun.status_code == 201

    def part(offset, content):
        headers = {**token, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
        return client.patch(begun.location, data=content, headers=headers)

    assert part(5, BIG[:PART_BYTES]).status_code == 409
    assert part(0, BIG[:PART_BYTES]).headers["Upload-Offset"] == str(PART_BYTES)
    here = client.head(begun.location)
    assert (here.headers["Upload-Offset"], here.headers["Upload-Length"]) == (str(PART_BYTES), str(len(BIG)))
    assert "calls.txt" in client.get("/exhibits/").text
    done = part(PART_BYTES, BIG[PART_BYTES:])
    assert done.status_code == 201 and hashlib.sha256(BIG).hexdigest() in client.get(done.location).text
    assert client.head(begun.location).status_code == 404


@pytest.mark.parametrize("size", ["0", "-1", "x", "9" * 400, "٣", str(2**40)])
def test_a_size_that_is_none_is_refused_in_words(net, size):
    client = net.as_("dakar", "en")
    form = {"name": "calls.txt", "size": size, "case": net.cases["dakar"]}
    answer = client.post("/exhibits/uploads", data=form, headers={"X-CSRFToken": token_of(client)})
    assert answer.status_code == 422 and answer.mimetype == "text/plain" and answer.text


def test_a_part_without_the_forms_token_is_refused(net):
    client = net.as_("dakar")
    exhibit_id = net.exhibit("dakar", whole=False)
    part = {"data": b"x", "content_type": "application/offset+octet-stream"}
    assert client.patch(f"/exhibits/uploads/{exhibit_id}", **part).status_code == 400
    assert client.patch(f"/exhibits/uploads/{exhibit_id}", data=b"x").status_code == 415


def test_from_hand_to_hand(net):
    with net.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "mate", unit=DAKAR.code, roles=[Role.INVESTIGATOR])
        net.viewers["mate"] = viewers.viewer_by_login(session, "mate")
    dakar, mate, exhibit_id = net.as_("dakar", "en"), net.as_("mate", "en"), net.exhibit("dakar")
    page = f"/exhibits/{exhibit_id}"

    def step(client, name, **form):
        return net.post(client, f"{page}/step", {"step": name, "reason": "off duty", **form}, page=page).status_code

    assert step(dakar, "hand_on") == 422 and step(dakar, "burn") == 422
    assert step(dakar, "hand_on", officer=net.viewers["mate"].officer_id) == 303
    assert "One exhibit waits for you" in text_of(mate.get("/").text)
    assert step(dakar, "take_over") == 403 and step(mate, "take_over") == 303
    assert step(mate, "send_out", outside="Laboratory, Dakar") == 303
    assert "Laboratory, Dakar" in text_of(dakar.get(page).text) and step(mate, "hand_on") == 409
    assert step(mate, "return") == 303
