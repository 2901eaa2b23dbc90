"""From a pasted report to six linked records: counted, by keys, without scripts, and without a barrier."""

import pytest
from playwright.sync_api import expect

from tests.network import make
from tests.network.portal import on_a_port
from tests.portal.browsing import press
from tests.portal.pages.entry.test_marks import REPORT, phone, portal
from tests.portal.test_accessibility import violations

__all__ = ["portal"]
KEY, POINTING, PAGE = 0.3, 1.2, 2.0
"""Seconds, as issue 16 reckons."""


@pytest.fixture
def on_page(browser, portal):
    """on_page(language, …): a page signed in as Dakar's investigator; `.base` is the portal's address."""
    opened = []
    with on_a_port(portal.app) as port:
        base = f"http://127.0.0.1:{port}"

        def enter(language="en", **options):
            context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": language, **options})
            context.set_default_timeout(20_000)
            opened.append(context)
            signed_in = portal.as_("dakar").get_cookie("griot").value
            context.add_cookies([
                {"name": name, "value": value, "url": base}
                for name, value in (("griot", signed_in), ("language", language))
            ])  # fmt: skip
            page = context.new_page()
            page.base = base
            return page

        yield enter
        for context in opened:
            context.close()


def made(page):
    return page.locator("mark.made").count()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_pasted_report_to_six_linked_records_within_two_minutes(on_page, portal, scripts):
    page = on_page(java_script_enabled=scripts)
    page.goto(f"{page.base}/records/new?kind=report&case={portal.cases['dakar']}")
    seconds = PAGE
    page.fill("#narrative", REPORT)  # pasted: pointing at the field, and two keys
    seconds += POINTING + 2 * KEY
    page.click("main .dock button[type=submit] >> nth=0")
    seconds += POINTING + PAGE
    expect(page.locator("mark.read")).to_have_count(10)
    for name in ("Mamadou Dialo", "77 345 12 90", "A01234567", "DK-1234-AB", "Mame Njaay", "Fass Boye"):
        page.check(f".found label:has(b:has-text('{name}')) input[name=take]")
        seconds += POINTING
    page.fill("#basis", "Loi 2005-06")  # the case of this world states none
    seconds += POINTING + 11 * KEY
    page.click("button:has-text('Make those ticked')")
    seconds += POINTING + PAGE
    expect(page.locator("mark.made")).to_have_count(6)
    assert "6 records were made." in page.inner_text("body")
    assert len(portal.opened("dakar", page.url.split("/records/")[1][:32]).links) == 6
    assert seconds <= 120, seconds


def test_one_key_each_and_one_key_takes_it_back(on_page, portal):
    page = on_page()
    page.goto(f"{page.base}/records/{portal.enter('dakar', make.report(REPORT))}")
    press(page, "2")  # the boat
    expect(page.locator("mark.made")).to_have_text(["2Mame Njaay"])
    press(page, "z")
    expect(page.locator("mark.made")).to_have_count(0)
    press(page, "a")
    expect(page.locator("mark.made")).to_have_count(5)


def test_a_person_without_a_role_is_refused_beside_the_line_and_the_rest_waits(on_page, portal):
    page = on_page()
    page.goto(f"{page.base}/records/{portal.enter('dakar', make.report(REPORT))}")
    page.check(".found li:has-text('Mame Njaay') input[name=take]")
    page.check(".found li:has-text('Aïssatou Bah') input[name=take]")
    page.click("button:has-text('Make those ticked')")
    expect(page.locator(".found .field-error")).to_have_count(1)
    assert made(page) == 0 and page.is_checked(".found li:has-text('Mame Njaay') input[name=take]")
    page.select_option(".found li:has-text('Aïssatou Bah') select", "victim")
    page.click("button:has-text('Make those ticked')")
    expect(page.locator("mark.made")).to_have_count(2)


@pytest.mark.parametrize(("language", "scheme", "width"), [("fr", "light", 1280), ("ar", "dark", 390)])
def test_the_marked_report_has_no_barrier(on_page, portal, language, scheme, width):
    page = on_page(language, viewport={"width": width, "height": 844}, color_scheme=scheme)
    report_id = portal.enter("dakar", make.report(REPORT), suspicion_note="")
    page.goto(f"{page.base}/records/{report_id}")
    found = violations(page, "marked")
    page.locator(".found button[name=only]").nth(1).click()
    expect(page.locator("mark.made")).to_have_count(1)
    found += violations(page, "one made")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("language", "scheme", "width"), [("ar", "light", 1280), ("fr", "dark", 390)])
def test_the_page_of_links_has_no_barrier_and_fits_a_phone(on_page, portal, language, scheme, width):
    page = on_page(language, viewport={"width": width, "height": 844}, color_scheme=scheme)
    line = portal.enter("dakar", phone("+221 77 345 12 90"))
    man = portal.enter("dakar", make.person("Mamadou Dialo", "1985"))
    page.goto(f"{page.base}/records/{man}/link")
    found = violations(page, "links")
    page.check(f"input[value='{line}']")
    page.locator("form[method=post] button:not([name])").last.click()
    expect(page.locator(".undo button")).to_have_count(1)
    found += violations(page, "linked")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not found, "\n".join(found)
    page.click(".undo button")
    expect(page.locator(".undo button")).to_have_count(0)
    assert portal.opened("dakar", man).links == ()
