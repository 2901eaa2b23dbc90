"""Takes the pictures of the README from a running portal with the demonstration in it.

    .venv/bin/python scripts/pictures.py http://127.0.0.1:PORT --home DIR

Reads the demonstration's own sign-ins from DIR (`demo-logins`) and needs Debian's chromium.
"""

import argparse
import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from portal.install.demo import demo_logins

FOLDER = ROOT / "docs" / "pictures"
MOST_BYTES = 200_000
COLOURS = 48
"""Of a picture: pages have few, and it is a third of the size."""
REASONS = {
    "fr": "Audition du 14 novembre, dossier DKR-2026-0001",
    "ar": "تحقيق في مغادرة قارب من نواذيبو",
}
"""Languages in which the pictures are taken, and what the officer looks for in each."""
CASE = "DKR-2026-0069"
"""A case of the demonstration with a departure, a landing and homes on two coasts."""
DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}


REPORT = (
    "Le passeur Mamadou Dialo, né en 1985, joint au 00220 30 14 217 à Kayar, a embarqué 40 personnes sur la pirogue "
    "« Mame Ndiaye » le 7 mai 2026, 300 000 FCFA par passager. Véhicule DK 4521 BQ."
)


class Camera:
    """Signs officers in, each in an own browser context, and takes pictures of what they see."""

    def __init__(self, browser: Browser, address: str, home: Path) -> None:
        self.browser, self.address, self.logins = browser, address, demo_logins(home)

    def sign_in(self, login: str, language: str, viewport: dict[str, int]) -> Page:
        if login not in self.logins:
            raise SystemExit(f"there is no sign-in for {login}: is the demonstration loaded in this home?")
        page = self.browser.new_context(viewport=viewport, locale=language).new_page()  # type: ignore[arg-type]
        page.goto(f"{self.address}/sign-in")
        page.fill("#login", login)
        page.fill("#password", self.logins[login][0])
        page.click("main button[type=submit]")
        page.wait_for_url(f"{self.address}/")
        page.evaluate("document.querySelectorAll('header details').forEach(one => { one.open = true })")
        page.click(f".languages button[value={language}]")
        page.wait_for_selector(f"html[lang={language}]")
        return page

    def search(self, page: Page, text: str, reason: str) -> None:
        page.goto(f"{self.address}/search/")
        page.fill("#text", text)
        if page.locator("#reason").count():  # asked once: then it is the errand
            page.fill("#reason", reason)
        page.click("main form.lookup button[type=submit]")
        page.wait_for_load_state()

    def report(self, page: Page, text: str) -> None:
        """Enter a report in a case of the officer's unit."""
        page.goto(f"{self.address}/records/new?kind=report")
        page.select_option("#case", index=1)
        page.fill("#narrative", text)
        page.click(".dock button[type=submit] >> nth=0")
        page.wait_for_url("**/records/*")

    def take(self, page: Page, name: str) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{name}.png"
        page.evaluate("document.activeElement.blur()")
        shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        shot.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}: {size // 1000} KB")
        if size > MOST_BYTES:
            raise SystemExit(f"{path.name} is larger than {MOST_BYTES // 1000} KB; choose a plainer view")


class Album:
    """The pages of the README, each in two languages, at a desk and on a phone."""

    def __init__(self, camera: Camera) -> None:
        self.camera, self.report = camera, ""

    def of_an_officer(self, language: str, viewport: dict[str, int], ending: str) -> None:
        camera = self.camera
        page, reason = camera.sign_in("dakar", language, viewport), REASONS[language]
        camera.take(page, f"desk{ending}")
        camera.search(page, "Damba Sar", reason)
        camera.take(page, f"search{ending}")
        camera.search(page, "Zbigniew Wrzosek", reason)
        camera.take(page, f"nothing-found{ending}")
        page.goto(f"{camera.address}/records/new?kind=person")
        camera.take(page, f"entry{ending}")
        if not self.report:
            camera.report(page, REPORT)
            self.report = page.url
        page.goto(self.report)
        page.locator(".narrative, main h2").first.evaluate("one => one.scrollIntoView()")
        camera.take(page, f"marks{ending}")
        page.goto(f"{camera.address}/hits/")
        self._open_first(page)
        camera.take(page, f"contact{ending}")

    def of_a_case(self, language: str, viewport: dict[str, int], ending: str) -> None:
        page = self.camera.sign_in("dakar", language, viewport)
        page.goto(f"{self.camera.address}/cases/")
        page.fill("#find", CASE)
        with page.expect_navigation():
            page.press("#find", "Enter")
        self._open_first(page)
        case = page.url
        for drawing in ("map", "timeline", "network"):
            page.goto(f"{case}/{drawing}")
            self.camera.take(page, f"{drawing}{ending}")
        page.goto(f"{self.camera.address}/help/handbook")
        self.camera.take(page, f"handbook{ending}")

    def of_the_reviewer(self, language: str, viewport: dict[str, int], ending: str) -> None:
        page = self.camera.sign_in("coordinator", language, viewport)
        page.goto(f"{self.camera.address}/review/?kind=report")
        self._open_first(page)
        self.camera.take(page, f"review{ending}")

    def _open_first(self, page: Page) -> None:
        with page.expect_navigation():
            page.click("main tbody th a >> nth=0")

    def at_the_post(self) -> None:
        page = self.camera.sign_in("nouakchott", "fr", PHONE)
        page.goto(f"{self.camera.address}/post/")
        page.fill("#text", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
        page.fill("#reason", "Contrôle du car de Rosso")
        page.click("main form button[type=submit] >> nth=-1")
        page.wait_for_selector("main section.note h2:visible")
        self.camera.take(page, "post")


def take_all(camera: Camera) -> None:
    album = Album(camera)
    for language in REASONS:
        for viewport, where in ((DESK, ""), (PHONE, "-phone")):
            ending = f"{'' if language == 'fr' else f'-{language}'}{where}"
            album.of_an_officer(language, viewport, ending)
            album.of_the_reviewer(language, viewport, ending)
    album.of_a_case("fr", DESK, "")
    album.of_a_case("ar", PHONE, "-ar-phone")
    album.at_the_post()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("address", help="where the portal answers")
    parser.add_argument("--home", type=Path, required=True, help="the installation's folder")
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        take_all(Camera(browser, given.address.rstrip("/"), given.home))
        browser.close()


if __name__ == "__main__":
    main()
