"""A case seen as a network: what its file would hold, as a picture and as a table, and nothing of anybody else's."""

import re

import pytest
from sqlalchemy import func, select

from casefile import records
from casefile.audit import Action
from casefile.exchange.ftm.export import look_at_case, take_ftm
from casefile.exchange.networks.graph import network_of
from casefile.records import cases
from casefile.records.links import LinkDraft, link_all
from casefile.storage.tables import ActRow, Audit
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import IdentifierKind, LinkRole, RecordKind
from tests.network.portal import NOBODYS_ID, on_a_port, same_every_time, text_of
from tests.portal.browsing import follow
from tests.portal.test_accessibility import violations

MOST_BYTES = 200_000
PHONE = Identifier(IdentifierKind.PHONE, "77 123 45 67", "SN")


def some(kind, name, *identifiers):
    return Identity(kind, names=(Name(name),) if name else (), identifiers=identifiers)


def linked(net, *links):
    with net.store.writing() as session:
        link_all(session, net.dakar, [(one, LinkDraft(role, other)) for one, role, other in links])


@pytest.fixture
def world(unindexed):
    """Of Dakar's: two persons and one telephone, with its number at one of them; a boat; somebody with no link."""
    net = unindexed
    net.penda = net.enter("dakar", some(RecordKind.PERSON, "Penda <b>Sow</b>", PHONE))
    net.modou = net.enter("dakar", some(RecordKind.PERSON, "Modou Fall"))
    net.phone = net.enter("dakar", some(RecordKind.PHONE, "", PHONE))
    net.boat = net.enter("dakar", some(RecordKind.VESSEL, "Yaye Awa"))
    net.enter("dakar", some(RecordKind.PERSON, "Nobody Else"))
    linked(net, (net.modou, LinkRole.USER, net.phone), (net.penda, LinkRole.OWNER, net.boat))
    net.path = f"/cases/{net.cases['dakar']}/network"
    return net


def test_the_picture_and_the_table_hold_what_the_file_would_and_nothing_of_others(world):
    client = world.as_("dakar", "en")
    assert world.path in client.get(f"/cases/{world.cases['dakar']}").text
    page = client.get(world.path).text
    picture, table = page[page.index("<svg role") :].split("</svg>")[0], page[page.index('id="links"') :]
    for id in (world.penda, world.modou, world.phone, world.boat):
        assert f'href="/records/{id}"' in picture and f'href="/records/{id}"' in table
    assert "Penda &lt;b&gt;Sow" in picture and "style=" not in page
    said = text_of(page)
    assert "6 things" in said and "4 links" in said and "1 record has no link" in said
    assert "Modou Fall Person User 77 123 45 67 Phone shared by 2" in said
    assert re.search(r"Penda <b>Sow</b> Person has this number \+221771234567 Phone number shared by 2", said)
    assert '</a> <span class="soft">Person' in table and "</a><span" not in table, "name and kind are two words"
    assert f"/ftm/?case={world.cases['dakar']}" in page
    world.enter("banjul", some(RecordKind.PERSON, "Penda Sow", PHONE))
    assert same_every_time(client.get(world.path).text) == same_every_time(page)
    with world.store.writing() as session:
        looked = network_of(session, world.dakar, look_at_case(session, world.dakar, world.cases["dakar"]))
        case = cases.case_of(session, world.dakar, world.cases["dakar"]).reference
        taking = take_ftm(session, world.dakar, unit=world.dakar.unit_code, case=case, reason="for the analysts")
        taken = network_of(session, world.dakar, taking)
    assert (looked.nodes, looked.edges, looked.handling) == (taken.nodes, taken.edges, taken.handling)


def test_a_look_is_a_line_of_the_case_and_spends_nothing(world):
    client = world.as_("dakar", "en")
    with world.store.reading() as session:
        before = session.scalar(select(func.max(Audit.seq))), session.scalar(select(func.count()).select_from(ActRow))
    client.get(world.path)
    with world.store.reading() as session:
        (line,) = session.scalars(select(Audit).where(Audit.seq > before[0])).all()
        assert session.scalar(select(func.count()).select_from(ActRow)) == before[1]
        assert (line.action, line.subject_id) == (Action.CONSULTATION.value, world.cases["dakar"])


def test_another_units_case_is_as_if_it_were_not_there(world):
    client = world.as_("dakar", "en")
    answers = [client.get(f"/cases/{id}/network") for id in (world.cases["banjul"], NOBODYS_ID)]
    assert {answer.status_code for answer in answers} == {404}
    assert world.as_("banjul", "en").get(world.path).status_code == 404


def test_a_case_without_links_and_one_too_large_say_so(world, monkeypatch):
    empty = world.as_("banjul", "en").get(f"/cases/{world.cases['banjul']}/network").text
    assert "No links yet" in empty and "<table" not in empty and "<svg role" not in empty
    monkeypatch.setattr("portal.pages.drawn.networks.MOST_TITLES", 1)
    assert world.as_("dakar", "en").get(world.path).text.count('class="tie all"') == 1, "too many lines are one path"
    monkeypatch.setattr("portal.pages.drawn.networks.MOST_AT_PORTAL", 2)
    page = world.as_("dakar", "en").get(world.path)
    assert page.status_code == 200 and "more than 2 records" in page.text and "Penda" not in page.text


def test_a_large_network_stays_small_and_its_table_holds_every_link(world):
    """60 drawn of 94 things, each name of 90 letters, each note of 500; fifty links on a page."""
    client, name = world.as_("dakar", "ar"), "محمد الأمين " * 7
    ids = world.enter_many("dakar", [some(RecordKind.PERSON, f"{name}{at}") for at in range(90)])
    links = [(ids[at], ids[(at + by) % 90]) for by in (1, 7) for at in range(90)][:140]
    with world.store.writing() as session:
        note = "كما قيل في المحضر" * 29
        link_all(session, world.dakar, [(a, LinkDraft(LinkRole.ASSOCIATE, b, note=note)) for a, b in links])
    pages = [client.get(world.path, query_string={"page": page}).text for page in (1, 9)]
    assert max(len(page.encode()) for page in pages) < MOST_BYTES
    assert pages[0].count('<a class="thing') + pages[0].count('<g class="thing') == 60
    assert [page.count("<tr>") - 1 for page in pages] == [50, 44]


def test_a_record_is_drawn_with_what_it_is_linked_to_in_two_steps(world):
    """The telephone, its user, her other telephone; no boat beyond, nothing through the withdrawn."""
    further = [world.enter("dakar", some(kind, "Further")) for kind in (RecordKind.PHONE, RecordKind.PERSON)]
    linked(world, (world.modou, LinkRole.USER, further[0]), (further[1], LinkRole.USER, further[0]))
    client = world.as_("dakar", "en")
    assert f"/records/{world.phone}/network" in client.get(f"/records/{world.phone}").text
    page = client.get(f"/records/{world.phone}/network").text
    picture = page[page.index("<svg role") :].split("</svg>")[0]
    drawn = {id for id in (world.phone, world.modou, *further, world.penda, world.boat) if f"/records/{id}" in picture}
    assert drawn == {world.phone, world.modou, further[0]}
    assert f"/ftm/?record={world.phone}" in page
    with world.store.writing() as session:
        records.withdraw(session, world.dakar, world.modou, "entered twice")
    alone = client.get(f"/records/{world.phone}/network").text
    assert "No links yet" in alone and "1 record is not shown here" in text_of(alone)
    client = world.as_("banjul")
    answers = [client.get(f"/records/{id}/network") for id in (world.phone, NOBODYS_ID)]
    assert {answer.status_code for answer in answers} == {404}
    assert same_every_time(answers[0].text) == same_every_time(answers[1].text)


def test_a_chosen_thing_stands_out_kinds_are_left_out_and_the_second_click_opens(world, browser):
    """By mouse and by keyboard; in Arabic on a telephone no barrier."""

    def opened(language, **options):
        context = browser.new_context(**options)
        cookies = {"griot": world.as_("dakar").get_cookie("griot").value, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        page.goto(address + world.path)
        return page

    def faded(page):
        return page.eval_on_selector_all(".thing.faded text:first-of-type", "all => all.map(one => one.textContent)")

    with on_a_port(world.app) as port:
        address = f"http://127.0.0.1:{port}"
        page = opened("en", viewport={"width": 1280, "height": 900})
        assert not page.locator("[data-net-bar]").is_hidden() and not faded(page)
        boat = f'.thing[href="/records/{world.boat}"]'
        page.click(f"{boat} text >> nth=0")
        assert page.url.endswith("/network") and sorted(faded(page)) == ["+221771234567", "77 123 45 67", "Modou Fall"]
        assert "Yaye Awa, Vessel – Penda <b>Sow</b>" in page.inner_text("[data-net-said]")
        page.keyboard.press("Escape")
        assert not faded(page)
        page.click('[data-leave="vessel"]')
        assert page.locator(boat).is_hidden() and page.locator(".tie.gone").count() == 1
        page.click('[data-leave="vessel"]')
        wide = page.get_attribute("[data-net] svg", "width")
        page.focus(boat)
        page.keyboard.press("+")
        assert float(page.get_attribute("[data-net] svg", "width")) == 1.25 * float(wide)
        page.keyboard.press("0")
        page.keyboard.press("Escape")
        page.click(f"{boat} text >> nth=0")
        follow(page, f"{boat} text >> nth=0")
        assert page.url.endswith(world.boat)
        page.set_default_timeout(5_000)
        phone = opened("ar", viewport={"width": 390, "height": 800}, is_mobile=True)
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not violations(phone, "network of a case, ar, phone")
