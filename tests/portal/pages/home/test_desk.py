"""My desk: what is due, where it leads, the counts of the menu, and the bell of a page that stays open."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from casefile import drafts, due
from casefile.contact import acts
from casefile.drafts import Typed
from casefile.drafts.keep import LEFT_AFTER
from casefile.due import Line, slots
from casefile.people import sessions
from casefile.storage import tables
from casefile.storage.tables import Audit, EntryDraft, Pointer, PortalSession
from casefile.vocabulary import Due, RecordKind
from portal.show import due as show
from portal.show.due import KINDS
from portal.web.header import due as counted
from portal.web.header.menu import COUNTED_AT, OFFERS
from tests.network.contact import WHY, Contact
from tests.network.make import SEEN
from tests.network.portal import text_of
from tests.network.protection import protected_hit, staff


@pytest.fixture
def contact(unindexed):
    return Contact(unindexed).sent()


def sent(net, hours):
    with net.store.writing() as session:
        session.execute(update(Pointer).values(sent_at=tables.now() - timedelta(hours=hours)))


def page(net, who, path="/"):
    return net.as_(who).get(path)


def heading(answer):
    return " ".join(html.unescape(re.search(r"<h1>(.*?)</h1>", answer.text, re.S)[1]).split())


def menu(answer):
    """{entry: number of due things}, of those that have any."""
    found = re.findall(r'<a href="([^"]+)"[^>]*>\s*[^<]*<b class="count"[^>]*?(hidden)?>(\d+)</b>', answer.text)
    return {path: int(many) for path, hidden, many in found if not hidden}


def test_every_kind_has_its_words_and_a_place_in_the_menu():
    assert set(KINDS) == set(Due)
    counted = [kind for kinds in COUNTED_AT.values() for kind in kinds]
    assert len(counted) == len(set(counted)), "counted twice"
    assert set(COUNTED_AT) <= {offer.endpoint for offer in OFFERS}
    assert set(Due) - set(counted) == {
        Due.IMPORT_RUNNING, Due.CONTRADICTION, Due.AGREEMENT_ENDS, Due.OPERATION_CALL, Due.OPERATIONS_MEET,
        Due.NETWORK_GROWN,
    }, "the desk's alone"  # fmt: skip


def test_every_line_has_a_title_whatever_it_holds(unindexed):
    with unindexed.app.test_request_context():
        for kind in Due:
            for line in (Line(kind, many=3), Line(kind, "f" * 32)):
                titled = KINDS[kind].title or not line.id
                assert bool(show.title(line)) is bool(titled), line
                if KINDS[kind].act:
                    assert show.address(line).startswith("/"), line


def test_nothing_due_says_so_calmly(unindexed):
    for who in unindexed.viewers:
        answer = page(unindexed, who)
        assert heading(answer) == "Nothing is due" and menu(answer) == {}, who


def test_the_desk_says_what_is_due_with_its_clock_and_leads_to_where_it_is_done(contact):
    net = contact.net
    sent(net, 45)
    answer = page(net, "dakar")
    assert heading(answer) == "One thing is due, one is pressing"
    said = text_of(answer.text)
    for words in ("Pressing", "2 hours left", "Acknowledge · Banjul Serious Crime Unit", "Mamadou Dialo"):
        assert words in said, words
    (path,) = re.findall(r'<p class="go"><a role="button" class="quiet" href="([^"]+)"', answer.text)
    assert path == f"/hits/{contact.pointer('dakar')}" and net.as_("dakar").get(path).status_code == 200
    assert menu(answer) == {"/": 1, "/hits/": 1}
    sent(net, 51)
    assert "3 hours late" in text_of(page(net, "dakar").text)
    sent(net, 151)
    assert "days late" in text_of(page(net, "dakar").text)


def test_what_the_officer_has_just_done_is_off_the_menu_at_the_next_page(contact):
    net, client = contact.net, contact.net.as_("dakar")
    assert menu(client.get("/cases/")) == {"/": 1, "/hits/": 1}
    with net.store.writing() as session:
        acts.acknowledge(session, net.dakar, contact.pointer("dakar"))
        acts.acknowledge(session, net.banjul, contact.pointer("banjul"))
    assert net.post(client, f"/hits/{contact.pointer('dakar')}/decide", {"decision": "decline", "reason": WHY},
                    page=f"/hits/{contact.pointer('dakar')}").status_code == 303  # fmt: skip
    assert menu(client.get("/cases/")) == {}


def test_the_record_and_the_watch_say_what_is_due_over_them(contact):
    net = contact.net
    assert "One thing is due here" in text_of(page(net, "dakar", f"/records/{contact.record_id}").text)
    assert "One thing is due here" in text_of(page(net, "banjul", f"/watchlists/{contact.watch_id}").text)
    other = net.enter("dakar", SEEN)
    assert "due here" not in text_of(page(net, "dakar", f"/records/{other}").text)


def test_a_draft_that_was_left_is_on_the_desk_and_its_list_is_offered_without_one(unindexed):
    net = unindexed
    assert 'href="/drafts/"' in page(net, "dakar").text and 'href="/drafts/"' not in page(net, "coordinator").text
    with net.store.writing() as session:
        drafts.keep(session, net.dakar, Typed("a" * 32, RecordKind.PERSON, (("names-0-text", "Mamadou Dialo"),)))
        session.execute(update(EntryDraft).values(saved_at=tables.now() - LEFT_AFTER))
    answer = page(net, "dakar")
    assert heading(answer) == "One thing is due" and menu(answer) == {"/": 1}
    assert "1 draft is not finished" in text_of(answer.text) and "Dialo" not in answer.text
    (path,) = re.findall(r'<p class="go"><a role="button" class="quiet" href="([^"]+)"', answer.text)
    assert path == "/drafts/" and "Mamadou Dialo" in text_of(net.as_("dakar").get(path).text)


def test_each_role_finds_its_own(contact):
    net = staff(contact.net)
    sent(net, 60)
    protected_hit(net)
    coordinator = page(net, "coordinator")
    assert "2 units are late in a contact" in text_of(coordinator.text)
    assert heading(coordinator) == "2 things are due, 2 are pressing" and "protected" not in text_of(coordinator.text)
    assert "1 protected hit waits for a judgement" in text_of(page(net, "shield.dakar").text)
    for who in ("analyst", "auditor", "administrator", "magistrate", "nouakchott", "shield.nouakchott"):
        assert heading(page(net, who)) == "Nothing is due", who


def test_every_line_of_every_desk_opens(contact):
    net = staff(contact.net)
    protected_hit(net)
    net.watch("dakar", SEEN, expires_at=tables.now() + timedelta(days=3))
    sent(net, 60)
    opened = 0
    for who in net.viewers:
        client = net.as_(who)
        for path in re.findall(r'<p class="go"><a role="button" class="quiet" href="([^"]+)"', client.get("/").text):
            opened += 1
            assert client.get(html.unescape(path)).status_code == 200, (who, path)
    assert opened >= 6


# ---- the bell ---------------------------------------------------------------------------------------------------


def test_the_bell_has_one_size_and_answers_304_as_long_as_nothing_is_new(contact, monkeypatch):
    monkeypatch.setattr(counted, "KEPT_S", 0.0)
    net, client = contact.net, contact.net.as_("dakar")
    tag = html.unescape(re.search(r'data-bell="/due" data-tag="([^"]+)"', client.get("/").text)[1])
    same = client.get("/due", headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    sent(net, 60)
    new = client.get("/due", headers={"If-None-Match": tag})
    assert new.status_code == 200 and new.text == "00001 00001" and new.headers["ETag"] != tag
    assert new.headers["Cache-Control"] == "no-store"
    empty = net.as_("nouakchott").get("/due")
    assert empty.text == "00000 00000" and len(empty.data) == len(new.data)
    assert len(empty.headers["ETag"]) == len(new.headers["ETag"])


def test_ten_open_pages_are_counted_once(contact, monkeypatch):
    asked, real = [], due.counts
    monkeypatch.setattr(due, "counts", lambda session, viewer: asked.append(viewer.login) or real(session, viewer))
    client, other = contact.net.as_("dakar"), contact.net.as_("banjul")
    for _ in range(10):
        client.get("/due")
        client.get("/cases/")
    other.get("/due")
    assert asked == ["dakar", "banjul"]


def test_the_bell_leaves_no_line_and_keeps_no_sign_in_open(contact):
    net, client = contact.net, contact.net.as_("dakar")
    client.get("/")
    with net.store.writing() as session:
        session.execute(update(PortalSession).values(last_seen_at=tables.now() - timedelta(minutes=20)))

    def kept():
        with net.store.reading() as session:
            lines = session.scalar(select(func.count()).select_from(Audit))
            return lines, max(session.scalars(select(PortalSession.last_seen_at)))

    before = kept()
    assert client.get("/due").status_code == 200 and kept() == before
    client.get("/cases/")
    assert kept()[1] > before[1], "a page that somebody opens does"
    with net.store.writing() as session:
        sessions.end_all(session, net.dakar.officer_id)
    gone = client.get("/due")
    assert (gone.status_code, gone.data) == (401, b"")
    assert client.get("/").location == "/sign-in"
    with client.session_transaction() as cookie:
        assert cookie.get("next") != "/due", "nobody is led to the bell after signing in"


# ---- the digest's setting ---------------------------------------------------------------------------------------


def test_the_digest_is_set_and_turned_off_on_the_own_account(unindexed):
    net, client = unindexed, unindexed.as_("dakar")

    def kept():
        with net.store.reading() as session:
            return slots.wanted(session, net.dakar)

    form = {"address": "awa@police.example", "hour": ["7", "17"]}
    assert net.post(client, "/account/digest", form, page="/account/").status_code == 303
    assert kept() == slots.Wanted("awa@police.example", (7, 17))
    page = client.get("/account/").text
    assert 'value="awa@police.example"' in page and page.count(" selected>") == 2
    wrong = net.post(client, "/account/digest", {"address": "nobody", "hour": "7"}, page="/account/")
    assert wrong.status_code == 422 and 'value="nobody"' in wrong.text and 'href="#address"' in wrong.text
    assert kept().hours == (7, 17), "nothing was changed"
    assert net.post(client, "/account/digest", {"address": "", "hour": ""}, page="/account/").status_code == 303
    assert kept() == slots.Wanted()
