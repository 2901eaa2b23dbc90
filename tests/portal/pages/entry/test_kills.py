"""Typing is interrupted at random moments, by what happens at a post: nothing beyond the last five seconds is lost.

The page dies, the line goes down and comes back, the server is gone, the sign-in ends; each while somebody types. What
is found afterwards must be what was typed, up to at most five seconds before.
"""

import random
import threading
import time
from contextlib import suppress

import pytest
from playwright.sync_api import Error
from sqlalchemy import delete
from werkzeug.serving import make_server

from casefile.records import cases
from casefile.storage.tables import PortalSession
from tests.portal.test_browser import sign_in

LONGEST_LOST_S = 5.0
WORDS = (
    "le passeur Mamadou Dialo né en 1985 «Modou» vu à Kayar 77 345 12 90 مامادو ديالو pirogue Fass Boye 7 mai".split()
)
KINDS = ("page", "line", "server", "session")


class Place:
    """The portal behind a port that stays the same when it is stopped and started again."""

    def __init__(self, app):
        self.app, self.port, self.server = app, 0, None
        self.start()

    def start(self):
        self.server = make_server("127.0.0.1", self.port, self.app, threaded=True)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self):
        self.server.shutdown()
        self.thread.join(timeout=10)
        self.server.server_close()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def place(portal):
    place = Place(portal.app)
    yield place
    place.stop()


class Typist:
    """Types words into a field and remembers how much stood there when."""

    def __init__(self, page, draw):
        self.page, self.draw, self.text, self.times = page, draw, "", []

    def type_for(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            word = self.draw.choice(WORDS) + self.draw.choice((" ", " ", "\n"))
            self.page.keyboard.insert_text(word)
            self.text += word
            self.times.append((time.monotonic(), len(self.text)))
            time.sleep(self.draw.uniform(0.02, 0.25))

    def least(self, died):
        """How much stood there five seconds before."""
        return max((much for at, much in self.times if at <= died - LONGEST_LOST_S), default=0)


def crash(page):
    """The page's process is gone at once; no handler of the page runs."""
    with pytest.raises(Error):
        page.goto("chrome://crash", timeout=5_000)
    page.close()


def interrupt(kind, portal, place, context, typist, draw):
    """What happens while somebody types. Returns the moment the page was gone, and the page in which to go on."""
    page = typist.page
    if kind == "session":
        with portal.store.writing() as db:
            db.execute(delete(PortalSession))
        typist.type_for(draw.uniform(0.5, 4))
        died = time.monotonic()
        page.click("main .dock button >> nth=0")
        page.wait_for_url("**/sign-in")
        return died, page
    if kind in ("line", "server"):
        context.set_offline(True) if kind == "line" else place.stop()
        typist.type_for(draw.uniform(0.5, 6))
    died = time.monotonic()
    crash(page)
    if kind in ("line", "server"):
        context.set_offline(False) if kind == "line" else place.start()
    return died, context.new_page()


def back_in_the_form(page, place, kind, password):
    """What an officer does afterwards: signs in if asked, opens *Enter a record* or the drafts."""
    if kind == "session":
        page.fill("#login", "dakar")
        page.fill("#password", password)
        page.click("main button[type=submit]")
        page.wait_for_selector("#narrative")
        return
    page.goto(f"{place.address}/records/new")
    try:
        page.wait_for_url("**form=*", timeout=4_000)
    except Error:
        with suppress(Error):  # where the form comes after all, it comes in between
            page.goto(f"{place.address}/drafts/")
        if page.url.endswith("/drafts/"):
            page.click("main tbody th a >> nth=0")
    page.wait_for_selector("#narrative")


def interrupted(kind, seed, portal, place, browser, password):
    draw = random.Random(seed)
    with portal.store.writing() as db:
        cases.open_case(db, portal.viewers["dakar"], cases.CaseDraft(f"DK-{seed}", "Pirogue"))
    context = browser.new_context(locale="fr")
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page, place.address, "dakar", password)
    page.goto(f"{place.address}/records/new?kind=report")
    page.focus("#narrative")
    typist = Typist(page, draw)
    typist.type_for(draw.uniform(1, 9))
    died, page = interrupt(kind, portal, place, context, typist, draw)
    back_in_the_form(page, place, kind, password)
    found = page.input_value("#narrative")
    assert typist.text.startswith(found), (kind, seed, found[-40:])
    assert len(found) >= typist.least(died), (kind, seed, len(found), typist.least(died), len(typist.text))
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_typed_is_lost_beyond_five_seconds(kind, portal, place, browser, password):
    interrupted(kind, f"fast {kind}", portal, place, browser, password)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_nothing_typed_is_lost_at_thirty_random_moments(seed, portal, place, browser, password):
    interrupted(random.Random(seed).choice(KINDS), f"slow {seed}", portal, place, browser, password)
