"""Every page of the portal under axe-core: one after another in another of the twenty variants (language, light or
dark, desk or phone), opened by somebody for whom it is there; all pages in all of them are slow."""

from itertools import cycle

import pytest

from portal.translations import LANGUAGES
from tests.law.matrix import METHODS
from tests.law.test_routes import ACTING, address, nobodys
from tests.network.portal import on_a_port
from tests.portal.test_accessibility import IN_TURN, VARIANTS, violations, wear

ANSWERS = {
    **dict.fromkeys(("health.live", "health.ready", "health.figures", "sign_in.alive"), "to a machine"),
    **dict.fromkeys(("home.bell", "post_away.line", "post_away.worker"), "to a page's script"),
    **dict.fromkeys(("static", "exhibits.large", "exhibits.small", "dossiers.file", "audit.export"), "a file"),
    **dict.fromkeys(("audit.paper", "name_pairs.labelled", "proof.download", "tables.refused"), "a file"),
    "dossiers.read": "a document of its own: tests/portal/show/dossier",
}
"""What is asked by GET and is no page."""
ELSEWHERE = {
    "account.set_up": "tests/portal/pages/identity/test_axe.py",
    "sign_in.first_password": "tests/portal/pages/identity/test_axe.py",
    "sign_in.second": "tests/portal/pages/identity/test_axe.py",
    "compare.page": "tests/portal/pages/entry/test_phone.py",
    "search.page": "tests/portal/test_accessibility.py",
}
"""Pages that come of what was typed just before."""


OF_LANGUAGE = {language: [one for one in VARIANTS if one[0] == language] for language in LANGUAGES}
"""A page in one language is opened once, and changes its scheme and its width."""
MOST = 20
"""Things of an officer that are tried until one answers."""


@pytest.fixture(scope="module")
def places(world):
    """{endpoint: (login, path)} of each page, for the first for whom it is there; that it is too late is a page too."""
    clients, there = {"": world.stranger()}, {}
    for route, method in METHODS:
        for login, path in asked(world, route) if method == "GET" and route.endpoint not in ANSWERS else ():
            if login not in clients:
                clients[login] = world.as_(login)
            answer = clients[login].get(path)
            if answer.mimetype == "text/html" and answer.status_code in (200, 409):
                there.setdefault(route.endpoint, (login, path))
                if answer.status_code == 200:
                    there[route.endpoint] = (login, path)
                    break
    return there


def asked(world, route):
    """Who may ask for a page, and where."""
    if route.stranger:
        yield "", address(world, route, "GET", nobodys(world, route))
        return
    for login in sorted(world.viewers, key=lambda login: login not in ACTING):
        viewer = world.viewers[login]
        if not route.asks or any(viewer.may(permission) for permission in route.asks):
            things = [one for one in world.of(route.of) if route.law in one.exists and one.exists[route.law](viewer)]
            for values in [one.values for one in things[:MOST]] if route.of else [{}]:
                yield login, address(world, route, "GET", values)


def test_no_page_is_left_out(places):
    pages = {route.endpoint for route, method in METHODS if method == "GET"} - ANSWERS.keys()
    assert pages - places.keys() == ELSEWHERE.keys()


@pytest.mark.parametrize(
    "groups",
    [
        pytest.param([[one] for one in IN_TURN], id="each page in another"),
        *(pytest.param([OF_LANGUAGE[one]], id=one, marks=pytest.mark.slow) for one in LANGUAGES),
    ],
)
def test_no_page_has_a_violation(world, browser, places, groups):
    found, turn, opened = [], cycle(groups), {}
    with on_a_port(world.app) as port:
        home = f"http://127.0.0.1:{port}"
        for endpoint, (login, path) in places.items():
            if login not in opened:
                opened[login] = signed_in(world, browser, home, login)
            page, variants = opened[login], next(turn)
            for variant in variants:
                wear(page, home, variant)
                if variant == variants[0]:
                    page.goto(home + path, wait_until="load")
                found.extend(violations(page, f"{endpoint} {variant}"))
        for page in opened.values():
            page.context.close()
    assert not found, "\n".join(found)


def signed_in(world, browser, home, login):
    context = browser.new_context()
    context.set_default_timeout(20_000)
    if login:
        kept = world.as_(login).get_cookie("griot").value
        context.add_cookies([{"name": "griot", "value": kept, "url": home}])
    return context.new_page()
