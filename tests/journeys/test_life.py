"""The whole life of coincidences in real browsers, in French and in Arabic: every step a click, every state reached."""

import json

import pytest

from casefile import vocabulary
from scripts import translations
from tests.journeys.life import contacts, ending, people, protecting, together, watching
from tests.journeys.life.desk import Tongue
from tests.journeys.life.reached import COLUMNS, ELSEWHERE, WORKED_OUT, Reached, wrong
from tests.journeys.life.world import World, timed

PARTS = (
    people.administrators_prepare,
    watching.a_watch_in_two_seats,
    watching.the_rest_of_its_life,
    contacts.enter_everybody,
    contacts.from_pointer_to_outcome,
    contacts.correct_what_was_given,
    contacts.declined,
    contacts.dismissed,
    contacts.withdrawn,
    contacts.owner_first,
    protecting.unmasked_by_two,
    protecting.judged_by_the_protection_desk,
    protecting.contact_of_two_protection_officers,
    protecting.withdrawn_with_its_record,
    protecting.lowered,
    together.joint_case_of_a_contact,
    together.joint_cases_that_end_otherwise,
    together.hand_over,
    together.agreement,
    ending.review,
    ending.hold_by_two,
    ending.dispute,
    ending.case_closed,
    ending.years_later,
)


def tongue(language: str) -> Tongue:
    texts = {str(one.id): str(one.string) for one in translations.read(language) if isinstance(one.id, str) and one.id}
    return Tongue(language, {text: said for text, said in texts.items() if said and said != text})


@pytest.fixture
def world(installation, sign_in, until, engine, monkeypatch, request):
    reached = Reached(installation.store)
    return World(installation, sign_in, until, tongue(request.param), reached, engine, monkeypatch)


def test_every_vocabulary_of_states_is_asked_about():
    states = {kind for name, kind in vars(vocabulary).items() if name.endswith("State")}
    assert states == {kind for kind in COLUMNS if kind in states} | set(WORKED_OUT) | set(ELSEWHERE)


@pytest.mark.parametrize("world", ["ar", pytest.param("fr", marks=pytest.mark.slow)], indirect=True)
def test_the_whole_life_of_a_coincidence(world):
    took = {}
    for part in PARTS:
        with timed(part.__name__, took):
            part(world)
    print(json.dumps({"seconds": round(sum(took.values())), **took}))
    assert wrong(world.reached) == {}
