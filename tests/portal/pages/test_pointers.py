"""Pointers: what a unit is notified of, when, and that before it and next to it nothing whatever shows."""

import re

import pytest

from casefile.vocabulary import Notify, Sharing
from tests.network.make import person, report
from tests.network.portal import NOBODYS_ID, same_every_time, text_of

WATCH_WORDS = ("Kanarywatch", "Kanaryground", "Kanarylist", "Kanaryalias", "1234567")
RECORD_WORDS = ("Kanaryplace", "Kanaryreport", "7654321")
SEARCHES = (("Modou Jallow", "sound"), ("Mamadou Dialo", "sound"))
PASSING = re.compile(r'<time.*?</time>|<footer>.*?</footer>|<ol class="latest">.*?</aside>', re.S)
REPORT = "Le passeur Mamadou Dialo, né en 1985, vu à Kanaryplace avec Kanaryreport, 77 765 43 21, 7654321."


@pytest.fixture
def met(stage):
    """Banjul watches; Dakar enters a report. The relay has not run yet."""
    subject = person("Modou Jallow", "1984", "Kanaryalias Jallow", phone="+220 1234567")
    stage.watch("banjul", subject, "Kanaryground said by three", watchlist="Kanarylist")
    stage.watch("banjul", person("Ebrima Kanarywatch", "1970"))
    stage.enter("dakar", report(REPORT))
    return stage


def only_hit(stage):
    stage.drain()
    assert len(stage.hits()) == 1
    return next(iter(stage.hits().values()))


def no_trace(stage):
    """Neither side's pages, nor what its searches by sound find, hold a word of the other's."""
    for login, words in (("dakar", WATCH_WORDS), ("banjul", RECORD_WORDS)):
        for path, page in stage.pages(login, SEARCHES).items():
            assert [word for word in words if word in page] == [], f"{login} at {path}"


def fixed(stage, login):
    """The pages as bytes that only news for this officer may change: without times, tokens and own searches."""
    found = {}
    for path, page in stage.pages(login).items():
        found[path] = PASSING.sub("", same_every_time(page))
    return found


def test_before_a_decision_nothing_of_a_hit_shows_on_either_side(met):
    """The quiet pages are those of a world in which the two never met: the same but for the other's record."""
    no_trace(met)
    hit_id = only_hit(met)
    no_trace(met)
    quiet = {login: fixed(met, login) for login in ("dakar", "banjul")}
    for judgement in ("unresolved", "not_same"):
        met.decide(hit_id, judgement)
        met.drain()
        for login, before in quiet.items():
            assert fixed(met, login) == before, f"{judgement}: {login}'s pages changed"
    no_trace(met)


def test_a_world_with_a_hit_looks_like_one_without(stage):
    """Watching somebody nobody knows, or somebody the other unit has just entered: the same bytes for both units."""
    stage.watch("banjul", person("Modou Jallow", "1984"))
    stage.enter("dakar", person("Aissatou Ndiaye", "1999"))
    stage.drain()
    assert not stage.hits()
    before = fixed(stage, "dakar")
    stage.watch("banjul", person("Aissatou Ndiaye", "1999"))
    stage.drain()
    assert stage.hits()
    assert fixed(stage, "dakar") == before
    banjul = fixed(stage, "banjul")
    stage.enter("dakar", person("Modou Jallow", "1984"))
    stage.drain()
    assert len(stage.hits()) == 2
    assert fixed(stage, "banjul") == banjul


@pytest.mark.parametrize("mode", ["all", "written", "tolerant", "sound"])
def test_a_word_of_the_other_side_finds_nothing(met, mode):
    only_hit(met)
    for login, words in (("dakar", WATCH_WORDS), ("banjul", RECORD_WORDS)):
        client = met.as_(login)
        for word in words:
            page = met.search(client, word, mode=mode).text
            assert "Nothing found" in page and "<mark>" not in page, (login, word)


def test_confirmed_and_not_yet_sent_is_nothing_yet(met):
    hit_id = only_hit(met)
    quiet = {login: fixed(met, login) for login in ("dakar", "banjul")}
    met.decide(hit_id, "same")
    for login, before in quiet.items():
        assert fixed(met, login) == before


def test_once_sent_each_side_reads_unit_desk_and_reference_and_nothing_else(met):
    met.decide(only_hit(met), "same")
    met.drain()
    pages = {login: met.as_(login).get("/hits/").text for login in ("dakar", "banjul")}
    references = {login: re.search(r'class="code">([2-9A-Z]{8})<', page)[1] for login, page in pages.items()}
    assert references["dakar"] == references["banjul"]
    assert "Banjul Serious Crime Unit" in pages["dakar"] and "poste 12" in pages["dakar"]
    assert "Brigade de Dakar" in pages["banjul"] and "Modou Jallow" in pages["banjul"], "one's own side is named"
    no_trace(met)
    assert (
        '<td data-label="Pointers" class="number"><a href="/hits/">1</a>' in met.as_("banjul").get("/watchlists/").text
    )


def test_a_pointer_is_noted_and_the_other_side_does_not_see_it(met):
    met.decide(only_hit(met), "same")
    met.drain()
    other = fixed(met, "dakar")
    client = met.as_("banjul")
    page = client.get("/hits/").text
    action = re.search(r'action="(/hits/[0-9a-f]{32}/read)"', page)[1]
    badge = ">New</span>"
    assert badge in page
    assert met.post(client, action, page="/hits/").status_code == 303
    assert badge not in client.get("/hits/").text
    assert fixed(met, "dakar") == other


def test_a_withdrawn_pointer_says_so(met):
    from casefile import records
    from casefile.people import viewers
    from casefile.storage.tables import Record

    met.decide(only_hit(met), "same")
    met.drain()
    with met.store.writing() as db:
        viewer = viewers.viewer_by_login(db, "dakar")
        records.withdraw(db, viewer, db.query(Record).one().id, "the source took it back")
    met.drain()
    page = text_of(met.as_("banjul").get("/hits/").text)
    assert "Recalled" in page and "do not act on it" in page
    for hidden in ("took it back", "corrected", "protected", "Brigade de Dakar", "poste 12"):
        assert hidden not in page, hidden


@pytest.mark.parametrize(
    ("watch_rules", "recipients"),
    [({"notify": Notify.SILENT}, set()), ({"sharing": Sharing.COORDINATOR}, set()),
     ({"notify": Notify.OWNER_FIRST}, {"dakar"})],
)  # fmt: skip
def test_who_is_not_notified_sees_no_change_at_all(stage, watch_rules, recipients):
    stage.watch("banjul", person("Modou Jallow", "1984"), **watch_rules)
    stage.enter("dakar", person("Mamadou Dialo", "1985"))
    hit_id = only_hit(stage)
    before = {login: fixed(stage, login) for login in ("dakar", "banjul")}
    stage.decide(hit_id, "same")
    stage.drain()
    for login in ("dakar", "banjul"):
        assert bool(stage.pointers(login)) is (login in recipients)
        assert (fixed(stage, login) != before[login]) is (login in recipients), login


def test_another_unit_s_pointer_and_hit_do_not_exist(met):
    hit_id = only_hit(met)
    met.decide(hit_id, "same")
    met.drain()
    theirs = met.pointers("banjul")[0].id
    client = met.as_("dakar")
    answers = [met.post(client, f"/hits/{i}/read", page="/hits/") for i in (theirs, NOBODYS_ID, hit_id)]
    assert {a.status_code for a in answers} == {404} and len({a.data for a in answers}) == 1
    assert met.pointers("banjul")[0].read_at is None
    for part, guessed in (("records", hit_id), ("watchlists", hit_id), ("records", theirs)):
        missing = client.get(f"/{part}/{guessed}")
        assert missing.status_code == 404 and missing.data == client.get(f"/{part}/{NOBODYS_ID}").data
    for path in (f"/review/{hit_id}", f"/review/{NOBODYS_ID}", "/review/"):
        assert client.get(path).status_code == 403


def test_without_a_pointer_it_is_not_said_that_nothing_was_found(stage):
    page = text_of(stage.as_("dakar").get("/hits/").text)
    assert "Your unit has received no pointer" in page and "Until then nobody is notified" in page
