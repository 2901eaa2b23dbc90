"""A player at one browser: signs in and out as the parts ask, reads the own cards, and works through the pages alone.

What is typed stands in the card that the player has before the eyes (`Player.says`), letter by letter; what the card
leaves to the reader (who is a suspect, whether two are one) is decided in `test_simulation.py`, by inject.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from casefile.training.simulation.script import Part, script
from tests.portal.browsing import follow

PATIENCE_S = 60.0
WHY = "exercise"


@dataclass
class Player:
    """`card` is the text of the newest card; `part` whose sign-in is open."""

    page: Any
    address: str
    password: str
    language: str
    part: Part | None = None
    card: str = ""

    def sits_down_as(self, role: str) -> None:
        """Sign out as who was there before, sign in as that part."""
        wanted = script().part(role)
        if self.part == wanted:
            return
        if self.part is not None:
            self.page.click(".who summary")
            follow(self.page, ".sign-out")
        self.part = wanted
        sign_in(self.page, self.address, wanted.login, self.password, self.language)

    def reads(self, inject: str) -> str:
        """The newest card, which is that one, and of no other part's a word."""
        one = script().inject(inject)
        self.sits_down_as(one.role)
        self.go("/simulation/")
        shown = self.page.locator("main section.sheet")
        assert shown.first.get_attribute("id") == inject, self.page.inner_text("main")
        mine = {each.id for each in script().injects if each.role == one.role}
        assert {shown.nth(at).get_attribute("id") for at in range(shown.count())} <= mine
        self.card = shown.first.locator("p").inner_text()
        return self.card

    def says(self, *texts: str) -> None:
        for text in texts:
            assert text in self.card, f"the card says nothing of {text}: {self.card}"

    # ---- entering

    def record(
        self, name: str, born: str = "", *, category: str = "", why: str = "", text: str = "", **numbers: str
    ) -> None:
        """From the own case's page. `numbers` by kind: phone, passport, hull (a vessel's)."""
        self.says(name, *filter(None, (born, text)), *numbers.values())
        self.own_case()
        follow(self.page, ".head a[href*='/records/new']")
        follow(self.page, f"button[name=as][value={'vessel' if 'hull' in numbers else 'person'}]")
        self.fill_subject(name, born, numbers)
        if category:
            self.page.select_option("#subject_category", category)
        if why:
            self.says(why)
            self.page.fill("#suspicion_note", why)
        if text:
            self.page.fill("#narrative", text)
        self.press("main .actions button[type=submit]:not([name])")

    def watch(self, name: str, born: str = "", **numbers: str) -> None:
        self.says(name, *filter(None, (born,)), *numbers.values())
        self.own_case()
        follow(self.page, ".head a[href*='/watchlists/new']")
        if "hull" in numbers:
            follow(self.page, "ul.kinds a[href*='kind=vessel']")
        self.fill_subject(name, born, numbers)
        self.page.fill("#ground", self.card)
        follow(self.page, "main .actions button[type=submit]")
        asked = self.page.locator("button[name=check][value=save], button[name=check][value=wide]")
        assert asked.count() == 1, self.page.inner_text("main")
        self.press(f"button[name=check][value={asked.get_attribute('value')}]")

    def correct(self, name: str, born: str) -> None:
        """The record of that name in the own case."""
        self.says(name, born)
        self.own_case()
        follow(self.page, f"main tbody th a:has-text('{name}')")
        follow(self.page, ".head a[href$='/amend']")
        self.page.fill("#dates-0-text", born)
        self.page.fill("#change_note", self.card[:400])
        self.press("main .actions button[type=submit]")

    def fill_subject(self, name: str, born: str, numbers: dict[str, str]) -> None:
        self.page.fill("#names-0-text", name)
        if born:
            self.page.fill("#dates-0-text", born)
        for at, (kind, value) in enumerate(numbers.items()):
            if at and not self.page.locator(f"#identifiers-{at}-kind").count():
                follow(self.page, "button[name=more][value=identifiers]")
            self.page.select_option(f"#identifiers-{at}-kind", kind)
            self.page.fill(f"#identifiers-{at}-value", value)

    def own_case(self) -> None:
        assert self.part is not None
        self.go("/cases/")
        follow(self.page, f"main a:has-text('{self.part.case}')")

    # ---- judging and answering

    def judge(self, judgements: dict[str, str], **also: str) -> None:
        """Open what waits at the own desk, one after the other, and judge by what the page then shows: `judgements` by
        a text that stands there. What is judged leaves the queue of those that wait."""
        left = dict(judgements)
        seen: set[str] = set()
        while left:
            hit = self.until(lambda: self.waiting(seen))
            seen.add(hit)
            self.go(hit)
            shown = self.page.inner_text("main")
            told = next((text for text in left if text in shown), None)
            if told is None:
                continue
            self.page.check(f"input[name=judgement][value={left.pop(told)}]")
            self.page.fill("#reason", self.card[:400])
            for name, text in also.items():
                self.page.fill(f"#{name}", text)
            follow(self.page, "form#judgement button[type=submit]")
            assert self.page.locator("form[action$='/undo']").count(), self.page.inner_text("main")[:1500]

    def waiting(self, seen: set[str]) -> str:
        self.go("/review/")
        links = self.page.locator("main tbody th a").evaluate_all("all => all.map(one => one.pathname)")
        return next((link for link in links if link not in seen), "")

    def acknowledge(self, of: str) -> None:
        """The pointer at the own desk whose line names what the card names."""
        self.says(of)
        line = f"main tbody tr:has-text('{of}') th a"
        self.until(lambda: self.go("/hits/") or self.page.locator(line).count())
        follow(self.page, line)
        self.press("form[action$='/acknowledge'] button")

    # ---- to the magistrate

    def hand_over(self) -> None:
        self.own_case()
        follow(self.page, ".head a[href*='/handover/']")
        self.page.select_option("#officer", index=1)
        self.page.fill("#permission", WHY)
        self.page.fill("#reason", self.card[:400])
        self.press("form:has(#officer) button[type=submit]")

    def sign_for(self) -> None:
        self.go("/handover/")
        follow(self.page, "main tbody a")
        self.page.check("input[name=answer][value=accept]")
        self.page.fill("#reason", self.card[:400])
        self.press("form[action$='/decide'] button")

    # ---- small

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def press(self, selector: str) -> None:
        with self.page.expect_event("load"):  # an entry form that names its draft in the address is no new page
            self.page.click(selector)
        note = self.page.locator(".note.good")
        assert note.count(), f"{selector}: {self.page.inner_text('main')[:1500]}"

    def until(self, look: Callable[[], Any]) -> Any:
        return until(look, lambda: self.page.inner_text("main")[:1500])


def until(look: Callable[[], Any], shown: Callable[[], str]) -> Any:
    """The first true value, as who loads the page again gets it."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if value := look():
            return value
        time.sleep(0.3)
    raise AssertionError(f"does not come: {shown()}")


def sign_in(page: Any, address: str, login: str, password: str, language: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", password)
    follow(page, "main button[type=submit]")
    if page.get_attribute("html", "lang") != language:
        page.click(".who summary")
        follow(page, f".languages button[value={language}]")
    assert page.get_attribute("html", "lang") == language, page.url
