"""Help: the glossary, the keys, the first day put away for good, the style guide where it belongs, print sheets."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from jinja2 import nodes
from sqlalchemy import select

from casefile.storage.tables import Pointer
from portal.pages.guide import guide
from portal.show.guide import glossary, tokens
from portal.show.guide.first_day import STEPS
from tests.network.make import SEEN, WANTED
from tests.network.portal import on_a_port, text_of
from tests.portal.test_accessibility import violations


def test_every_term_has_its_place_and_every_mark_leads_to_one(unindexed):
    page = unindexed.as_("dakar").get("/help/glossary").text
    assert len({term.anchor for term in glossary.TERMS}) == len(glossary.TERMS) == page.count('<dt id="')
    assert set(glossary.TERM_OF_FIELD.values()) <= {term.anchor for term in glossary.TERMS}
    form = unindexed.as_("dakar").get("/records/new?kind=person").text
    marks = set(re.findall(r'href="/help/glossary#(\w+)" target="_blank"', form))
    assert {"source_grade", "info_grade", "handling", "purpose", "legal_basis", "category", "suspicion"} <= marks


def test_the_keys_are_those_of_the_script(unindexed):
    page = html.unescape(unindexed.as_("dakar").get("/help/keys").text)
    shown = set(re.findall(r"<kbd>([^<]+)</kbd>", page))
    assert {"/", "?", "j", "k", "s", "d", "u", "n", "p", "z"} <= shown
    assert 'data-go="?"' in page


def test_the_first_day_is_offered_until_it_is_put_away_for_good(unindexed):
    client = unindexed.as_("dakar")
    assert "New here?" in client.get("/").text
    page = text_of(client.get("/help/first-day").text)
    assert "Enter what you know" in page and "Judge a hit" not in page
    unindexed.post(client, "/help/first-day", {})
    for again in (client, unindexed.as_("dakar")):
        assert "New here?" not in again.get("/").text
    assert "New here?" in unindexed.as_("banjul").get("/").text
    assert "Enter what you know" in client.get("/help/first-day").text, "it is there whenever it is asked for"
    unindexed.post(client, "/help/first-day", {})


@pytest.mark.parametrize(
    "login", ["coordinator", "protection", "auditor", "administrator", "magistrate", "analyst", "chief"]
)
def test_each_duty_is_led_to_pages_it_may_open(unindexed, login):
    client = unindexed.as_(login)
    page = client.get("/help/first-day").text
    links = re.findall(r'<h2><a href="([^"]+)"', page)
    assert 2 <= len(links) <= len(STEPS)
    assert {path: client.get(path).status_code for path in links} == dict.fromkeys(links, 200)


@pytest.mark.parametrize(
    ("demo", "test_network", "status"), [(True, False, 200), (False, True, 200), (False, False, 404)]
)
def test_the_style_guide_is_for_development_and_training(unindexed, monkeypatch, demo, test_network, status):
    settings = replace(unindexed.settings, demo=demo, test_network=test_network)
    client = unindexed.as_("dakar")
    monkeypatch.setattr(guide, "settings", lambda: settings)
    answer = client.get("/styleguide")
    assert answer.status_code == status
    if status == 200:
        for colour in tokens.colours():
            assert f'fill="{colour.light}"' in answer.text and f'fill="{colour.dark}"' in answer.text
    else:
        assert "Nothing to show at this address" in answer.text


TEMPLATES = Path(__file__).parents[4] / "templates"
COMPONENTS = {"ui": "_macros.html", "lists": "lists/_parts.html"}
"""What pages of several folders are built of, as the style guide imports it."""


def parsed(app, name):
    return app.jinja_env.parse(app.jinja_env.loader.get_source(app.jinja_env, name)[0])


def test_every_component_stands_in_the_style_guide(unindexed):
    """A macro that is added to the building stones is shown, or this fails."""
    app, shown = unindexed.app, parsed(unindexed.app, "guide/styles.html")
    called = {(one.node.node.name, one.node.attr) for one in shown.find_all(nodes.Call)
              if isinstance(one.node, nodes.Getattr) and isinstance(one.node.node, nodes.Name)}  # fmt: skip
    imported = {one.target: one.template.value for one in shown.find_all(nodes.Import)}
    assert imported == COMPONENTS
    for name, file in COMPONENTS.items():
        public = {(name, macro.name) for macro in parsed(app, file).find_all(nodes.Macro)}
        assert public and public <= called, sorted(public - called)


def test_what_several_folders_share_is_a_component():
    """Macros that another folder imports move to the building stones, or are named here with why not."""
    one_job = {"errand/_given.html", "home/_heading.html", "audit/_parts.html", "interviews/_held.html",
               "interviews/_referrals.html"}  # fmt: skip
    shared = set()
    for page in TEMPLATES.rglob("*.html"):
        for name in re.findall(r'{% (?:import|from) "([^"]+)"', page.read_text()):
            if "/" in name and not name.startswith(f"{page.parent.name}/"):
                shared.add(name)
    assert shared == one_job | {"lists/_parts.html"}, "what is shared: a component, or the one thing it shows"


READ_ONLY = {
    "record": {"purpose", "legal_basis", "source_grade", "handling", "sharing", "notify", "retention", "category"},
    "watch": {"ground", "retention", "pointer"},
    "case": {"legal_basis"},
    "contact": {"pointer"},
    "hit": {"source_grade", "handling", "sharing"},
}


def test_terms_of_law_are_explained_where_they_are_only_read_too(unindexed):
    """Beside each the mark of the entry forms, to the same place in the glossary."""
    record, watch = unindexed.enter("dakar", SEEN), unindexed.watch("banjul", WANTED)
    unindexed.hit(record, watch)
    hit = unindexed.hit_of(record)
    unindexed.decide(hit)
    unindexed.deliver()
    with unindexed.store.reading() as session:
        pointer = session.scalars(select(Pointer.id).where(Pointer.unit_id == unindexed.banjul.unit_id)).one()
    pages = {"record": ("dakar", f"/records/{record}"), "watch": ("banjul", f"/watchlists/{watch}"),
             "case": ("dakar", f"/cases/{unindexed.cases['dakar']}"), "contact": ("banjul", f"/hits/{pointer}"),
             "hit": ("coordinator", f"/review/{hit}")}  # fmt: skip
    known = {term.anchor for term in glossary.TERMS}
    for name, (who, path) in pages.items():
        page = unindexed.as_(who).get(path).text
        marks = set(re.findall(r'class="term" href="/help/glossary#(\w+)"', page))
        assert READ_ONLY[name] <= marks <= known, (name, READ_ONLY[name] - marks)


def test_tokens_are_read_by_light_and_by_dark():
    known = {colour.name: colour for colour in tokens.colours()}
    assert {"ink", "paper", "act", "good", "bad", "plum"} <= set(known)
    assert known["paper"].light != known["paper"].dark and len(known) > 20
    assert dict(tokens.sizes())["space-1"] == "0.25rem"


@pytest.fixture
def sheets(unindexed):
    """{path: who prints it} of a record, a case and a hit."""
    record = unindexed.enter("dakar", SEEN)
    unindexed.hit(record, unindexed.watch("banjul", WANTED))
    hit = unindexed.hit_of(record)
    return {
        f"/records/{record}": "dakar",
        f"/cases/{unindexed.cases['dakar']}": "dakar",
        f"/review/{hit}": "coordinator",
    }


def test_a_sheet_says_who_printed_it_when_and_how_it_is_handled(unindexed, sheets):
    for path, login in sheets.items():
        page = unindexed.as_(login).get(path).text
        (head,) = re.findall(r'<div class="on-paper".*?</div>', page, re.DOTALL)
        assert "Printed by" in head and "<time data-printed>" in head
        assert ("H2" in head) is ("/cases/" not in path)
    assert "on-paper" not in unindexed.as_("dakar").get("/cases/").text


def test_on_paper_no_bar_and_nothing_folded_away(browser, unindexed, sheets, tmp_path):
    with on_a_port(unindexed.app) as port:
        address = f"http://127.0.0.1:{port}"
        for path, login in sheets.items():
            context = browser.new_context(locale="en")
            cookie = unindexed.as_(login).get_cookie("griot").value
            context.add_cookies([{"name": "griot", "value": cookie, "url": address}])
            page = context.new_page()
            page.goto(address + path)
            page.emulate_media(media="print")
            for hidden in ("header.top", ".errand", "main form", "footer nav"):
                assert not any(one.is_visible() for one in page.locator(hidden).all()), (path, hidden)
            assert page.is_visible(".on-paper") and page.is_visible("h1")
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            assert not page.locator("main details:not([open])").count()
            assert len(page.pdf(path=tmp_path / "sheet.pdf")) > 5_000
            context.close()


@pytest.mark.parametrize(("language", "width", "scheme"), [("fr", 1280, "light"), ("ar", 375, "dark")])
def test_help_has_no_barrier_and_runs_out_nowhere(browser, unindexed, language, width, scheme):
    with on_a_port(unindexed.app) as port:
        address = f"http://127.0.0.1:{port}"
        context = browser.new_context(viewport={"width": width, "height": 800}, locale=language, color_scheme=scheme)
        cookies = {"griot": unindexed.as_("dakar").get_cookie("griot").value, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        page, found = context.new_page(), []
        for path in (
            "/",
            "/help/first-day",
            "/help/glossary#handling",
            "/help/keys",
            "/styleguide",
            "/help/handbook",
            "/help/handbook/post",
        ):
            page.goto(address + path)
            found += violations(page, path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert found == []
        context.close()
