"""The form of a person on a phone: three screens, and all of it in sight of the one decision."""

import pytest

from tests.portal.test_accessibility import follow, violations
from tests.portal.test_browser import sign_in

WIDTH, HEIGHT = 390, 844
"""A phone of the middle size."""


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_person_fits_three_screens_of_a_phone(browser, served, case_of, password, language):
    case_id = case_of("dakar")
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, locale=language)
    context.set_default_timeout(30_000)
    page = context.new_page()
    sign_in(page, served, "dakar", password)
    page.click(".who summary")
    page.click(f"button[name=language][value={language}]")
    page.goto(f"{served}/records/new?kind=person&case={case_id}")
    assert page.evaluate("document.getElementById('entry').offsetHeight") <= 3 * HEIGHT
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.focus("#names-0-text")
    assert page.is_visible("main .dock button[type=submit]"), "Save is always in sight"
    context.close()


def barriers(page, what):
    """At the end of the page, where the bar with Save covers no field by half: what it covers can be scrolled to."""
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    return violations(page, what)


@pytest.mark.parametrize(("language", "scheme", "width"), [("fr", "light", 1280), ("ar", "dark", 390)])
def test_form_drafts_and_two_versions_have_no_barrier(
    browser, served, portal, case_of, enter, form_of, password, language, scheme, width
):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    record_id = enter(client, "person", form_of["person"](case_id))
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, locale=language, color_scheme=scheme)
    context.set_default_timeout(30_000)
    page, other = context.new_page(), context.new_page()
    sign_in(page, served, "dakar", password)
    page.click(".who summary")
    page.click(f"button[name=language][value={language}]")
    found = []
    for path in (f"/records/new?kind=person&case={case_id}", f"/records/new?kind=vessel&case={case_id}"):
        page.goto(served + path)
        found += barriers(page, path)
    follow(page, "main .dock button[type=submit]")
    found += barriers(page, "refused")
    for one in (page, other):
        one.goto(f"{served}/records/{record_id}/amend")
    other.fill("#narrative", "A vendu la pirogue.")
    page.fill("#narrative", "Vu le 20.")
    for one, then in ((other, f"**/records/{record_id}"), (page, "**/compare?*")):
        one.click("main .dock button[type=submit]")
        one.wait_for_url(then)
    found += barriers(page, "two versions")
    page.goto(f"{served}/drafts/")
    assert page.locator("main tbody tr").count()
    found += barriers(page, "drafts")
    assert found == []
    context.close()
