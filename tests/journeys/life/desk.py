"""Officers at their browsers: each in a context of its own, all in one language, each page looked at as it opens."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.life.reached import Reached

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
DIRECTION = {"fr": "ltr", "ar": "rtl"}
ARABIC = re.compile("[\u0621-\u064a]")
WORDS = "h1, h2, h3, button, label, legend, th, dt, .lead, nav.main a, summary"
LOOK = f"""() => ({{
    lang: document.documentElement.lang, dir: document.documentElement.dir,
    heading: (document.querySelector("h1") || {{}}).innerText || "",
    main: document.querySelector("main").innerText,
    words: [...document.querySelectorAll({WORDS!r})]
        .filter(one => (one.querySelector("bdi") || {{}}).innerText !== one.innerText)
        .map(one => one.innerText.trim()).filter(Boolean),
}})"""
"""What somebody typed stands in a `bdi` and is nobody's text to translate: an officer may be called *Auditor*."""
PICTURES = os.environ.get("GRIOT_TEST_PICTURES", "")
"""A folder for the pictures a person looks at; empty: none are kept."""


@dataclass
class Tongue:
    """A language as a reader meets it: which texts are English left over, and which way a page runs."""

    language: str
    english: dict[str, str]
    """Every text of the product that reads otherwise in this language, with its translation."""

    def check(self, seen: dict[str, Any], where: str) -> None:
        assert (seen["lang"], seen["dir"]) == (self.language, DIRECTION[self.language]), where
        own = set(self.english.values())  # *Dossiers* is French for cases, and English for another page
        left = {text for text in seen["words"] if self.english.get(text, text) != text and text not in own}
        assert not left, f"{where}: English on a page in {self.language}: {left}"
        if self.language == "ar":
            assert ARABIC.search(seen["main"]), f"{where}: no word of Arabic on the page"


@dataclass
class Desk:
    """One officer at one browser. Every step is a click or typing; what it led to is noted by who clicked what."""

    page: Any
    login: str
    address: str
    tongue: Tongue
    reached: Reached
    headings: set[str] = field(default_factory=set)

    def go(self, path: str) -> "Desk":
        self.page.goto(self.address + path, wait_until="domcontentloaded")
        return self.look()

    def follow(self, selector: str) -> "Desk":
        with self.page.expect_event("domcontentloaded"):  # a form that names its draft in the address is no new page
            self.page.click(selector)
        return self.look()

    def press(self, selector: str, *, says: str = "good") -> "Desk":
        """Click what sends a form; the page that follows says that it was done (`says`: a note of that tone)."""
        self.follow(selector)
        note = self.page.locator(f".note.{says}").first
        assert note.count(), f"{self.login} pressed {selector}: {self.page.inner_text('main')[:800]}"
        self.reached.note(f"{self.login} clicks {selector}")
        return self

    def look(self) -> "Desk":
        seen = self.page.evaluate(LOOK)
        self.tongue.check(seen, f"{self.login} at {self.page.url}")
        self.headings.add(seen["heading"])
        return self

    def fill(self, **typed: str) -> "Desk":
        """`names_0_text` is the field of that id, with its dashes; `reason` the one called so."""
        for name, text in typed.items():
            self.page.fill("#" + re.sub("_([0-9])_", r"-\1-", name), text)
        return self

    def type(self, selector: str, text: str) -> "Desk":
        self.page.fill(selector, text)
        return self

    def choose(self, name: str, value: str) -> "Desk":
        self.page.check(f"input[name={name}][value={value}]")
        return self

    def select(self, selector: str, value: str) -> "Desk":
        self.page.select_option(selector, value)
        return self

    def unfold(self, field_id: str) -> "Desk":
        """Open the folded part of a form in which that field stands."""
        self.page.click(f"details:has(#{field_id}) > summary")
        return self

    @property
    def id(self) -> str:
        """What the page now open is about."""
        return self.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[1]

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    def text(self) -> str:
        return self.page.inner_text("main")

    def there(self, selector: str) -> bool:
        return self.page.locator(selector).count() > 0

    def status(self, path: str) -> int:
        """What this officer's browser is answered there."""
        return self.page.request.get(self.address + path).status

    def answered(self, path: str) -> int:
        """What this officer's browser is answered when it sends there what no button of the page sends."""
        token = self.page.locator("main input[name=csrf_token]").first.input_value()
        return self.page.request.post(self.address + path, form={"csrf_token": token}).status

    def fits(self, name: str) -> "Desk":
        """The page at a phone's width: nothing runs out of it sideways. A picture of both widths where one looks."""
        for device, size in (("phone", PHONE), ("desk", DESK)):
            self.page.set_viewport_size(size)
            over = self.page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
            assert over <= 1, f"{name} runs {over} pixels out of a {device}"
            if PICTURES:
                Path(PICTURES).mkdir(parents=True, exist_ok=True)
                path = f"{PICTURES}/{self.tongue.language}-{name}-{device}.png"
                self.page.screenshot(path=path, full_page=True)
        return self
