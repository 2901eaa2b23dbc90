"""Every page of the portal, opened by somebody for whom it is there: light enough for a thin line, and without a
violation under axe-core, one after another in another of the twenty variants (language, light or dark, desk or phone);
all pages in all of them are slow.

The table of weights in docs/portal.md is made here: `GRIOT_WRITE_TABLES=1 pytest … -k table`.
"""

import gzip
import os
import re
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest

from portal.translations import LANGUAGES
from tests.law.matrix import METHODS
from tests.law.test_routes import ACTING, address, nobodys
from tests.network.portal import on_a_port
from tests.portal.test_accessibility import IN_TURN, VARIANTS, violations, wear

ANSWERS = {
    **dict.fromkeys(("health.live", "health.ready", "health.figures", "sign_in.alive"), "to a machine"),
    **dict.fromkeys(("home.bell", "post_away.line", "post_away.worker"), "to a page's script"),
    **dict.fromkeys(
        ("static", "exhibits.large", "exhibits.small", "dossiers.file", "audit.export", "handbook.picture"), "a file"
    ),
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
            for values in [one.values for one in things[:MOST]] if route.of else [nobodys(world, route)]:
                yield login, address(world, route, "GET", values)


def test_no_page_is_left_out(places):
    pages = {route.endpoint for route, method in METHODS if method == "GET"} - ANSWERS.keys()
    assert pages - places.keys() == ELSEWHERE.keys()


# ---- light ------------------------------------------------------------------------------------------------------

SIGN_IN, FIRST, AGAIN, SCRIPTS, REQUESTS = 30_000, 60_000, 15_000, 25_000, 6
"""Bytes over the line, compressed: of the sign-in, of any page at a first visit, of the page alone once its files are
kept, of its scripts; and how often it asks."""
DRAWN = {"networks.of_case", "post_away.shell", "guide.styles"}
"""What loads a drawing or a workshop on demand, and the sheet of components for who builds: 200 kB in all."""
LISTED = {
    "sign_in.enter": "Sign in", "home.start": "My desk", "search.form": "Search, before it is asked",
    "records.enter": "Entry of a person", "records.page": "A record", "cases.page": "A case",
    "watches.new": "A new watch", "review.queue": "The queue", "review.page": "A hit under review",
    "contacts.page": "A contact", "front_line.page": "At a post",
}  # fmt: skip
DOCS = Path(__file__).resolve().parents[2] / "docs" / "portal.md"


@dataclass(frozen=True)
class Weight:
    page: int
    scripts: int
    files: int
    requests: int

    @property
    def first(self):
        return self.page + self.files

    @property
    def figures(self):
        sizes = (f"{size / 1000:.1f} kB" for size in (self.first, self.page, self.scripts))
        return " | ".join((*sizes, str(self.requests)))


@pytest.fixture(scope="module")
def weights(world, places):
    packed = {"Accept-Encoding": "gzip"}
    clients, kept = {"": world.stranger()}, {}

    def file(client, address):
        if address not in kept:
            kept[address] = len(client.get(address, headers=packed).data)
        return kept[address]

    def weigh(login, path):
        client = clients[login] if login in clients else clients.setdefault(login, world.as_(login))
        answer = client.get(path, headers=packed)
        text = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") == "gzip" else answer.data
        wanted = re.findall(r'<(link|script)[^>]*(?:href|src)="(/static/[^"]+)"', text.decode())
        scripts = sum(file(client, address) for kind, address in wanted if kind == "script")
        styles = sum(file(client, address) for kind, address in wanted if kind == "link")
        return Weight(len(answer.data), scripts, scripts + styles, 1 + len(wanted))

    return {endpoint: weigh(login, path) for endpoint, (login, path) in places.items()}


def test_every_page_is_light(weights):
    heavy = [
        f"{endpoint}: {one}" for endpoint, one in weights.items() if endpoint not in DRAWN
        and (one.first > (SIGN_IN if endpoint == "sign_in.enter" else FIRST) or one.page > AGAIN
             or one.scripts > SCRIPTS or one.requests > REQUESTS)
    ]  # fmt: skip
    assert not heavy, "\n".join(heavy)
    assert all(weights[endpoint].first <= 200_000 for endpoint in DRAWN)


def test_the_table_of_weights_is_true(weights):
    listed = {words: weights[endpoint] for endpoint, words in LISTED.items()}
    rest = [one for endpoint, one in weights.items() if endpoint not in DRAWN]
    listed[f"The heaviest of all {len(rest)} pages"] = Weight(
        *(max(getattr(one, name) for one in rest) for name in ("page", "scripts", "files", "requests"))
    )
    text = DOCS.read_text("utf-8")
    head = "| page | first visit | again | its scripts | requests |\n|---|---|---|---|---|\n"
    lines = [f"| {words} | {one.figures} |\n" for words, one in listed.items()]
    before, table, after = re.split(f"({re.escape(head)}(?:\\|.*\n)+)", text, maxsplit=1)
    if os.environ.get("GRIOT_WRITE_TABLES"):
        DOCS.write_text(f"{before}{head}{''.join(lines)}{after}", "utf-8")
        return
    for line in lines:
        words, *figures = line.strip("|\n ").split(" | ")
        there = re.search(rf"^\| {re.sub('[0-9]+', '[0-9]+', words)} \| (.*) \|$", table, re.M)
        assert there, f"{words}: no line in docs/portal.md"
        for is_now, said in zip(figures, there[1].split(" | "), strict=True):
            now, then = (float(one.split()[0]) for one in (is_now, said))
            assert abs(now - then) <= max(1.0, then / 10), f"{words}: {is_now}, docs/portal.md says {said}"


# ---- for everybody ----------------------------------------------------------------------------------------------


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
    context = browser.new_context(reduced_motion="reduce")  # no colour is looked at on its way to another
    context.set_default_timeout(20_000)
    if login:
        kept = world.as_(login).get_cookie("griot").value
        context.add_cookies([{"name": "griot", "value": kept, "url": home}])
    return context.new_page()
