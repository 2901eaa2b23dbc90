"""A post on a line of 64 kbit/s that is cut in the midst: what got no answer could not be checked, and is not lost."""

import pytest

from casefile.people import passwords
from casefile.vocabulary import Sharing
from scripts import translations
from tests.network.make import person
from tests.network.people import PASSWORD
from tests.network.portal import on_a_port
from tests.portal.browsing import follow
from tests.portal.test_accessibility import violations

WHY = "contrôle du car de Rosso"
KNOWN, ABSENT = "+221 77 123 45 67", "+221 77 123 49 99"
BYTES_PER_S, LATENCY_MS = 64_000 // 8, 300
MOST_BYTES = 20_000
"""What a visit fetches, with nothing kept from before (issue 18.1)."""
MOST_AGAIN = 8_000
"""What the next one does."""
SAID = ("Nothing found", "Could not be checked", "Contact this desk")


def said(language, text):
    """The words of the portal in the reader's language."""
    return next(str(one.string) for one in translations.read(language) if one.id == text)


class Line:
    """The phone's line: its speed, whether it is there, and what came over it."""

    def __init__(self, page):
        self.page, self.session, self.came = page, page.context.new_cdp_session(page), 0
        self.session.send("Network.enable")
        self.session.on("Network.loadingFinished", self._came)
        self.there()

    def _came(self, event):
        self.came += event["encodedDataLength"]

    def visited(self, address):
        """Bytes that came for a page."""
        self.came = 0
        self.page.goto(address, wait_until="networkidle")
        print(f"{self.came} bytes")
        return self.came

    def forget(self, nothing_kept):
        self.session.send("Network.setCacheDisabled", {"cacheDisabled": nothing_kept})

    def there(self):
        self._is(offline=False)

    def cut(self):
        self._is(offline=True)

    def _is(self, *, offline):
        speed = {"latency": LATENCY_MS, "downloadThroughput": BYTES_PER_S, "uploadThroughput": BYTES_PER_S}
        self.session.send("Network.emulateNetworkConditions", {"offline": offline, **speed})


def arrives_and_is_cut(route):
    """The question reaches the server; its answer is lost on the way."""
    route.fetch()
    route.abort("connectionreset")


def server_away(route):
    route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>")


@pytest.fixture
def address(stage):
    stage.enter("banjul", person("Modou Jallow", "1984", phone=KNOWN), sharing=Sharing.FULL)
    stage.drain()
    with stage.store.writing() as session:
        passwords.set_password(session, stage.links["dakar"], PASSWORD)
    with on_a_port(stage.app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(("language", "size"), [("fr", (1280, 860)), ("ar", (390, 780))], ids=["fr, desk", "ar, phone"])
def test_a_line_that_is_cut_loses_no_question_and_finds_nothing_out(browser, address, language, size, tmp_path):
    context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)), locale=language)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#login", "dakar")
    page.fill("#password", PASSWORD)
    follow(page, "main button[type=submit]")
    page.evaluate("document.querySelectorAll('header details').forEach(one => { one.open = true })")
    follow(page, f"button[name=language][value={language}]")

    line = Line(page)
    line.forget(True)
    assert line.visited(f"{address}/post/") < MOST_BYTES
    line.forget(False)
    line.visited(f"{address}/post/")
    assert line.visited(f"{address}/post/") < MOST_AGAIN
    nothing, unchecked, contact = (said(language, text) for text in SAID)

    page.fill("#text", ABSENT)
    page.fill("#reason", WHY)
    page.click("main form button[type=submit]")
    page.wait_for_selector(f"main h2:visible:has-text('{nothing}')")
    assert violations(page, "nothing found") == []

    page.route("**/post/", arrives_and_is_cut)
    page.fill("#text", ABSENT)
    page.click("main form button[type=submit]")
    page.wait_for_selector(f"main h2:visible:has-text('{unchecked}')")
    assert not page.is_visible(f"main h2:has-text('{nothing}')"), "the answer to the question before"
    assert page.input_value("#text") == ABSENT
    assert violations(page, "line down") == []
    page.screenshot(path=tmp_path / "down.png")

    page.unroute("**/post/")
    page.fill("#text", f"{ABSENT}\n{KNOWN}")
    line.cut()
    page.click("main form button[type=submit]")
    page.wait_for_selector("main form[aria-busy=false]")
    line.there()
    page.route("**/post/", server_away)
    page.click("main form button[type=submit]")
    page.wait_for_selector("main form[aria-busy=false]")
    assert page.is_visible(f"main h2:has-text('{unchecked}')")
    page.unroute("**/post/")
    page.click("main form button[type=submit]")
    page.wait_for_selector("main ol li")
    answers = page.locator("main ol li").all_inner_texts()
    assert len(answers) == 2 and nothing in answers[0] and contact in answers[1]
    assert violations(page, "a list") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.screenshot(path=tmp_path / "list.png")
    context.close()
