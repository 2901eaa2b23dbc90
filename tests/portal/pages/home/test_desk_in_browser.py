"""The desk, the digest's setting and the hit desk in a real browser: axe, sideways scrolling, and the bell."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from casefile.storage import tables
from casefile.storage.tables import Pointer
from portal.web.header import due as counted
from tests.network.contact import Contact
from tests.network.make import SEEN, WANTED, report
from tests.network.portal import on_a_port
from tests.network.protection import protected_hit, staff
from tests.portal.test_accessibility import violations

LOOKS = {
    "fr": ("fr", {}),
    "ar phone": ("ar", {"viewport": {"width": 375, "height": 700}}),
    "en dark": ("en", {"color_scheme": "dark"}),
}


@pytest.fixture
def net(unindexed):
    """Something of nearly every kind is due."""
    net = staff(unindexed)
    Contact(net).sent()
    with net.store.writing() as session:
        session.execute(update(Pointer).values(sent_at=tables.now() - timedelta(hours=45)))
    protected_hit(net)
    for days in (3, 20):
        net.watch("dakar", SEEN, expires_at=tables.now() + timedelta(days=days))
    net.waits = []
    for by in ("banjul", "nouakchott"):
        record = net.enter("dakar", report("Une pirogue bleue vue à Kayar."))
        net.hit(record, net.watch(by, WANTED))
        net.waits.append(net.hit_of(record))
    with on_a_port(net.app) as port:
        net.address = f"http://127.0.0.1:{port}"
        yield net


@pytest.fixture
def signed_in(browser, net):
    """signed_in("dakar", "fr"): a page at home; what the console complains of is a failure."""
    opened, complaints = [], []

    def enter(login, language, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": language, **options})
        context.set_default_timeout(20_000)
        opened.append(context)
        cookie = net.as_(login).get_cookie("griot").value
        cookies = {"griot": cookie, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": net.address} for name, value in cookies.items()])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{net.address}/")
        return page

    yield enter
    for context in opened:
        context.close()
    assert complaints == []


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("look", LOOKS)
def test_no_violation_and_nothing_runs_out_sideways(net, signed_in, look):
    language, options = LOOKS[look]
    found = []
    for login, paths in (
        ("dakar", ("/", "/account/", f"/hits/{net.pointers('dakar')[0].id}")),
        ("coordinator", ("/", "/review/", f"/review/{net.waits[0]}")),
        ("protection", ("/",)),
        ("analyst", ("/",)),
    ):
        page = signed_in(login, language, **options)
        for path in paths:
            page.goto(net.address + path)
            found += violations(page, f"{look} {login} {path}")
            assert sideways(page) <= 0, (look, login, path)
    assert found == []


def test_the_bell_rings_on_an_open_page_once_a_minute_and_only_while_it_is_seen(net, signed_in, monkeypatch, until):
    monkeypatch.setattr(counted, "KEPT_S", 0.0)  # the browser's minutes are none of the server's
    page, asked, answered = signed_in("dakar", "fr"), [], []
    page.clock.install()
    page.on("request", lambda one: asked.append(one) if one.url.endswith("/due") else None)
    page.on("response", lambda one: answered.append(one) if one.url.endswith("/due") else None)
    page.goto(f"{net.address}/cases/")
    before = int(page.inner_text("[data-bell]"))
    for _ in range(60):  # five minutes, of which the machine may add some of its own
        page.clock.run_for(5_000)
        page.wait_for_timeout(5)
        until(lambda: page.wait_for_timeout(5) or len(answered) == len(asked), 60)  # the page waits for its answer
    assert 4 <= len(asked) <= 7 and {one.status for one in answered} == {304}
    assert page.is_hidden("#something-new")
    net.watch("dakar", SEEN, expires_at=tables.now() + timedelta(days=5))
    page.clock.run_for(66_000)
    page.wait_for_selector("#something-new:not([hidden])")
    assert int(page.inner_text("[data-bell]")) == before + 1 and page.title().startswith(f"({before + 1}) ")
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    many = len(asked)
    page.clock.run_for(600_000)
    page.wait_for_timeout(300)
    assert len(asked) == many, "a page nobody sees asks nothing"


def test_keys_walk_and_choose_and_the_judgement_is_in_sight(net, signed_in):
    page = signed_in("coordinator", "fr")
    page.goto(f"{net.address}/review/{net.waits[0]}")
    assert page.locator("#judgement").bounding_box()["y"] < page.viewport_size["height"] - 200
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(200)
    assert page.locator("#judgement h2").bounding_box()["y"] >= 0, "and stays there"
    here = page.url
    key = "n" if page.locator("[data-go=n]").count() else "p"
    with page.expect_navigation():
        page.keyboard.press(key)
    assert page.url != here and "/review/" in page.url
    page.keyboard.press("d")
    assert page.is_checked("[data-judge] [value=not_same]")
    page.keyboard.type("vu avec les deux agents")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert page.locator(".note.good").count() == 1
