"""A phone at the border: a low header in five languages, a menu that shows all there is, labels and keyboards."""

import html
import re
from collections import Counter
from dataclasses import replace

import pytest

from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind
from portal.web.header.menu import OFFERS
from tests.network import make
from tests.network.portal import on_a_port

LANGUAGES = ("fr", "en", "ar", "es", "pt")
MOST_PX = 120
"""Issue 16.10: the header, with the stripe of the demonstration and the line of the errand."""
OWN_LINE = """Array.from(document.querySelectorAll(".own a, .own button"))
    .filter((e) => e.getBoundingClientRect().height < 43.5).map((e) => e.textContent.trim())"""
BELOW = "document.querySelector('.errand').getBoundingClientRect().bottom - document.body.getBoundingClientRect().top"


@pytest.fixture
def phone(browser, unindexed):
    """phone("dakar", "fr", 360): a page at home, of a unit with a long name and an errand with a long reason."""
    opened = []
    with on_a_port(unindexed.app) as port:
        address = f"http://127.0.0.1:{port}"

        def enter(login, language, width):
            context = browser.new_context(viewport={"width": width, "height": 780}, locale=language)
            context.set_default_timeout(20_000)
            opened.append(context)
            client = unindexed.as_(login)
            unindexed.post(client, "/errand/", {"reason": "control of the bus from Rosso, asked by the duty officer",
                                                "case_ref": "DKR-2026-0900"}, page="/errand/")  # fmt: skip
            cookies = {"griot": client.get_cookie("griot").value, "language": language}
            context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
            page = context.new_page()
            page.goto(f"{address}/cases/")
            return page

        yield enter
        for context in opened:
            context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_is_low_and_the_menu_shows_all_there_is(phone, unindexed, language):
    for width in (360, 390):
        page = phone("dakar", language, width)
        assert page.is_visible(".errand"), "the errand stands"
        height = page.evaluate(BELOW)
        assert 0 < height < MOST_PX, (language, width, height)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.is_visible("nav.main"), "no line that runs out at the side"
        page.click(".who summary")
        offered = page.locator("nav.all a")
        wanted = sum(offer.in_menu and any(map(unindexed.dakar.may, offer.permissions)) for offer in OFFERS)
        assert offered.count() == 1 + wanted > 5
        for at in range(offered.count()):
            assert offered.nth(at).is_visible()
        assert page.evaluate(OWN_LINE) == [], "44 pixels to the finger"
        unit = page.locator(".own p.on-phone strong")
        assert unit.inner_text().strip() == "Brigade de Dakar"
        assert unit.evaluate("(e) => e.scrollWidth <= e.parentElement.clientWidth"), "the unit in full"


@pytest.mark.parametrize("kind", ["person", "vessel", "event"])
def test_labels_can_be_told_apart_and_keyboards_fit(unindexed, kind):
    page = unindexed.as_("dakar").get(f"/records/new?kind={kind}").text
    labels = [" ".join(re.sub(r"<[^>]+>", " ", found).split())
              for found in re.findall(r"<label[^>]*>(.*?)</label>", page[page.index("<main"):], re.DOTALL)]  # fmt: skip
    twice = [label for label, many in Counter(map(html.unescape, labels)).items() if many > 1]
    assert labels and twice == []
    if kind == "person":
        assert re.search(
            r'id="identifiers-0-value"[^>]*inputmode="tel"|inputmode="tel"[^>]*id="identifiers-0-value"', page
        )


LINES = """(e) => { const r = document.createRange(); r.selectNodeContents(e);
    return new Set(Array.from(r.getClientRects()).map((one) => Math.round(one.top))).size }"""
NUMBERS = ("+221 77 123 45 67", "A 012 345 678", "DK 4471 AB")
LONG = "SN08 SN01 0015 2000 0485 0000 3035 9321 7750 1148 2203 9961"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_number_stands_on_one_line_and_a_long_one_does_not_move_the_page(phone, unindexed, language):
    kinds = (IdentifierKind.PHONE, IdentifierKind.PASSPORT, IdentifierKind.PLATE)
    found = []
    for given in ("Awa", "Mame Diarra", "Ndèye Fatou Coumba", "Abdoulaye"):  # each ends its line elsewhere
        names = make.person(f"{given} Diallo", "1990-02-03")
        numbers = [Identifier(kind, number) for kind, number in zip(kinds, NUMBERS, strict=True)]
        numbers = numbers[len(found) % 3 :] + numbers[: len(found) % 3]
        identity = replace(names, identifiers=(*numbers, Identifier(IdentifierKind.ACCOUNT, LONG)),
                           nationalities=(("SN", "MR", "GM", "GW")[len(found)],))  # fmt: skip
        found.append(unindexed.enter("dakar", identity))
    page, broken, seen, lengthy = phone("dakar", language, 360), [], 0, 0
    address = page.url.partition("/cases/")[0]
    for path in ("/records/", f"/cases/{unindexed.cases['dakar']}", *(f"/records/{record}" for record in found)):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        for number in page.locator("main bdi.code").all():
            if (text := number.inner_text()) in NUMBERS:
                seen += 1
                broken += [(path, text)] if number.evaluate(LINES) > 1 else []
            elif text == LONG:
                lengthy += 1
                assert number.evaluate("(e) => e.getBoundingClientRect().width < 360"), path
    assert seen >= len(found) * 4 and lengthy and broken == []
