"""A list on a phone: its lines come first; what narrows and sorts it is in a fold, which says what is set."""

import pytest

from tests.network.make import SEEN, WANTED, report
from tests.network.portal import on_a_port
from tests.portal.browsing import DESK, PHONE, follow, press, whole, windows
from tests.portal.test_accessibility import violations

CHOICES = ["own", "wants", "sort", "size"]
FOLD = ".sieve summary"


@pytest.fixture
def address(unindexed):
    """Two pointers to Banjul, of which one is noted; one hit that waits at the coordinator's desk."""
    net = unindexed
    for who in ("dakar", "nouakchott"):
        record = net.enter(who, SEEN)
        net.hit(record, net.watch("banjul", WANTED))
        net.decide(net.hit_of(record), "same")
    net.hit(net.enter("dakar", report("A boat at Kayar.")), net.watch("nouakchott", WANTED))
    net.deliver()
    client = net.as_("banjul")
    net.post(client, f"/hits/{net.pointers('banjul')[0].id}/read", page="/hits/")
    with on_a_port(net.app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def opened(unindexed, browser, address):
    """opened("banjul", "/hits/", PHONE): the page in a browser of its own, signed in."""
    with windows(browser, unindexed, address) as open_:
        yield lambda who, path, size, language="fr", **how: open_(who, path, size, language, **how)


def seen_choices(page):
    return [one.get_attribute("name") for one in page.locator(".sieve select").all() if one.is_visible()]


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(("who", "path"), [("banjul", "/hits/"), ("coordinator", "/review/")])
def test_a_phone_shows_the_first_line_before_any_choice(opened, who, path, language):
    page = opened(who, path, PHONE, language)
    assert seen_choices(page) == [], "no choice stands before the lines"
    first = page.locator("main tbody tr >> nth=0 >> th a").bounding_box()
    assert first["y"] + first["height"] < PHONE["height"], "the first line is on the first screen"
    assert page.locator("#find").is_visible() and page.locator(FOLD).is_visible()
    page.locator(FOLD).click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not violations(page, f"{path} {language}")


def test_the_choices_are_reached_by_keyboard_and_the_fold_says_what_is_set(opened):
    page = opened("banjul", "/hits/", PHONE)
    page.locator("#find").focus()
    press(page, "Tab")
    assert page.evaluate("document.activeElement.matches('.sieve summary')")
    press(page, "Enter")
    assert seen_choices(page) == ["wants", "own", "sort", "size"], "what is due first, then whose, then the order"
    press(page, "Tab")
    assert page.evaluate("document.activeElement.name") == "wants"
    page.select_option("[name=wants]", "new")
    page.select_option("[name=sort]", "oldest")
    follow(page, ".sieve button")
    assert page.locator("main tbody tr").count() == 1 and seen_choices(page) == []
    said = page.inner_text(FOLD)
    for name, value in (("wants", "new"), ("sort", "oldest")):
        assert page.locator(f"[name={name}] option[value={value}]").text_content() in said
    follow(page, ".sieve a.as-link")
    assert page.locator("main tbody tr").count() == 2


def test_without_scripts_a_phone_narrows_all_the_same(opened):
    page = opened("banjul", "/hits/", PHONE, scripts=False)
    page.locator(FOLD).click()
    page.select_option("[name=wants]", "new")
    follow(page, ".sieve button")
    assert page.locator("main tbody tr").count() == 1


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_at_a_desk_the_choices_stand_open(opened, scripts):
    page = opened("banjul", "/hits/", DESK, scripts=scripts)
    assert seen_choices(page) == ["wants", "own", "sort", "size"] and not page.locator(FOLD).is_visible()
    tops = {page.locator(f"[name={name}]").bounding_box()["y"] for name in CHOICES}
    assert len(tops) == 1, "on one line"
    page.locator("#find").focus()
    page.keyboard.press("Tab")
    assert page.locator("[name=wants]:focus").count() == 1, "the keyboard comes to them without a click"


def test_in_a_browser_that_knows_no_part_of_a_fold_a_script_opens_it(opened):
    page = opened("banjul", "/hits/", DESK)
    page.add_init_script("CSS.supports = () => false")
    page.reload(wait_until="load")
    whole(page)
    assert page.locator(".sieve details[open]").count() == 1
    page.set_viewport_size(PHONE)
    page.reload(wait_until="load")
    whole(page)
    assert page.locator(".sieve details[open]").count() == 0
