"""The contact in the browser's eyes: from the pointer to the end, both sides, the second officer and the office."""

import re
from itertools import chain

import pytest

from casefile import records
from casefile.contact import acts
from casefile.vocabulary import Decision, Protection
from tests.network.contact import HELD, WATCHED, WHY, Contact
from tests.network.make import person, stated
from tests.network.portal import NOBODYS_ID, text_of

RECORD_CANARIES = ("Kanaryrecord", "345 12 90", "1985-03-12", "12 March 1985", "Dialo", "DKR-1")
WATCH_CANARIES = ("Kanarywatch", "KANARY7654321", "Jallow", "BJL-1")


@pytest.fixture
def contact(unindexed):
    return Contact(unindexed).sent()


@pytest.fixture
def at(contact):
    """at("dakar"): that officer's client, and the address of the own side."""

    def side(who):
        return contact.net.as_(who), f"/hits/{contact.pointer(who)}"

    return side


@pytest.fixture
def press(contact, at):
    """press("dakar", "/acknowledge"): as a browser does, and the page that follows."""

    def send(who, what, data=None, status=303, page=""):
        client, path = at(who)
        answer = contact.net.post(client, path + what, data, page=path + page)
        assert answer.status_code == status, text_of(answer.text)
        return text_of(client.get(answer.location).text if status == 303 else answer.text)

    return send


def pages(contact, who):
    """Everything of the contact that one side can open."""
    client, path = contact.net.as_(who), f"/hits/{contact.pointer(who)}"
    return {p: client.get(p).text for p in ("/hits/", path, f"{path}/release", f"{path}/received")}


def test_the_whole_story_by_clicks(contact, at, press):
    client, path = at("dakar")
    listing = client.get("/hits/").text
    assert f'href="{path}"' in listing
    page = text_of(client.get(path).text)
    for shown in ("Banjul Serious Crime Unit investigates the same subject", "Does your desk acknowledge?", "poste 12"):
        assert shown in page
    assert "Decide Once" not in page, "nothing is decided before it is acknowledged"
    press("dakar", "/acknowledge")
    assert "Acknowledged" in press("banjul", "/acknowledge")
    assert "Called" in press("dakar", "/call", {"answered": "yes"})
    press("dakar", "/call", {"answered": "no"})
    said = press("banjul", "/message", {"phrase": "call_tomorrow", "text": "Ask for\nthe officer on duty."})
    assert "We can take a call tomorrow morning." in said
    assert "Nous pouvons recevoir un appel demain matin." not in said
    client, path = at("dakar")
    page = press("dakar", "/decide", {"decision": "share", "reason": WHY})
    assert "Choose what to release" in page and "Kanaryrecordtext stands here." in page
    keys = contact.keys("dakar", "Mamadou Dialo", "345 12 90")
    done = press("dakar", "/release", {"fields": keys, "handling": "H1", "reason": WHY}, page="/release")
    assert "One value is released." in done and "One value waits for a second officer" in done
    assert "Confirm and release" not in done and "Take back" in done
    assert "One value of the other unit." in text_of(at("banjul")[0].get(at("banjul")[1]).text)
    page = at("dakar2")[0].get(path).text
    request_id = re.search(r'name="request" value="([0-9a-f]{32})"', page)[1]
    other, theirs = at("banjul2")
    for wrong in (request_id, NOBODYS_ID):
        answer = contact.net.post(other, f"{theirs}/second", {"request": wrong, "answer": "confirm"}, page=theirs)
        assert answer.status_code == 409 and "Nothing waits for a second officer" in text_of(answer.text)
    assert "One value is released." in press("dakar2", "/second", {"request": request_id, "answer": "confirm"})
    client, path = at("banjul")
    got = text_of(client.get(f"{path}/received").text)
    for shown in ("Mamadou Dialo", "+221 77 345 12 90", "H1: not in court without permission", "Phone number"):
        assert shown in got
    assert got.count("Copy for Banjul Serious Crime Unit, Lamin Ceesay") == 2
    assert contact.net.pointers("banjul")[0].reference in got
    assert f"{path}/file" in client.get(f"{path}/received").text
    left = contact.net.post(client, f"{path}/file", {"reason": WHY})
    assert left.status_code == 200 and "+221 77 345 12 90" in left.text and "Kanaryrecordtext" not in left.text
    for who, outcome in (("banjul", "arrest"), ("dakar", "useful")):
        press(who, "/outcome", {"outcome": outcome})
    page = press("dakar", "/close")
    assert "Contact closed" in page and "Outcome: An arrest" in page and "Acknowledge</button>" not in page


def test_a_decline_by_clicks(contact, press):
    for who in ("dakar", "banjul"):
        press(who, "/acknowledge")
    page = press("banjul", "/decide", {"decision": "decline", "reason": "Kanaryreason of the prosecutor"})
    assert "Kanaryreason" in page
    other = press("dakar", "/close")
    assert "Decided: Decline" in other and "Kanaryreason" not in other


@pytest.mark.parametrize(
    ("what", "data", "said"),
    [("/decide", {"reason": WHY}, "Choose one from the list."),
     ("/decide", {"decision": "share", "reason": "no"}, "State your reason"),
     ("/message", {}, "Write a message"), ("/message", {"phrase": "nonsense"}, "Choose one from the list."),
     ("/outcome", {}, "Choose one from the list."), ("/help", {"reason": ""}, "State your reason")],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(contact, press, what, data, said):
    contact.open()
    if what == "/outcome":
        contact.do(acts.decide, "dakar", Decision.MEET, WHY)
    assert said in press("dakar", what, data, status=422)


def test_a_step_the_table_lacks_is_a_conflict(contact, at, press):
    client, path = at("dakar")
    for what in ("/close", "/call", "/outcome"):
        data = {"outcome": "useful"} if what == "/outcome" else {}
        assert contact.net.post(client, path + what, data, page=path).status_code == 409
    press("dakar", "/acknowledge")
    assert contact.net.post(client, path + "/acknowledge", page=path).status_code == 409
    assert client.get(f"{path}/release").status_code == 409


def test_nothing_of_the_other_side_stands_on_any_page_before_it_is_released(contact, press):
    for who in ("dakar", "banjul"):
        press(who, "/acknowledge")
        press(who, "/decide", {"decision": "share", "reason": WHY})
        press(who, "/message", {"text": "We are ready."})
        press(who, "/help", {"reason": WHY})
    for who, canaries in (("dakar", WATCH_CANARIES), ("banjul", RECORD_CANARIES)):
        for path, page in chain(pages(contact, who).items(), pages(contact, f"{who}2").items()):
            assert [canary for canary in canaries if canary in page] == [], (who, path)
            assert not re.search(r"\b(14|9)[.,]5\b", text_of(page)), "no score"


def test_released_is_what_was_released_and_nothing_beside_it(contact):
    contact.given("dakar", "Mamadou Dialo")
    for path, page in pages(contact, "banjul").items():
        seen = [canary for canary in RECORD_CANARIES if canary in page]
        assert seen == (["Dialo"] if path.endswith("/received") else []), path


def test_another_unit_s_side_and_no_side_are_the_same(contact):
    client, theirs = contact.net.as_("dakar"), contact.pointer("banjul")
    mine = f"/hits/{contact.pointer('dakar')}"
    for what in ("", "/release", "/received"):
        answers = [client.get(f"/hits/{i}{what}") for i in (theirs, NOBODYS_ID, contact.hit_id)]
        assert {a.status_code for a in answers} == {404} and len({a.data for a in answers}) == 1
    for what in ("/acknowledge", "/call", "/close", "/second", "/recalls"):
        answers = [contact.net.post(client, f"/hits/{i}{what}", page=mine) for i in (theirs, NOBODYS_ID)]
        assert {a.status_code for a in answers} == {404} and len({a.data for a in answers}) == 1, what


def fell(contact, how):
    if how == "corrected":
        contact.net.amend("dakar", contact.record_id, person("Other Name", "1985-03-12"), stated())
    elif how == "protected":
        contact.net.amend("dakar", contact.record_id, HELD, stated(protection=(Protection.SOURCE_AT_RISK,)))
    else:
        with contact.net.store.writing() as db:
            records.withdraw(db, contact.net.dakar, contact.record_id, "entered by mistake")
    contact.net.deliver()


def recalled_page(contact, who):
    page = text_of(contact.net.as_(who).get(f"/hits/{contact.pointer(who)}").text)
    page = page.split("A hit is a lead")[0]  # the footer names the officer's sign-in before
    return re.sub(r"[2-9A-Z]{8}|\d\d? \w{3,5}\.? \d{4}, \d\d:\d\d", "…", page)


def test_what_was_withdrawn_and_what_became_protected_read_the_same_and_are_acknowledged(unindexed):
    seen = []
    for how in ("withdrawn", "protected"):
        contact = Contact(unindexed, HELD).sent() if not seen else _again(unindexed)
        contact.given("dakar", "Mamadou Dialo")
        fell(contact, how)
        page = recalled_page(contact, "banjul")
        assert "Do not rely on what you received any more" in page and "One value you received no longer stands" in page
        for hidden in ("Brigade de Dakar", "poste 12", "withdrawn", "protected", "mistake", "Dialo"):
            assert hidden not in page, (how, hidden)
        seen.append(page)
        client, path = contact.net.as_("banjul"), f"/hits/{contact.pointer('banjul')}"
        assert client.get(f"{path}/received").status_code == 409
        assert contact.net.post(client, f"{path}/recalls", page=path).status_code == 303
        assert "Do not rely on what you received" not in text_of(client.get(path).text)
    assert seen[0] == seen[1]


def _again(net):
    """A second pair in the same network, with the officers that are there."""
    contact = object.__new__(Contact)
    contact.net = net
    contact.record_id = net.enter("dakar", HELD)
    contact.watch_id = net.watch("banjul", WATCHED)
    net.hit(contact.record_id, contact.watch_id)
    contact.hit_id = net.hit_of(contact.record_id)
    return contact.sent()


def test_a_corrected_value_is_no_longer_shown_and_the_contact_goes_on(contact):
    contact.given("dakar", "Mamadou Dialo")
    fell(contact, "corrected")
    client, path = contact.net.as_("banjul"), f"/hits/{contact.pointer('banjul')}"
    assert "Do not rely on what you received any more" in text_of(client.get(path).text)
    got = text_of(client.get(f"{path}/received").text)
    assert "No longer stands" in got and "Dialo" not in got and "Other Name" not in got


def test_the_office_sees_who_asks_writes_to_one_desk_and_closes(contact, press):
    press("dakar", "/acknowledge")
    press("dakar", "/help", {"reason": "they never answer the telephone"})
    client = contact.net.as_("coordinator")
    listing = text_of(client.get("/contacts/").text)
    assert "Asks for help" in listing and "they never answer the telephone" in listing
    path = f"/contacts/{contact.hit_id}"
    page = client.get(path).text
    for canary in (*RECORD_CANARIES[:-1], *WATCH_CANARIES[:-1]):
        assert canary not in page
    data = {"text": "We call them today.", "to": contact.net.dakar.unit_id}
    assert contact.net.post(client, f"{path}/message", data, page=path).status_code == 303
    assert "No contact needs you" in text_of(client.get("/contacts/").text)
    assert contact.net.post(client, f"{path}/message", {}, page=path).status_code == 422
    assert contact.net.post(client, f"{path}/close", {"reason": WHY}, page=path).status_code == 409
    assert "We call them today." in text_of(contact.net.as_("dakar").get(f"/hits/{contact.pointer('dakar')}").text)
    assert "We call them today." not in contact.net.as_("banjul").get(f"/hits/{contact.pointer('banjul')}").text


def test_telephone_and_hours_of_a_unit_reach_its_partner_and_its_clocks_do_not(contact):
    client, unit = contact.net.as_("administrator"), contact.net.banjul.unit_id
    path = f"/admin/units/{unit}/reach"
    data = {"telephone": "+220 422 00 12", "hours": "Mo-Fr 07:00-19:00", "holidays": "2026-12-25\n2026-02-18",
            "languages": "en, fr", "ack_hours": "211", "decide_hours": "223"}  # fmt: skip
    assert f'href="{path}"' in client.get("/admin/").text
    assert contact.net.post(client, path, data | {"hours": "always"}).status_code == 422
    assert contact.net.post(client, path, data).status_code == 303
    assert "2026-02-18\n2026-12-25" in client.get(path).text.replace("\r", "")
    page = contact.net.as_("dakar").get(f"/hits/{contact.pointer('dakar')}").text
    assert "+220 422 00 12" in page and 'href="tel:+2204220012"' in page
    assert "Mon-Fri 07:00-19:00" in page and "English" in page and "French" in page
    assert not {"211", "223"} & set(text_of(page).split())
    arabic = contact.net.as_("dakar", "ar").get(f"/hits/{contact.pointer('dakar')}").text
    assert 'dir="rtl"' in arabic
