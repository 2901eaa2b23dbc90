"""The coordinator's home, its lists, agreements of two persons, and a unit's own rows."""

import html
import re
from contextlib import nullcontext
from datetime import timedelta

import pytest
from sqlalchemy import update

from casefile.coordination import networks, reciprocity
from casefile.storage import tables
from casefile.storage.tables import Pointer
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import IdentifierKind, Notify, Protection, RecordKind
from tests.network.make import SEEN, WANTED, stated
from tests.network.portal import text_of

DAY = (tables.now() + timedelta(days=60)).strftime("%d/%m/%Y")


@pytest.fixture
def net(unindexed):
    return unindexed


def pointed(net, hours=60, **rules):
    record = net.enter("dakar", SEEN, rules=stated(**rules))
    net.hit(record, net.watch("banjul", WANTED))
    net.decide(net.hit_of(record))
    net.deliver()
    with net.store.writing() as session:
        session.execute(update(Pointer).values(sent_at=tables.now() - timedelta(hours=hours)))
    return record


def test_the_coordinators_home_is_the_desk_and_each_count_leads_to_its_list(net):
    pointed(net)
    pointed(net, notify=Notify.OWNER_FIRST)
    client = net.as_("coordinator")
    page = client.get("/").text
    assert "2 pointers are late" in text_of(page)
    tiles = re.findall(r'<a class="tile" href="([^"]+)"><strong>(\d+)</strong>', page)
    assert len(tiles) == 9
    for path, count in tiles:
        listed = client.get(html.unescape(path))
        assert listed.status_code == 200
        if "agreements" not in path:
            assert listed.text.count('<th scope="row">') == int(count), path


def test_beside_each_line_stands_the_next_step_of_the_procedure(net):
    pointed(net, notify=Notify.OWNER_FIRST)
    for hours, says in ((1, "you decide"),):
        assert says in text_of(net.as_("coordinator").get("/coordination/pointers").text), hours
    with net.store.writing() as session:
        session.execute(update(Pointer).values(asks=False))
    for hours, says in ((1, "Nothing is due yet"), (60, "Remind the unit"), (24 * 7, "Call the head of the unit")):
        with net.store.writing() as session:
            session.execute(update(Pointer).values(sent_at=tables.now() - timedelta(hours=hours)))
        assert says in text_of(net.as_("coordinator").get("/coordination/pointers").text), hours


def test_a_protected_hit_changes_nothing_on_the_desk(net):
    pointed(net)
    client = net.as_("coordinator")
    paths = ("/", "/coordination/pointers", "/coordination/conflicts", "/coordination/waiting?age=day")
    before = [text_of(client.get(path).text) for path in paths]
    record = net.enter("dakar", SEEN, rules=stated(protection=(Protection.VICTIM,)))
    net.hit(record, net.watch("banjul", WANTED))
    assert [text_of(client.get(path).text) for path in paths] == before


def test_an_agreement_takes_a_coordinator_and_an_administrator(net):
    coordinator, admin = net.as_("coordinator"), net.as_("administrator")
    form = {
        "one": net.dakar.unit_id, "other": net.banjul.unit_id, "kind": "person", "treaty": "Accord de Banjul",
        "ends_at": DAY, "reason": "as both ministers wrote",
    }  # fmt: skip
    for wrong in ({"other": net.dakar.unit_id}, {"kind": "star"}, {"ends_at": "one day"}, {"reason": ""}):
        assert net.post(coordinator, "/agreements/new", {**form, **wrong}).status_code == 422, wrong
    assert net.post(coordinator, "/agreements/new", form).status_code == 303
    assert coordinator.get("/agreements/waiting").status_code == 403
    page = admin.get("/agreements/waiting").text
    assert "Accord de Banjul" in text_of(page)
    confirm = re.search(r'action="(/agreements/\w+/confirm)"', page)[1]
    assert net.post(admin, confirm, page="/agreements/waiting").status_code == 303
    for who in ("dakar", "banjul"):
        assert "Accord de Banjul" in text_of(net.as_(who).get("/coordination/own").text)
    assert "Accord" not in text_of(net.as_("nouakchott").get("/coordination/own").text)
    record = net.enter("dakar", SEEN)
    net.hit(record, net.watch("banjul", WANTED))
    net.deliver()
    assert len(net.pointers("dakar")) == len(net.pointers("banjul")) == 1
    assert "by agreement: without a review" in text_of(coordinator.get(f"/review/{net.hit_of(record)}").text)
    end = confirm.replace("confirm", "end")
    assert net.post(coordinator, end, {"reason": ""}).status_code == 422
    assert net.post(coordinator, end, {"reason": "the treaty was denounced"}).status_code == 303
    assert net.post(admin, confirm, page="/").status_code == 409


def test_a_unit_reads_its_own_month_in_words_where_a_figure_would_tell_too_much(net):
    record = pointed(net)
    with net.store.writing() as session:
        then = tables.now() - timedelta(days=100)
        session.execute(update(Pointer).values(sent_at=then))
        assert reciprocity.keep_due(session, tables.now()) >= 1
    page = text_of(net.as_("dakar").get("/coordination/own").text)
    assert "under 10" in page and "not shown" in page and record
    month = str(reciprocity.Month.of(then))
    office = text_of(net.as_("coordinator").get(f"/coordination/reciprocity?month={month}").text)
    assert "Brigade de Dakar 1 0 1 0" in office
    assert net.as_("dakar").get("/coordination/reciprocity").status_code == 403


def test_the_office_reads_networks_across_units_in_figures_and_units_see_nothing(net):
    phone = Identifier(IdentifierKind.PHONE, "+221 77 123 45 67")
    office = net.as_("coordinator", "en")
    assert "Not counted yet" in text_of(office.get("/coordination/networks").text)
    for who, name in (("dakar", "Awa Ndiaye"), ("banjul", "Modou Jallow")):
        net.enter(who, Identity(RecordKind.PERSON, names=(Name(name),), identifiers=(phone,)))
    with net.store.writing() as session:
        networks.store_counted(session, networks.count_by(lambda: nullcontext(session)))
    page = text_of(office.get("/coordination/networks").text)
    assert "2 units · 2 persons" in page and "New since" in page
    assert not any(name in page for name in ("Awa", "Modou", "Dakar", "Banjul", "77 123"))
    assert "1 network across units grew in the last 7 days" in text_of(office.get("/").text)
    for who in ("dakar", "banjul", "auditor"):
        assert net.as_(who, "en").get("/coordination/networks").status_code == 403
        assert "across units" not in net.as_(who, "en").get("/").text
