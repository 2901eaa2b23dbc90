"""The rules of an own record: who may know of it and until when stand open; the rest is one fold away on a phone and
open at a desk."""

import pytest

from casefile.vocabulary import Protection
from tests.network.make import person, report
from tests.network.portal import on_a_port
from tests.portal.browsing import DESK, PHONE, press, windows
from tests.portal.test_accessibility import violations

OPEN = ["Other units may know", "Handling", "Kept until"]
FOLDED = ["Purpose", "Legal basis", "Source and information", "Review by", "Content destroyed", "Record number"]
FOLD = "aside summary"


@pytest.fixture
def opened(unindexed, browser):
    """opened(record, PHONE): an own record's page."""
    with on_a_port(unindexed.app) as port, windows(browser, unindexed, f"http://127.0.0.1:{port}") as open_:
        yield lambda record, size, *more, **how: open_("dakar", f"/records/{record}", size, *more, **how)


def seen(page):
    """The labels of the rules that stand before one's eyes."""
    labels = [one for one in page.locator("aside dt").all() if one.is_visible()]
    return [one.inner_text().removesuffix("?").strip() for one in labels]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_on_a_phone_who_may_know_and_until_when_stand_open_and_the_rest_is_folded(unindexed, opened, scripts):
    page = opened(unindexed.enter("dakar", report("A boat at Kayar.")), PHONE, scripts=scripts)
    assert seen(page) == OPEN
    said = page.inner_text("aside")
    assert "a pointer" in said and "H2" in said and "Hold by order" in said, "what is shared, how, and what may be done"
    assert page.locator("aside").bounding_box()["height"] < PHONE["height"], "not two screens: less than one"
    page.locator(FOLD).focus()
    page.keyboard.press("Enter")
    assert seen(page) == OPEN + FOLDED, "a key opens the rest"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_whom_a_record_is_about_and_what_protects_it_is_never_folded(unindexed, opened):
    child = unindexed.enter("dakar", person("Awa Diop", "2014"))
    page = opened(child, PHONE)
    assert seen(page) == ["In the case", "Other units may know", "Handling", "Protected", "Kept until"]
    assert page.locator("aside .badge", has_text="inor").first.is_visible(), Protection.MINOR


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_at_a_desk_all_rules_stand_open_at_the_side(unindexed, opened, scripts):
    page = opened(unindexed.enter("dakar", report("A boat at Kayar.")), DESK, scripts=scripts)
    assert seen(page) == OPEN + FOLDED and not page.locator(FOLD).is_visible()


@pytest.mark.parametrize(("language", "size"), [("fr", PHONE), ("ar", PHONE), ("ar", DESK)])
def test_folded_and_open_the_page_has_no_violation(unindexed, opened, language, size):
    page = opened(unindexed.enter("dakar", report("A boat at Kayar.")), size, language)
    assert not violations(page, f"folded {language}")
    if size == PHONE:
        page.locator(FOLD).focus()
        press(page, "Enter")
    assert not violations(page, f"open {language}")


def test_on_paper_nothing_is_folded(unindexed, opened):
    page = opened(unindexed.enter("dakar", report("A boat at Kayar.")), PHONE)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert set(OPEN + FOLDED) <= set(seen(page))
