"""A person asked at a post in several forms is one item at the desk, with each time it was asked; nobody else's is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile import hits, sightings
from casefile.hits.items.coincidence import Found, coincidences, subject
from casefile.matching import prepare
from casefile.sightings import Question
from casefile.sightings.subject import subject_of
from casefile.storage import tables
from casefile.storage.tables import Sighting
from casefile.subjects.travel_documents.checking import check_zone
from casefile.vocabulary import HitState, Judgement
from tests.casefile.hits.test_coincidence import lines, meet
from tests.network.make import person

ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
OTHER_ZONE = "P<UTOERIKSON<<ANA<MARIA<<<<<<<<<<<<<<<<<<<<<\nL898903C33UTO7408122F1204159ZE184226B<<<<<10"
PHONE = "+221 77 123 45 68"
LINES = Question(ZONE, zone=check_zone(ZONE))
NAMED, MISSPELT = Question("Anna Maria Eriksson 12/08/1974", name=True), Question("Ana Erikson 12/08/1974", name=True)
NAMESAKE = Question("Anna Maria Eriksson 30/01/1981", name=True)
ANOTHER = Question(OTHER_ZONE, zone=check_zone(OTHER_ZONE))
NUMBER, CALLS = Question("L898902C3"), Question(PHONE)
HIDDEN = person("Anna Maria Eriksson", "1974-08-12", phone=PHONE, passport="L898902C3")


def together(*asked, sure=True, asked_there=True):
    """Which of these, in question for one hidden subject, are one item, by their places."""
    held = {
        f"{at}": subject(f"{at}", prepare(subject_of(one, "SN"), "SN"), asked=asked_there)
        for at, one in enumerate(asked)
    }
    found = [Found(at, "hidden", at, sure) for at in held]
    groups = coincidences(found, {"hidden": subject("hidden", prepare(HIDDEN, "GM"))}, held)
    return sorted(sorted(int(one.id) for one in group) for group in groups)


@pytest.mark.parametrize(
    ("asked", "items"),
    [
        ((LINES, NAMED, NUMBER), [[0, 1, 2]]),
        ((NUMBER, NAMED, LINES), [[0, 1, 2]]),
        ((NAMED, NUMBER), [[0, 1]]),  # nothing in common but whom they meet
        ((MISSPELT, LINES), [[0, 1]]),  # typed otherwise than it is printed
        ((NUMBER, CALLS), [[0, 1]]),
        ((NAMED, NAMESAKE), [[0], [1]]),  # born on two days
        ((LINES, ANOTHER), [[0], [1]]),  # two passports
        ((NAMED, NAMESAKE, CALLS), [[0], [1], [2]]),  # whose telephone it is, is the question
        ((NAMED, NAMESAKE, LINES, NUMBER), [[0, 2, 3], [1]]),
    ],
)
def test_what_was_asked_in_several_forms_is_one_item(asked, items):
    assert together(*asked) == items


def test_only_what_was_asked_at_posts_and_is_a_hit_by_itself():
    assert together(NAMED, NUMBER, sure=False) == together(NAMED, NUMBER, asked_there=False) == [[0], [1]]


@pytest.mark.parametrize("hidden", ["record", "watch"])
def test_the_desk_has_one_item_with_each_time_it_was_asked(net, monkeypatch, hidden):
    start = tables.now()

    def ask(minute, question, who="dakar"):
        monkeypatch.setattr(tables, "now", lambda: start + timedelta(minutes=minute))
        with net.store.writing() as session:
            sightings.keep(session, net.viewers[who], [question])
        with net.store.reading() as session:
            wanted = select(Sighting.record_id, Sighting.watch_id).where(Sighting.unit_id == net.viewers[who].unit_id)
            asked = session.execute(wanted.order_by(Sighting.last_at.desc())).first()
        pairs = [(subject_id, asked.watch_id) if hidden == "record" else (asked.record_id, subject_id)]
        return meet(net, pairs, grade="hit")

    subject_id = net.enter("banjul", HIDDEN) if hidden == "record" else net.watch("banjul", HIDDEN)
    assert [ask(1, LINES), ask(2, NAMED), ask(3, NUMBER)] == [1, 1, 1], "each is kept: none is lost"
    ask(4, NUMBER)
    [line] = lines(net)
    assert line.hits == 3 and line.at_post
    with net.store.writing() as session:
        opened = hits.open_hit(session, net.coordinator, line.hit_id)
    asked_side = opened.watch if hidden == "record" else opened.record
    times = sorted((one.asked.first_at, one.asked.last_at) for one in (asked_side, *opened.companions))
    at = [start + timedelta(minutes=minute) for minute in (1, 2, 3, 4)]
    assert times == [(at[0], at[0]), (at[1], at[1]), (at[2], at[3])]
    assert {one.asked.unit_name for one in opened.companions} == {asked_side.unit_name}
    ask(5, NUMBER, "nouakchott")
    assert sorted(one.hits for one in lines(net)) == [1, 3], "another unit is told for itself"

    net.decide(line.hit_id, Judgement.NOT_SAME)
    assert [one.hits for one in lines(net)] == [1]
    assert ask(6, CALLS) == 1
    assert [one.hits for one in lines(net)] == [1, 1], "the first is closed: asked again, it is a question again"
    states = [state for _, _, _, state in net._hits()]
    assert states.count(HitState.QUEUED.value) == 2
