"""The simulation's clock in the database: who turns it, what arrives for whom; there in training alone."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

import portal.translations
from casefile.errors import Conflict, NotAllowed, NotThere
from casefile.policy.simulation.clock import ClockAt, ClockMove
from casefile.storage import tables
from casefile.storage.tables import Audit, Case, InstallationRow
from casefile.training.facts import Result, facts_of, held_against, is_named
from casefile.training.simulation import course
from casefile.training.simulation.marking import Mark
from casefile.training.simulation.script import script
from casefile.training.texts import LANGUAGES
from tests.casefile.training.simulation.play import Game, person


@pytest.fixture
def game(store):
    return Game(store).set_up()


def turn(game, move, seen=None, who="administrator"):
    with game.store.writing() as session:
        return course.move(session, game.viewers[who], move, seen)


def arrived(game, who):
    with game.store.reading() as session:
        return [one.inject.id for one in course.desk(session, game.viewers[who]).arrived]


def test_each_part_reads_what_has_come_in_for_it_and_nothing_else(game, monkeypatch):
    began = tables.now()
    assert arrived(game, "dakar") == []
    turn(game, ClockMove.START)
    monkeypatch.setattr(tables, "now", lambda: began + timedelta(minutes=41))
    assert arrived(game, "dakar") == arrived(game, "dakar2") == ["prosecutor", "tip"]
    assert arrived(game, "laspalmas") == ["girl", "interview", "landing"]
    assert arrived(game, "nouakchott") == ["list", "boat"]
    assert arrived(game, "coordinator") == ["first_hit"]
    assert arrived(game, "banjul") == arrived(game, "administrator") == arrived(game, "magistrate") == []
    turn(game, ClockMove.SKIP)
    assert arrived(game, "protection") == ["protected_hit"]
    with game.store.reading() as session:
        seen = course.overview(session, game.viewers["administrator"])
        marks = {one.line.id: one.mark for one in seen.marked}
        assert session.scalars(select(Case.reference)).all().count("SIM-LPA") == 1
    assert (seen.course.stands, seen.course.minute, seen.course.steps) == (ClockAt.RUNNING, 48, 2)
    assert (marks["tip_record"], marks["girl_record"], marks["girl_judged"]) == (Mark.MISSED, Mark.OPEN, Mark.OPEN)
    assert seen.came["captain"] is None and seen.came["girl"] is not None


def test_only_the_instructor_turns_the_clock_and_each_step_once(game):
    for who in ("dakar", "coordinator", "protection", "magistrate"):
        with pytest.raises(NotAllowed):
            turn(game, ClockMove.START, who=who)
        with game.store.reading() as session, pytest.raises(NotAllowed):
            course.overview(session, game.viewers[who])
    turn(game, ClockMove.START, 0)
    with pytest.raises(Conflict):
        turn(game, ClockMove.START)
    assert turn(game, ClockMove.PAUSE, 1).stands is ClockAt.PAUSED
    with pytest.raises(Conflict):
        turn(game, ClockMove.SKIP, 1)
    with game.store.reading() as session:
        done = session.scalars(select(Audit.detail).where(Audit.subject_kind == course.ID).order_by(Audit.seq)).all()
    assert done == [{"clock": "start"}, {"clock": "pause"}]


def test_outside_a_training_space_there_is_no_simulation(game):
    with game.store.writing() as session:
        session.execute(update(InstallationRow).values(training=False))
    with game.store.reading() as session:
        for act in (course.overview, course.desk):
            with pytest.raises(NotThere):
                act(session, game.viewers["administrator"])
    with pytest.raises(NotThere):
        turn(game, ClockMove.START)


def test_the_script_is_whole_and_fits_into_its_time():
    known = script()
    ids = [line.id for line in known.expected]
    assert len(set(ids)) == len(ids) and known.minutes == 120 and 12 <= len(known.injects) <= 20
    assert list(known.moments) == sorted(known.moments)
    assert all(known.part(inject.role) for inject in known.injects)
    for at, line in enumerate(known.expected):
        assert known.inject(line.inject).minute < line.due <= known.minutes
        assert {one for one in (line.record, line.watch, *line.needs) if one} <= set(ids[:at])
    assert {line.inject for line in known.expected} == {inject.id for inject in known.injects}


def test_every_text_is_in_the_five_languages_of_the_portal_and_says_the_same_numbers_in_each():
    known = script()
    assert set(LANGUAGES) == set(portal.translations.LANGUAGES)
    for texts in (known.title, known.story, *(p.title for p in known.parts), *(one.texts for one in known.injects)):
        assert set(texts) == set(LANGUAGES) and all(text.strip() for text in texts.values())
        numbers = {language: sorted(re.findall(r"\d+", text)) for language, text in texts.items()}
        assert all(said == numbers["en"] for said in numbers.values()), (texts["en"], numbers)
    assert "\u206677 640 12 31\u2069" in known.inject("tip").texts["ar"], "not read as 31 12 640 77"
    for one in known.injects:
        assert len(set(one.texts.values())) == len(LANGUAGES), one.id


@pytest.mark.parametrize(
    ("fact", "wanted", "entered", "result"),
    [
        ("name", "Aïssatou Baldé", ("AISSATOU BALDE",), Result.RIGHT),
        ("name", "Modou Ndoye", ("Modu Ndoy",), Result.SPELLING),
        ("name", "Modou Ndoye", ("Aliou Cissé",), Result.WRONG),
        ("name", "Hawa Keïta Traoré", ("Hawa Traoré",), Result.WRONG),
        ("name", "Modou Ndoye", (), Result.MISSING),
        ("birth", "1984", ("1984-03",), Result.WRONG),
        ("phone", "+221 77 640 12 31", ("77 640 12 31",), Result.RIGHT),
        ("phone", "+221 77 640 12 31", ("77 640 12 13",), Result.WRONG),
        ("passport", "A04471902", ("a 04471902",), Result.RIGHT),
        ("landing", "Arguineguín", ("Gran Canaria, Arguineguin",), Result.SPELLING),
        ("landing", "Arguineguín", ("Dakhla",), Result.WRONG),
        ("category", "victim", ("witness", "victim"), Result.RIGHT),
    ],
)
def test_a_fact_is_held_against_the_model_by_the_products_own_reading(fact, wanted, entered, result):
    (line,) = held_against({fact: [wanted]}, {fact: entered}, "SN")
    assert line.result is result


def test_what_the_text_does_not_say_is_seen():
    lines = held_against(
        {"name": ["Modou Ndoye"]}, {"name": ("Modou Ndoye", "Le Vieux"), "sex": ("m",)}, "SN", extra=True
    )
    assert [(one.fact, one.entered, one.result) for one in lines[1:]] == [
        ("name", "Le Vieux", Result.EXTRA), ("sex", "m", Result.EXTRA),
    ]  # fmt: skip
    assert facts_of(person("A B", "1984", phone="77 640 12 31")) == {
        "name": ("A B",), "birth": ("1984",), "phone": ("77 640 12 31",),
    }  # fmt: skip
    assert is_named("dit BALDE, Aissatou", "Aïssatou Baldé") and not is_named("Baldé", "Aïssatou Baldé")
