"""Of a working day in a real browser: several linked at once and taken back by a key; another language with all that
was typed; a link that survives signing in, and refusals that lead on."""

import pytest

from casefile.people import passwords
from tests.network import make
from tests.network.people import PASSWORD
from tests.network.portal import on_a_port
from tests.portal.browsing import follow


@pytest.fixture
def visit(browser, unindexed):
    """visit("dakar"): a page of who is signed in so, or of a stranger; `.base` is the portal's address."""
    opened = []
    with on_a_port(unindexed.app) as port:
        base = f"http://127.0.0.1:{port}"

        def enter(login="", language="fr"):
            context = browser.new_context(viewport={"width": 1280, "height": 900}, locale=language)
            context.set_default_timeout(20_000)
            opened.append(context)
            if login:
                kept = {"griot": unindexed.as_(login).get_cookie("griot").value, "language": language}
                context.add_cookies([{"name": name, "value": value, "url": base} for name, value in kept.items()])
            page = context.new_page()
            page.base = base
            return page

        yield enter
        for context in opened:
            context.close()


def test_two_records_are_linked_at_once_and_one_key_takes_them_back(unindexed, visit):
    man = unindexed.enter("dakar", make.person("Modou Jallow", "1984"))
    woman = unindexed.enter("dakar", make.person("Awa Ndiaye", "1990"))
    report = unindexed.enter("dakar", make.report("Rien de neuf."))
    page = visit("dakar")
    page.goto(f"{page.base}/records/{report}/link")
    for one in (man, woman):
        page.check(f"input[name=to][value='{one}']")
    follow(page, "main .actions button:not([name]) >> nth=-1")
    assert len(unindexed.opened("dakar", report).links) == 2
    page.click("h1")
    with page.expect_navigation():
        page.keyboard.press("z")
    assert page.url == f"{page.base}/records/{report}" and unindexed.opened("dakar", report).links == ()


def test_another_language_keeps_the_page_and_what_is_typed(unindexed, visit):
    page = visit("dakar")
    page.goto(f"{page.base}/records/new?kind=person&case={unindexed.cases['dakar']}")
    page.fill("#names-0-text", "Sidy Gueye")
    page.fill("#suspicion_note", "vu avec deux passagers")
    page.click(".who summary")
    follow(page, ".languages button[value=ar]")
    assert page.get_attribute("html", "dir") == "rtl" and "/records/new" in page.url
    assert page.input_value("#names-0-text") == "Sidy Gueye"
    assert page.input_value("#suspicion_note") == "vu avec deux passagers"
    desk = visit("coordinator")
    desk.goto(f"{desk.base}/review/")
    desk.click(".who summary")
    follow(desk, ".languages button[value=pt]")
    assert desk.get_attribute("html", "lang") == "pt" and desk.url.startswith(f"{desk.base}/review/")


def test_a_link_survives_signing_in_and_a_refusal_is_said_once_and_leads_on(unindexed, visit):
    record = unindexed.enter("dakar", make.person("Modou Jallow", "1984"))
    with unindexed.store.writing() as db:
        passwords.set_password(db, unindexed.links["dakar"], PASSWORD)
    page = visit()
    page.goto(f"{page.base}/records/{record}")
    page.fill("#login", "dakar")
    page.fill("#password", PASSWORD)
    follow(page, "main button[type=submit]")
    assert page.url.startswith(f"{page.base}/records/{record}") and "Modou Jallow" in page.inner_text("h1")
    page.goto(f"{page.base}/admin/")
    said = page.inner_text("main")
    sentences = [one for one in said.splitlines() if one.strip()]
    assert len(sentences) == len(set(sentences)), said
    follow(page, "main a:visible >> nth=0")
    assert page.locator("h1").count() == 1 and "/admin" not in page.url
