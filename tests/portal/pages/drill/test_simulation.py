"""The simulation's and the exercises' pages: there in a training space alone, each part its own, one page for the
instructor."""

import re
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from flask_babel import force_locale, gettext
from sqlalchemy import select

from casefile.stamp.mark import is_stamped
from casefile.storage import tables
from casefile.storage.tables import Audit
from casefile.training.exercises.exercise import exercises
from casefile.training.simulation.script import script
from casefile.training.simulation.sheets import SheetTaken
from casefile.training.texts import LANGUAGES
from portal.show.drill.sheets import sheet_document
from tests.casefile.training.simulation.play import TIP, Game
from tests.network.portal import PortalNetwork, application, same_every_time, text_of
from tests.network.stored import everything

PLAYERS = ("dakar", "laspalmas", "nouakchott", "coordinator", "protection", "magistrate")
FOR_ALL = ("/simulation/", "/exercises/", "/exercises/fishmonger")
INSTRUCTORS = ("/simulation/instructor", "/simulation/sheets/instructor", "/simulation/sheets/dakar",
               "/simulation/sheets/dakar/paper")  # fmt: skip


@pytest.fixture
def game(sqlite_store):
    return Game(sqlite_store).set_up()


def behind(game, settings):
    return PortalNetwork(
        store=game.store, settings=settings, app=application(settings, game.store), viewers=dict(game.viewers),
        cases=dict(game.cases), language="en",
    )  # fmt: skip


@pytest.fixture
def space(game, portal_settings):
    return behind(game, replace(portal_settings, training=True))


def move(space, client, wanted):
    page = client.get("/simulation/instructor").text
    steps = re.search(r'name="steps" value="(\d+)"', page)[1]
    return space.post(client, "/simulation/instructor", {"move": wanted, "steps": steps})


def test_in_a_real_installation_their_addresses_are_like_any_unknown_one(game, portal_settings):
    real = behind(game, portal_settings)
    for client in (real.as_("dakar"), real.as_("administrator"), real.stranger()):
        unknown = client.get("/nowhere-at-all/x")
        for path in (*FOR_ALL, *INSTRUCTORS):
            page = client.get(path)
            assert page.status_code == unknown.status_code
            same = [
                same_every_time(one.text).replace(at, "") for one, at in ((page, path), (unknown, "/nowhere-at-all/x"))
            ]
            numbers = [re.sub(r"<code>[^<]*</code>", "", one) for one in same]
            assert numbers[0] == numbers[1], path
    assert "/simulation/" not in real.as_("dakar").get("/").text


def test_the_menu_offers_them_in_a_training_space_and_only_the_instructor_sees_what_is_expected(space):
    assert 'href="/simulation/"' in space.as_("dakar").get("/").text
    for who in (*PLAYERS, "administrator"):
        client = space.as_(who)
        assert {client.get(path, follow_redirects=True).status_code for path in FOR_ALL} == {200}
        wanted = 200 if who == "administrator" else 403
        assert {client.get(path).status_code for path in INSTRUCTORS} == {wanted}, who
    client = space.as_("administrator")
    assert client.get("/simulation/sheets/nobody").status_code == 404 == client.get("/exercises/nobody").status_code
    assert space.post(client, "/simulation/instructor", {"move": "back", "steps": "0"}).status_code == 400


def test_the_instructor_starts_and_skips_and_each_player_reads_the_own_cards_alone(space, game, monkeypatch):
    instructor = space.as_("administrator")
    assert "Nothing has come in yet" in text_of(space.as_("dakar").get("/simulation/").text)
    began = tables.now()
    assert move(space, instructor, "start").status_code == 303
    game.at, game.minute = began, 2
    game.record("tip_record", "dakar", TIP, "suspect")
    for _ in range(6):
        assert move(space, instructor, "skip").status_code == 303
    for who in PLAYERS:
        page = text_of(space.as_(who).get("/simulation/").text)
        for one in script().injects:
            there = one.role == who and one.minute <= 34
            assert (" ".join(one.texts["en"].split()) in page) is there, (who, one.id)
    page = text_of(instructor.get("/simulation/instructor").text)
    assert "Done in time: 1" in page and "Missed: " in page and "Kept: 2" in page
    assert "Enter a record (Person). Name: Modou Ndoye; Date of birth: 1984; Phone number: +221 77 640 12 31" in page
    monkeypatch.setattr(tables, "now", lambda: began + timedelta(hours=3))
    assert "Over" in text_of(space.as_("dakar").get("/simulation/").text)


@pytest.mark.parametrize("language", ["fr", "ar", "es", "pt"])
def test_sheets_are_in_the_readers_language_the_instructors_whole_and_a_parts_without_what_is_expected(space, language):
    client = space.as_("administrator", language)
    whole = text_of(client.get("/simulation/sheets/instructor").text)
    cards = text_of(client.get("/simulation/sheets/laspalmas").text)
    for one in script().injects:
        text = " ".join(one.texts[language].split())
        assert text in whole and (text in cards) is (one.role == "laspalmas")
    assert (whole.count("2011-03-02"), cards.count("2011-03-02")) == (1, 0)


def test_an_exercise_says_fact_by_fact_what_was_right_and_keeps_nothing(space):
    client, (one, *_) = space.as_("nouakchott"), exercises()
    given = {"name": "Pap Ndour Sagna", "phone": "+221775550142", "nationality": "SN", "category": "suspect"}
    page = text_of(space.post(client, f"/exercises/{one.id}", given).text)
    assert "All right" in page and "Other spelling, fine" in page
    page = text_of(space.post(client, f"/exercises/{one.id}", given | {"phone": "775550124", "birth": "1980"}).text)
    assert "3 of 4 facts are right" in page and "Not in the text: leave it out" in page
    answer = space.post(client, f"/exercises/{one.id}", given | {"birth": "the day of the feast"})
    assert answer.status_code == 422 and "Pap Ndour Sagna" in answer.text
    assert "Pap Ndour" not in everything(space.store)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_on_paper_says_the_same_with_who_took_it_out_and_why(space, language):
    taken = SheetTaken("0" * 32, tables.now(), "Course of March", "f" * 64)
    with space.app.test_request_context(), force_locale(language):
        made = [sheet_document(sheet, taken, "I. Instructor", "COORD") for sheet in ("instructor", "laspalmas")]
        whole, cards = map(asdict, made)
        expected = gettext("Until minute")
    for one in script().injects:
        text = {"text": one.texts[language], "tone": "plain", "part": "paragraph"}
        assert text in whole["blocks"] and (text in cards["blocks"]) is (one.role == "laspalmas")
    assert expected in str(whole) and expected not in str(cards) and "2011-03-02" not in str(cards)
    assert all("Course of March" in str(one) and "f" * 64 in str(one) for one in (whole, cards))


def test_a_sheet_leaves_as_a_marked_pdf_for_a_reason_that_the_trail_keeps(space, game):
    client, path = space.as_("administrator"), "/simulation/sheets/dakar/paper"
    refused = space.post(client, path, {"reason": " ", "language": "ar"})
    assert refused.status_code == 422 and "reason" in refused.text
    answer = space.post(client, path, {"reason": "Course of March", "language": "ar"})
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF") and is_stamped(answer.data)
    assert answer.headers["Content-Disposition"] == "attachment; filename=TRAINING-griot-simulation-dakar-ar.pdf"
    with game.store.reading() as session:
        wanted = select(Audit.reason, Audit.subject_kind, Audit.detail).where(Audit.action == "export")
        [line] = session.execute(wanted).all()
    assert line.reason == "Course of March" and line.subject_kind == "simulation"
    assert line.detail["sheet"] == "dakar" and line.detail["format"] == "pdf" and len(line.detail["digest"]) == 64
    assert client.get("/simulation/sheets/nobody/paper").status_code == 404
    assert space.as_("dakar").get(path).status_code == 403
