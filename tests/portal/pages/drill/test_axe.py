"""A player's page, the instructor's and the sheets under axe-core: a desk in French, a phone in Arabic, on paper."""

from dataclasses import replace

import pytest

from casefile.policy.simulation.clock import ClockMove
from casefile.training.simulation import course
from tests.casefile.training.simulation.play import TIP, Game
from tests.network.portal import PortalNetwork, application, on_a_port
from tests.portal.test_accessibility import violations

PAGES = {
    "laspalmas": ("/simulation/",),
    "administrator": (
        "/simulation/instructor",
        "/simulation/sheets/instructor",
        "/simulation/sheets/laspalmas",
        "/simulation/sheets/laspalmas/paper",
    ),
}


@pytest.fixture
def space(sqlite_store, portal_settings):
    """A space in which six cards have come in, one thing was entered and one is missed."""
    game = Game(sqlite_store).set_up()
    settings = replace(portal_settings, training=True)
    space = PortalNetwork(
        store=game.store, settings=settings, app=application(settings, game.store), viewers=dict(game.viewers),
        cases=dict(game.cases),
    )  # fmt: skip
    for number, step in enumerate((ClockMove.START, *[ClockMove.SKIP] * 6)):
        with game.store.writing() as session:
            course.move(session, game.viewers["administrator"], step, number)
        if not number:
            game.record("tip_record", "dakar", TIP, "suspect")
    with on_a_port(space.app) as port:
        space.address = f"http://127.0.0.1:{port}"
        yield space


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 390)])
def test_the_pages_of_the_simulation_are_whole_under_axe(space, browser, language, width):
    found = []
    for login, paths in PAGES.items():
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
        context.set_default_timeout(20_000)
        cookies = {"griot-training": space.as_(login).get_cookie("griot-training").value, "language-training": language}
        context.add_cookies([{"name": name, "value": text, "url": space.address} for name, text in cookies.items()])
        page = context.new_page()
        for path in paths:
            page.goto(space.address + path)
            assert page.url.endswith(path) and page.get_attribute("html", "lang") == language
            found += violations(page, f"{path} {language}")
            if login == "administrator":  # on stripes: of its contrast axe says nothing
                colours = "all => all.map(one => getComputedStyle(one).color)"
                assert len(set(page.locator(".demo, .demo a").evaluate_all(colours))) == 1
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, path
            if "/sheets/" in path:
                page.emulate_media(media="print")
                assert page.is_hidden("header") and page.is_visible("main h1")
                found += violations(page, f"{path} {language} on paper")
                page.emulate_media(media="screen")
        context.close()
    assert found == []
