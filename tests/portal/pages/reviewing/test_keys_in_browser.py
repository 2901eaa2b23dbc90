"""Twenty hits judged by three keys each, the last one undone, in a real browser; and no barrier on the way."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from casefile import hits
from casefile.storage import tables
from casefile.storage.tables import HeldJudgement, Hit, Review
from casefile.vocabulary import HitState
from tests.network.make import WANTED, person
from tests.network.portal import application, on_a_port
from tests.portal.browsing import press
from tests.portal.test_accessibility import violations

MANY = 20
KEYS = ("2", "d", "Control+Enter")
"""A usual reason, *not the same*, save and go to the next."""


@pytest.fixture
def desk(unindexed):
    settings = replace(unindexed.settings, undo_s=60)
    net = replace(unindexed, settings=settings, app=application(settings, unindexed.store))
    watch = net.watch("banjul", WANTED)
    for number in range(MANY):
        net.hit(net.enter("dakar", person(f"Mamadou Dialo {number}", "1985")), watch)
    return net


@pytest.fixture
def page(browser, desk):
    with on_a_port(desk.app) as port:
        address = f"http://127.0.0.1:{port}"
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en")
        context.set_default_timeout(20_000)
        cookies = {"griot": desk.as_("coordinator").get_cookie("griot").value, "language": "en"}
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        page.goto(f"{address}/review/")
        yield page
        context.close()


def counted(net, table, *where):
    with net.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table).where(*where))


def test_twenty_hits_are_judged_by_three_keys_each_and_the_last_is_undone(desk, page, until):
    stop = threading.Event()

    def worker():
        while not stop.wait(0.3):
            hits.carry_out_due(desk.store)

    working = threading.Thread(target=worker)
    working.start()
    try:
        press(page, "j", "Enter")
        page.wait_for_selector("[data-judge]")
        for number in range(MANY):
            press(page, *KEYS[:-1])
            with page.expect_navigation():
                page.keyboard.press(KEYS[-1])
            assert "Judged: not the same" in page.inner_text(".undo"), number
        assert "/review/" in page.url and not page.locator("[data-judge]").count(), "the list, and nothing waits"
        assert violations(page, "undo") == []
        with page.expect_navigation():
            page.keyboard.press("z")
        assert "nobody was notified" in page.inner_text("main")
        assert page.locator("[data-judge]").count() == 1
        with desk.store.writing() as session:  # the minute is over
            session.execute(update(HeldJudgement).values(due_at=tables.now()))
        until(lambda: counted(desk, HeldJudgement) == 0, 60)
    finally:
        stop.set()
        working.join()
    assert counted(desk, Review) == MANY - 1 == counted(desk, Hit, Hit.state == HitState.FALSE_MATCH.value)
    assert desk.pointers("banjul") == []


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 375)])
def test_two_reviewers_and_the_desk_on_a_phone_have_no_barrier(desk, browser, language, width):
    hit = next(iter(desk.hits().values()))
    form = {"judgement": "same", "reason": "both units called", "seen": "queued"}
    desk.post(desk.as_("coordinator"), f"/review/{hit}", form, page="/names/")
    with on_a_port(desk.app) as port:
        address = f"http://127.0.0.1:{port}"
        context = browser.new_context(viewport={"width": width, "height": 780}, locale=language)
        cookies = {"griot": desk.as_("second").get_cookie("griot").value, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page = context.new_page()
        found = []
        for path in ("/review/", "/review/?mine=1", f"/review/{hit}"):
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
            found += violations(page, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        other = next(one for one in desk.hits().values() if one != hit)
        page.goto(f"{address}/review/{other}")
        desk.post(desk.as_("coordinator"), f"/review/{other}", form, page="/names/")
        page.check("[data-judge] [value=not_same]")
        page.fill("#reason", "the fathers differ")
        page.click("[data-judge] button[type=submit]:not([name])")
        page.wait_for_selector("input[name=instead_of]", state="attached")
        found += violations(page, "judged twice")
        assert page.input_value("#reason") == "the fathers differ"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert found == []
        context.close()
