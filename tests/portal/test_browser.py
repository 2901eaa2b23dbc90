"""The portal in a real browser: with and without scripts, on a desk and on a phone, in every language."""

import pytest
from playwright.sync_api import Error

from portal.translations import LANGUAGES
from tests.portal.browsing import follow

TEXT = "Le 12 mars, le passeur Mamadou Dialo, né en 1985, a été vu à Kayar."


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(browser, request):
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, java_script_enabled=request.param, locale="fr"
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def sign_in(page, address, login, password):
    page.goto(f"{address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/")


def go_back(page):
    """Press Back. For a moment after signing out Chromium still clears what it kept, and refuses."""
    for _ in range(20):
        try:
            return page.go_back()
        except Error as error:
            if "Not attached" not in str(error):
                raise
            page.wait_for_timeout(250)
    pytest.fail("Back was refused for five seconds")


def test_from_sign_in_to_a_saved_report_and_a_person(served, visitor, password):
    page = visitor
    sign_in(page, served, "dakar", password)
    page.click("nav.main >> text=Dossiers")
    page.click(".head a:has-text('Ouvrir un dossier')")
    page.fill("#reference", "DK-2026-014")
    page.fill("#title", "Pirogue de Kayar")
    page.fill("#legal_basis", "Loi 2005-06")
    page.click("main button[type=submit]")
    page.click(".head a:has-text('Saisir une fiche')")
    follow(page, ".kinds button[value=report]")
    page.fill("#narrative", TEXT)
    follow(page, "main .actions button[type=submit]")
    assert page.inner_text("h1").startswith("Le 12 mars")
    assert "Enregistré." in page.inner_text(".note.good")
    page.click("text=Saisir une personne liée")
    page.fill("#names-0-text", "محمدو جالو")
    page.select_option("#names-0-kind", "main")
    page.select_option("#subject_category", "suspect")
    page.fill("#dates-0-text", "vers 1985")
    page.click("button:has-text('Plus de noms')")
    assert page.input_value("#names-0-text") == "محمدو جالو" and page.input_value("#dates-0-text") == "vers 1985"
    page.fill("#names-1-text", "Modou Jallow")
    follow(page, "main .actions button[type=submit]")
    page.wait_for_selector(".note.bad a")
    problem = page.locator(".note.bad a")
    assert problem.count() == 1, "the ground; the grades have the cautious choice"
    problem.click()
    assert page.url.endswith("#suspicion_note")
    page.fill("#suspicion_note", "Désigné par deux témoins.")
    page.click("details:has(#source_grade) > summary")
    page.select_option("#source_grade", "B")
    page.select_option("#info_grade", "2")
    follow(page, "main .actions button[type=submit]")
    assert page.inner_text("h1") == "محمدو جالو" and "vers 1985" in page.inner_text("main")
    page.click(".who summary")
    follow(page, "text=Se déconnecter")
    assert page.url == f"{served}/sign-in"
    go_back(page)
    assert "محمدو" not in page.content(), "the Back key of a shared machine shows nothing"
    # 422: the form that was refused; 409: "saved already", to a page that offers what it had kept of the report; and a
    # question of typing help that was on its way when the page was left.
    expected = ("422", "409", "Failed to fetch")
    assert [text for text in page.complaints if not any(one in text for one in expected)] == []


WIDTHS = [320, 375, 1280]
PAGES = (
    "/",
    "/cases/",
    "/cases/{case}",
    "/records/new",
    "/records/new?kind=person",
    "/records/{record}",
    "/records/{record}/amend",
    "/nowhere",
)
OVERFLOWING = """() => [...document.querySelectorAll('body *')].filter(e => {
  const r = e.getBoundingClientRect();
  return r.width > 1 && (r.right > innerWidth + 1 || r.left < -1) && !e.closest('nav.main, .one-line, .skip, .hidden')
}).map(e => e.outerHTML.slice(0, 90))"""
SMALL = """() => [...document.querySelectorAll(
  'a, button, select, summary, textarea, input:not([type=hidden])')].filter(e => {
  const r = e.getBoundingClientRect();
  return r.width > 1 && !e.closest('.skip, .hidden') && !e.closest('label, li:has(label)')
    && (r.height < 24 || r.width < 24) && getComputedStyle(e).display !== 'inline'
}).map(e => e.outerHTML.slice(0, 90))"""
UNNAMED = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(
  e => !e.labels.length && !e.ariaLabel).map(e => e.name)"""
GROUND = """e => {
  let g = e;
  while (g && getComputedStyle(g).backgroundColor === 'rgba(0, 0, 0, 0)') g = g.parentElement;
  return [getComputedStyle(e).color, g ? getComputedStyle(g).backgroundColor : 'rgb(255, 255, 255)']
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_fit_every_width_with_one_heading_and_targets_to_hit(
    browser, served, portal, case_of, enter, form_of, password, language
):
    case_id = case_of("dakar", title="Pirogue de Kayar avec un titre assez long pour un petit écran")
    record = enter(
        portal.as_("dakar"),
        "person",
        form_of["person"](
            case_id,
            narrative="Parle wolof. " * 30,
            **{
                "names-1-text": "محمدو جالو",
                "names-1-kind": "original_script",
                "identifiers-0-kind": "phone",
                "identifiers-0-value": "77 123 45 67",
            },
        ),
    )
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "language", "value": language, "url": served}])
    page = context.new_page()
    sign_in(page, served, "dakar", password)
    for path in PAGES:
        page.goto(served + path.format(case=case_id, record=record))
        assert page.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
        assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
        unnamed = page.evaluate(UNNAMED)
        assert unnamed == [], path
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} scrolls sideways at {width}"
            assert page.evaluate(OVERFLOWING) == [], f"{path} at {width}"
            assert page.evaluate(SMALL) == [], f"{path} at {width}"
    context.close()


def test_the_keyboard_reaches_the_content_first(served, visitor, password):
    page = visitor
    sign_in(page, served, "dakar", password)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url("**#main")


def test_dark_and_light_are_both_readable(browser, served):
    """Contrast of text on its ground, at least 4.5 to 1, in both schemes, for the words of the sign-in page."""
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{served}/sign-in")
        for selector in ("h1", "label >> nth=0", "p.soft", "main button", ".languages button >> nth=0"):
            ink, ground = page.locator(selector).first.evaluate(GROUND)
            assert contrast(ink, ground) >= 4.5, (scheme, selector, ink, ground)
        context.close()


def contrast(first, second):
    def light(colour):
        parts = [float(p) / 255 for p in colour[colour.index("(") + 1 : -1].split(",")[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)
