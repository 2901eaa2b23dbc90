"""The form of a person on a phone: three screens, and all of it in sight of the one decision."""

import pytest

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
    page.click(f"button[name=language][value={language}]")
    page.goto(f"{served}/records/new?kind=person&case={case_id}")
    assert page.evaluate("document.getElementById('entry').offsetHeight") <= 3 * HEIGHT
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH
    page.focus("#names-0-text")
    assert page.is_visible("main .dock button[type=submit]"), "Save is always in sight"
    context.close()
