"""The main tasks of a list in a real browser, with and without scripts, at a desk and on a phone."""

from datetime import timedelta

import pytest

from casefile.people import passwords
from casefile.records import cases
from casefile.storage import tables
from tests.network.make import person
from tests.network.people import PASSWORD
from tests.network.portal import on_a_port
from tests.portal.browsing import follow
from tests.portal.test_accessibility import violations

WHY = "the judge closed the file"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}


@pytest.fixture
def address(unindexed):
    for who in ("banjul", "dakar"):
        with unindexed.store.writing() as session:
            passwords.set_password(session, unindexed.links[who], PASSWORD)
    for number, name in enumerate(("Modou Jallow", "Fatou Camara", "Lamin Ceesay")):
        end = tables.now() + timedelta(days=20 + 60 * number)
        unindexed.watch("banjul", person(name, "1984"), expires_at=end)
    with unindexed.store.writing() as session:
        for number in range(139):
            draft = cases.CaseDraft(f"K-{number:03d}", f"Départ n° {number}", "Loi 2005-06")
            cases.open_case(session, unindexed.dakar, draft)
    with on_a_port(unindexed.app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(params=[(True, DESK), (False, PHONE)], ids=["scripts, desk", "no scripts, phone"])
def page(browser, request):
    scripts, size = request.param
    context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="en")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def sign_in(page, address, login):
    page.goto(f"{address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    follow(page, "main button[type=submit]")
    page.wait_for_url(f"{address}/")


def test_watches_are_found_ticked_and_suspended_with_one_reason(page, address):
    sign_in(page, address, "banjul")
    page.goto(f"{address}/watchlists/")
    page.fill("#find", "Mamadou Diallo")
    page.press("#find", "Enter")
    page.wait_for_url("**find=*")
    assert "Diallo" not in page.url and page.locator("tbody tr").count() == 1
    assert "These sound like it" in page.inner_text("main") and "Modou Jallow" in page.inner_text("tbody")
    follow(page, "text=All of them")
    page.click("text=Tick all on this page")
    page.locator("tbody tr", has_text="Fatou Camara").locator("input[type=checkbox]").uncheck()
    follow(page, ".bulk button[value=suspend]")
    assert page.locator(".ticked li").all_inner_texts() == ["Lamin Ceesay", "Modou Jallow"]
    page.fill("#reason", WHY)
    follow(page, "main button[name=confirm]")
    page.wait_for_selector(".note.good")
    assert "2 watches are suspended." in page.inner_text(".note.good")
    assert page.locator("tbody tr", has_text="Suspended").count() == 2


def test_what_ends_soon_is_extended_and_what_cannot_be_done_is_said(page, address):
    sign_in(page, address, "banjul")
    page.goto(f"{address}/watchlists/")
    follow(page, "text=One watch ends within 30 days")
    assert page.locator("tbody tr").count() == 1
    page.check("tbody input[type=checkbox]")
    follow(page, ".bulk button[value=end]")
    page.fill("#reason", WHY)
    follow(page, "main button[name=confirm]")
    page.goto(f"{address}/watchlists/?all=1")
    follow(page, ".bulk button[value=renew]")
    assert "Nothing is done with this one" in page.inner_text("main")
    page.fill("#until", (tables.now() + timedelta(days=200)).strftime("%d/%m/%Y"))
    page.fill("#reason", WHY)
    follow(page, "main button[name=confirm]")
    page.wait_for_selector("text=Not done with one line")
    assert "2 watches have a new end." in page.inner_text(".lead") and "Modou Jallow" in page.inner_text("tbody")
    follow(page, "text=Back to the list")
    assert page.locator("tbody tr").count() == 3


def test_one_of_140_cases_is_found_amended_and_closed(page, address):
    sign_in(page, address, "dakar")
    page.goto(f"{address}/cases/")
    assert "page 1 of 7" in page.inner_text("main")
    page.fill("#find", "depart 77")
    page.press("#find", "Enter")
    page.wait_for_url("**find=*")
    follow(page, "tbody a:has-text('K-077')")
    follow(page, ".head a:has-text('Amend')")
    page.fill("#title", "Départ de Kayar")
    follow(page, "main button[type=submit]")
    page.wait_for_selector(".note.good")
    assert page.locator("#history + table tbody tr").count() == 2
    page.goto(f"{address}/cases/")
    page.fill("#find", "kayar")
    page.press("#find", "Enter")
    page.wait_for_url("**find=*")
    page.check("tbody input[type=checkbox]")
    follow(page, ".bulk button[value=close]")
    page.fill("#reason", WHY)
    follow(page, "main button[name=confirm]")
    page.wait_for_selector(".note.good")
    assert "1 case is closed." in page.inner_text(".note.good") and "find=" in page.url


@pytest.mark.parametrize(("language", "size", "scheme"), [("fr", DESK, "light"), ("ar", PHONE, "dark")])
def test_no_page_of_a_list_has_a_violation_or_is_wider_than_the_screen(
    unindexed, address, browser, language, size, scheme
):
    found = []

    def check(page):
        found.extend(violations(page, page.url))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    for login, paths in (
        ("banjul", ("/watchlists/?all=1", "/watchlists/?wants=noisy")),
        ("dakar", ("/cases/?size=100", "/records/", "/cases/new", f"/cases/{unindexed.cases['dakar']}/amend")),
    ):
        context = browser.new_context(viewport=size, color_scheme=scheme, locale=language, bypass_csp=True)
        page = context.new_page()
        sign_in(page, address, login)
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        for path in paths:
            page.goto(address + path)
            check(page)
        page.goto(address + paths[0].partition("?")[0] + "?all=1")
        page.click(".bulk button >> nth=0")
        page.wait_for_selector(".ticked")
        check(page)
        page.go_back()
        page.click("form[action$='/export'] button")
        page.wait_for_selector("button[value=xlsx]")
        check(page)
        context.close()
    assert not found, "\n".join(found)
