"""Every page of search, watching, review, names and status under axe-core, and by keyboard alone.

Each page in another of the twenty variants (language, light or dark, desk or phone); all pages in all of them are slow.
"""

import re
from itertools import cycle, product
from pathlib import Path

import pytest

from casefile import outbox
from portal.translations import LANGUAGES
from tests.network.make import person, report
from tests.network.portal import on_a_port
from tests.portal.browsing import follow, press, whole

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe-core" / "axe-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const result = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  const where = (v) => v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ");
  return result.violations.map((v) => `${v.id} (${v.impact}): ${v.help} ${where(v)}`);
}"""
WHY = "contrôle du dossier 12"


@pytest.fixture
def world(stage):
    """One confirmed hit, one that waits, one record found, one row pending; the portal behind a socket."""
    stage.watch("banjul", person("Modou Jallow", "1984", phone="+220 3123456", nationalities=("GM",)))
    stage.watch("dakar", person("محمد ولد عبد الله", "1979"))
    met = stage.enter("dakar", person("Mamadou Dialo", "1985", nationalities=("SN",)))
    stage.enter("dakar", report("Le passeur Mamadou Dialo, né en 1985, vu à Kayar avec Modou Jallow, né en 1984."))
    waits = stage.enter("banjul", person("Mohamed Ould Abdallah", "1979"))
    stage.drain()
    stage.decide(stage.hit_of(met), "same")
    stage.decide(stage.hit_of(waits), "unresolved")
    stage.drain()
    stage.enter("dakar", report("Un autre compte rendu."))
    with stage.store.reading() as db:
        assert outbox.read_backlog(db).to_index == 1
    with on_a_port(stage.app) as port:
        stage.address = f"http://127.0.0.1:{port}"
        yield stage


@pytest.fixture
def sign_in(browser, world):
    """sign_in("dakar", "fr"): a page at home, in a browser context of its own, signed in without the form."""
    opened = []

    def enter(login, language, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": language, **options})
        context.set_default_timeout(20_000)
        opened.append(context)
        signed_in = world.as_(login).get_cookie("griot").value
        context.add_cookies([
            {"name": name, "value": value, "url": world.address}
            for name, value in (("griot", signed_in), ("language", language))
        ])  # fmt: skip
        page = context.new_page()
        page.goto(f"{world.address}/")
        return page

    yield enter
    for context in opened:
        context.close()


def violations(page, what):
    whole(page)
    page.evaluate(AXE.read_text("utf-8"))
    return [f"{what}: {found}" for found in page.evaluate(RUN, RULES)]


def search(page, address, text, mode="sound"):
    page.goto(f"{address}/search/")
    page.fill("#text", text)
    page.check(f"input[name=mode][value={mode}]")
    if page.locator("#reason").count():  # asked once: then it is the errand
        page.fill("#reason", WHY)
    follow(page, "main form.lookup button[type=submit]")


VARIANTS = list(product(LANGUAGES, ("light", "dark"), (1280, 375)))
IN_TURN = [VARIANTS[at * 7 % len(VARIANTS)] for at in range(len(VARIANTS))]
"""All of them, and one page after another changes its language, its scheme and its width."""


def wear(page, address, variant):
    """From the next page on, and for width and scheme at once."""
    language, scheme, width = variant
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.context.add_cookies([{"name": "language", "value": language, "url": address}])


@pytest.mark.parametrize(
    "variants",
    [
        pytest.param(IN_TURN, id="each page in another"),
        *(pytest.param([one], id=" ".join(map(str, one)), marks=pytest.mark.slow) for one in VARIANTS),
    ],
)
def test_no_page_has_a_violation(world, sign_in, variants):
    at, found, turn, worn = world.address, [], cycle(variants), {}

    def dressed(page):
        worn[page] = next(turn)
        wear(page, at, worn[page])
        return page

    def check(what):
        found.extend(violations(page, f"{what} {worn[page]}"))

    page = sign_in("dakar", "fr")
    for text in ("Mamadou Dialo", "Zzyzx Qwrtp"):
        search(dressed(page), at, text, "written" if text.startswith("Z") else "sound")
        check(f"search {text}")
    for path in ("/search/", "/watchlists/", "/watchlists/new", "/hits/"):
        dressed(page).goto(at + path)
        check(path)
    follow(page, "main tbody th ~ td a")
    page.goto(f"{at}/watchlists/")
    follow(dressed(page), "tbody th a")
    check("a watch")
    follow(page, ".head .actions a")
    page.fill("#ground", "")
    follow(dressed(page), "main .actions button >> nth=-1")
    check("a watch refused")
    page = sign_in("coordinator", "fr")
    for path in ("/review/", "/review/?list=possible", "/review/?list=decided", "/status/", "/names/"):
        dressed(page).goto(at + path)
        check(path)
    page.fill("#left", "Mamadou Diallo")
    page.fill("#right", "Modou Jallow")
    follow(dressed(page), "button[value='']")
    check("names compared")
    page.goto(f"{at}/review/")
    follow(dressed(page), "tbody th a")
    check("a hit")
    follow(dressed(page), "form.judgement button[type=submit]")
    check("a judgement refused")
    assert not found, "\n".join(found)


def focused(page, wanted, most=60):
    """Press Tab until the focus stands on the wanted element; it must be seen there. Whole first: a script may take
    the focus to what is to be read."""
    whole(page)
    for _ in range(most):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            box = page.locator(wanted).first.bounding_box()
            assert box and box["height"] > 0
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not reach {wanted}")


def test_searching_by_keyboard_alone(world, sign_in):
    page = sign_in("dakar", "fr")
    press(page, "/")
    page.keyboard.type("Mamadou Dialo")
    page.keyboard.press("Enter")
    page.wait_for_selector("#reason")  # only the errand is missing; a digit would choose one that is offered
    focused(page, "#reason")
    page.keyboard.type(WHY)
    page.keyboard.press("Enter")
    page.wait_for_selector(".results")
    press(page, "j", "j", "k")
    assert page.evaluate("document.activeElement.matches('.result:first-child h2 a')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/*")


def test_judging_by_keyboard_alone(world, sign_in):
    page = sign_in("coordinator", "fr")
    page.goto(f"{world.address}/review/")
    press(page, "j", "Enter")
    page.wait_for_selector("form.judgement")
    press(page, "d")
    assert page.evaluate("document.activeElement.id") == "reason" and page.is_checked("input[value=not_same]")
    page.keyboard.type("duds: another man")  # s, d and u typed as text choose nothing
    assert page.is_checked("input[value=not_same]")
    focused(page, "form.judgement button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".note.good")


def focused_when_there(page, wanted):
    page.wait_for_selector(wanted)
    focused(page, wanted)


def choose(page, wanted, value):
    """In the list that has the focus, by the arrow."""
    focused(page, wanted)
    for _ in range(12):
        if page.locator(wanted).input_value() == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{wanted} does not offer {value}")


def test_entering_a_suspect_and_watching_one_by_keyboard_alone(world, sign_in):
    """Tab, letters, arrows, Enter: from the desk to the form, through its fields in their order, to what was saved."""
    page = sign_in("dakar", "en")
    focused(page, "main a[href^='/records/new']")
    page.keyboard.press("Enter")
    page.wait_for_selector("form#entry")
    focused(page, "button[name=as][value=person]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#subject_category")
    focused(page, "#names-0-text")
    page.keyboard.type("Sidy Gueye")
    choose(page, "#subject_category", "suspect")
    focused(page, "#suspicion_note")
    page.keyboard.type("named by two passengers")
    focused(page, "form#entry .dock button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/records/[0-9a-f]{32}$"))
    page.goto(f"{world.address}/watchlists/")
    focused(page, "main a[href^='/watchlists/new']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ground")
    focused(page, "#names-0-text")
    page.keyboard.type("Sidy Gueye")
    focused(page, "#ground")
    page.keyboard.type("organiser of departures from Kayar")
    focused(page, "main .actions button[type=submit]")
    page.keyboard.press("Enter")
    focused_when_there(page, "button[name=check][value=save]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/watchlists/(?!new)"))


def test_the_keys_can_be_turned_off(world, sign_in):
    page = sign_in("coordinator", "fr")
    page.goto(f"{world.address}/review/")
    page.click("tbody th a")
    page.uncheck(".keys input")
    page.click("h1")
    press(page, "s")
    assert not page.is_checked("input[value=same]")
    page.reload()
    assert not page.is_checked(".keys input"), "this browser remembers it"


def test_all_of_it_works_without_scripts(world, sign_in):
    page = sign_in("dakar", "fr", java_script_enabled=False)
    search(page, world.address, "Mamadou Dialo")
    follow(page, ".on-desk .facet button >> nth=0")
    assert page.locator(".chips button").count() == 2, "what narrows, and all of it taken away"
    follow(page, ".chips button >> nth=0")
    assert page.locator(".chips").count() == 0
    page = sign_in("coordinator", "fr", java_script_enabled=False)
    page.goto(f"{world.address}/review/")
    page.click("tbody th a")
    page.check("input[type=radio][value=unresolved]")
    page.fill("#reason", "Banjul est appelé")
    follow(page, "form.judgement button[type=submit]")
    assert page.locator(".note.good").count() == 1
