"""What stays on a post's phone: a page without data, the list of its documents, and nothing more."""

import gzip
import json
import re
from functools import partial

import pytest
from sqlalchemy import select

from casefile.people.units import SYSTEM
from casefile.policy import budgets
from casefile.posts import extract, posts
from casefile.posts.extract import Extract, Listed
from casefile.storage.clock import now
from casefile.storage.tables import Audit
from casefile.vocabulary import Act
from tests.network.people import BANJUL, DAKAR
from tests.network.portal import text_of

WHY = "list for the post at Rosso"


@pytest.fixture
def keys(portal):
    with portal.store.writing() as session:
        units = (("Rosso", DAKAR), ("Amdallai", BANJUL))
        return {name: posts.add_post(session, SYSTEM, name, unit=unit.code)[1] for name, unit in units}


def test_the_page_that_stays_is_the_same_for_everybody_and_names_nobody(portal):
    pages = [portal.as_(login, "fr").get("/post/away") for login in ("dakar", "banjul", "dakar")]
    assert pages[0].data == pages[1].data == pages[2].data
    assert "csrf" not in pages[0].text and "Dakar" not in pages[0].text
    policies = [one.headers["Content-Security-Policy"] for one in (pages[0], portal.as_("dakar").get("/post/"))]
    assert policies[0] == policies[1]


def test_the_worker_keeps_that_page_and_what_it_is_made_of_alone(portal):
    client = portal.as_("dakar")
    answer = client.get("/post/worker.js")
    stays = json.loads(re.search(r"STAYS = (\[.*?\]);", answer.text)[1])
    assert answer.mimetype == "text/javascript" and "Service-Worker-Allowed" not in answer.headers
    assert {one.partition("?")[0].startswith("/static/") for one in stays} == {True}
    used = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/post/away").text))
    assert used - set(stays) == {one for one in used if "manifest" in one}


def test_the_scripts_of_the_page_are_under_25_kb(portal):
    client = portal.as_("dakar")
    names = re.findall(r'<script src="([^"]+)"', client.get("/post/away").text)
    assert sum(len(gzip.compress(client.get(name).data)) for name in names) < 25_000 / 2
    assert sum(len(client.get(name).data) for name in names) < 25_000


def test_an_officer_fetches_the_list_of_an_own_post(portal, keys):
    answer = portal.post(portal.as_("dakar", "en"), "/post/list", {"post": "Rosso", "reason": WHY})
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    assert Extract.open(answer.text, keys["Rosso"], now()).header.documents == 0
    with portal.store.reading() as session:
        assert session.scalars(select(Audit.reason).where(Audit.subject_kind == "post_extract")).all().count(WHY) == 1


def test_a_list_of_more_than_a_thousand_is_made_here_and_leaves_a_core_to_the_other_pages(portal, keys, monkeypatch):
    many = [Listed(f"X{number:08d}", "", DAKAR.code) for number in range(1_200)]
    monkeypatch.setattr(posts, "listed_documents", lambda *_: (many, ["Stolen"]))
    monkeypatch.setattr(posts, "draft_extract", partial(posts.draft_extract, rounds=extract.LEAST_ROUNDS))
    answer = portal.post(portal.as_("dakar", "en"), "/post/list", {"post": "Rosso", "reason": WHY})
    opened = Extract.open(answer.text, keys["Rosso"], now())
    assert opened.header.documents == len(many) and opened.desks_of("X00001199") == (DAKAR.code,)
    for cores, taken in ((1, 1), (2, 1), (8, 7)):
        monkeypatch.setattr(posts.os, "cpu_count", lambda cores=cores: cores)
        with portal.store.writing() as session:
            assert posts.draft_at_portal(session, portal.viewers["dakar"], "Rosso", WHY).cores == taken


@pytest.mark.parametrize("name", ["Amdallai", "Diama"], ids=["another unit's", "nobody's"])
def test_another_units_post_is_one_that_does_not_exist(portal, keys, name):
    client = portal.as_("dakar", "en")
    assert "Amdallai" not in client.get("/post/list").text
    refused = portal.post(client, "/post/list", {"post": name, "reason": WHY})
    assert refused.status_code == 404
    assert text_of(refused.text).replace(name, "") == text_of(
        portal.post(client, "/post/list", {"post": "Kidira", "reason": WHY}).text
    ).replace("Kidira", "")


@pytest.mark.parametrize("wrong", ["no reason", "too many", "budget"])
def test_what_is_refused_leaves_no_line_of_a_list(portal, keys, monkeypatch, wrong):
    if wrong == "too many":
        monkeypatch.setattr(posts, "MOST_AT_PORTAL", -1)
    if wrong == "budget":
        monkeypatch.setitem(budgets.LIMITS, Act.EXPORT, budgets.Limit(0, 0))
    form = {"post": "Rosso", "reason": "" if wrong == "no reason" else WHY}
    assert portal.post(portal.as_("dakar", "en"), "/post/list", form).status_code >= 400
    with portal.store.reading() as session:
        made = session.scalars(select(Audit.action).where(Audit.subject_kind == "post_extract")).all()
        assert "export" not in made


def test_a_phone_knows_whose_it_is_and_not_who(portal):
    first, again, other = (portal.as_(login).get("/post/line").json for login in ("dakar", "dakar", "banjul"))
    assert first["holder"] == again["holder"] != other["holder"]
    assert portal.stranger().get("/post/line").status_code == 401
