"""The instructor's page in a browser of its own: the clock, and the marking as it stands there in words."""

from dataclasses import dataclass
from typing import Any

from casefile.training.simulation.script import script
from tests.journeys.simulation.player import sign_in, until
from tests.portal.browsing import follow

LOGIN = "administrator"
PAGE = "/simulation/instructor"
DONE, KEPT = "Done in time", "Kept"


@dataclass
class Instructor:
    page: Any
    address: str
    password: str

    def sits_down(self) -> None:
        sign_in(self.page, self.address, LOGIN, self.password, "en")
        follow(self.page, "a[href='/simulation/']:visible")
        assert self.page.url.endswith(PAGE), "plays no part: straight to the own page"

    def turn(self, move: str) -> None:
        self.page.goto(self.address + PAGE)
        follow(self.page, f"button[name=move][value={move}]")
        assert self.page.locator(".note.good").count(), self.page.inner_text("main")[:500]

    def clock(self) -> str:
        self.page.goto(self.address + PAGE)
        return str(self.page.locator("main section.sheet").first.locator("p").first.inner_text())

    def marks(self) -> dict[str, tuple[str, str]]:
        """By line of the truth, in its order: what the page says is expected, and the word of its mark."""
        self.page.goto(self.address + PAGE)
        rows = self.page.locator("section.sheet:has(h2:text-is('Found, missed, leaked')) tbody tr")
        read = rows.evaluate_all("""all => all.map(one => [
            one.querySelector("th").innerText, one.lastElementChild.querySelector(".badge").innerText.trim()])""")
        lines = script().expected
        assert len(read) == len(lines)
        return {line.id: (said, mark) for line, (said, mark) in zip(lines, read, strict=True)}

    def sees_done(self, inject: str) -> None:
        """Wait, as an instructor does before skipping, until what that card asks for is marked as done."""
        wanted = {line.id for line in script().expected if line.inject == inject}

        def done() -> bool:
            marks = self.marks()
            return all(marks[id][1] in (DONE, KEPT) for id in wanted)

        until(done, lambda: str({id: mark for id, mark in self.marks().items() if id in wanted}))
