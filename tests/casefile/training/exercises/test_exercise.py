"""The exercises: three grades of six; the model answer is right, and each fact left out, misspelt or added is said."""

import pytest

from casefile.errors import NotThere
from casefile.training.exercises.exercise import GRADES, answered, exercise, exercises
from casefile.training.facts import NUMBERS, PLACES, Result
from casefile.training.texts import LANGUAGES
from casefile.vocabulary import FactKind

KNOWN = {"name", "birth", "sex", "nationality", "category", *NUMBERS, *PLACES, *(kind.value for kind in FactKind)}
EACH = [pytest.param(one, id=one.id) for one in exercises()]


def test_there_are_three_grades_of_six_and_some_in_each_language():
    assert [sum(one.grade == grade for one in exercises()) for grade in GRADES] == [6, 6, 6]
    assert {one.language for one in exercises()} == set(LANGUAGES)
    for grade in GRADES:
        assert {"es", "pt"} <= {one.language for one in exercises() if one.grade == grade}
    assert len({one.id for one in exercises()}) == 18
    with pytest.raises(NotThere):
        exercise("unknown")


@pytest.mark.parametrize("one", EACH)
def test_the_model_answer_is_right_and_one_left_out_is_missing(one):
    assert set(one.facts) <= KNOWN
    assert answered(one, one.facts).whole and answered(one, one.facts).fine == answered(one, one.facts).wanted
    for fact in one.facts:
        rest = {name: values for name, values in one.facts.items() if name != fact}
        found = answered(one, rest)
        assert {line.fact for line in found.lines if line.result is not Result.RIGHT} == {fact}
        assert {line.result for line in found.lines if line.fact == fact} == {Result.MISSING}


@pytest.mark.parametrize(
    ("id", "name", "result"),
    [
        ("fishmonger", "Pap Ndour SAGNA", Result.SPELLING),
        ("passport_scan", "SECKA DIOUF Ramatoulaye", Result.SPELLING),
        ("arabic_call", "Sidi Mohamed Ould Taleb", Result.SPELLING),
        ("two_phones", "Lamin Jarju Colley", Result.WRONG),
    ],
)
def test_another_spelling_of_the_same_name_is_fine(id, name, result):
    one = exercise(id)
    found = answered(one, {**one.facts, "name": (name,)})
    assert [line.result for line in found.lines if line.fact == "name"] == [result]
    assert found.whole is (result is Result.SPELLING)


def test_who_asked_to_stay_out_is_seen_as_added():
    one = exercise("source_stays_out")
    found = answered(one, {**one.facts, "name": (*one.facts["name"], "Musa Darboe")})
    assert [(line.entered, line.result) for line in found.lines if line.result is Result.EXTRA] == [
        ("Musa Darboe", Result.EXTRA)
    ]
