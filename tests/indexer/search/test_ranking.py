"""How one record answers a question, and the order that comes of it: tables, without an engine."""

import pytest

from indexer.search.agreements import Way
from indexer.search.answers import answer
from indexer.search.clauses import Reading
from indexer.search.comparison import Content
from indexer.search.ranking import NEVER, place
from indexer.search.reading.question import read_question

SENEGAL = Reading(("SN", "GM"))


def answered(text, *names, kind="person", **more):
    return answer(read_question(text), Content(kind, names, **more), SENEGAL)


@pytest.mark.parametrize(
    ("text", "name", "way"),
    [
        ("Mamadou Diallo", "Mamadou Diallo", Way.EXACT),
        ("mamadou DIALLO", "Mamadou Diallo", Way.EXACT),
        ("Diallo Mamadou", "Mamadou Diallo", Way.EXACT),
        ("Abdoul-Aziz Sow", "Abdoul Aziz Sow", Way.EXACT),
        ("Mamadou Djaló", "Mamadou Djalo", Way.SCRIPT),
        ("Mamadou Djalo", "Mamadou Djaló", Way.SCRIPT),
        ("Modou Jallow", "Modou Diallo", Way.SOUND),
        ("Modou Jallow", "Mamadou Jallow", Way.KNOWN),
        ("Modou Jallow", "مامادو ديالو", Way.SOUND),
        ("Mamadou Diallo", "Mamadou Lamine Diallo", Way.PART),
        ("Diallo", "Mamadou Diallo", Way.PART),
        ("Khady Ndsaye", "Khady Ndiaye", Way.NEAR),
    ],
)
def test_how_a_name_answers(text, name, way):
    found = answered(text, name)
    assert (found.way, found.missing) == (way, ())
    assert found.accepted
    assert answered(text, "Xyz Unrelated", name).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Joal", "Mamadou Diallo"),
        ("Mamadou Sow", "Mamadou Diallo"),
        ("Amadou Diallo", "Ousmane Diallo"),
        ("Fatou Binta Diallo", "Aminata Binta Diallo"),
        ("Ousmane Sarr", "Awa Ndiaye"),
        ("Mbaye", "Mbour"),
    ],
    ids=lambda text: text,
)
def test_another_name_is_no_result(text, name):
    """A place is no surname, and a name of which a part is another's is another's."""
    assert not answered(text, name).accepted


def test_a_place_is_not_heard_as_a_surname_nor_a_surname_as_a_place():
    assert not answered("Joal", "Awa Diallo").found
    assert not answered("Diallo", places=("Joal",)).found
    assert answered("Joal", places=("Joal-Fadiouth",)).found[0].where == "place"


def test_an_initial_puts_those_first_whom_it_may_stand_for():
    fits, other = (
        place(answered("Y. Gueye", name), agrees=False, entered_at=1.0, record_id="")
        for name in ("Yaya Gueye", "Awa Gueye")
    )
    assert fits < other and answered("Y. Gueye", "Awa Gueye").accepted


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Modou Jallow", {("Modou", "مامادو", "known as one name"), ("Jallow", "ديالو", "same sound")}),
        ("M. Modou Jallow", {("Modou", "مامادو", "known as one name"), ("Jallow", "ديالو", "same sound")}),
    ],
)
def test_why_shows_both_spellings(text, rules):
    assert {(one.asked, one.found, one.rule) for one in answered(text, "مامادو ديالو").found} == rules


@pytest.mark.parametrize(
    ("text", "number", "rule"),
    [
        ("77 123 45 67", "+221771234567", "the number agrees"),
        ("00221 77 123 45 67", "+221771234567", "the number agrees"),
        ("1234567", "+221771234567", "a part of the number"),
        ("77 123 45 68", "+221771234567", "one sign differs"),
        ("77 123 54 67", "+221771234567", "one sign differs"),
        ("VA 453", "VA453AB", "a part of the number"),
        ("AO1234567", "A01234567", "the number agrees"),
        ("AO1234568", "A01234567", "one sign differs"),
    ],
)
def test_how_a_number_answers(text, number, rule):
    found = answered(text, numbers=(number,))
    assert found.accepted and found.found[-1].rule == rule


@pytest.mark.parametrize("text", ["77 123 99 68", "453", "5738", "VB 453"])
def test_another_number_is_no_result(text):
    assert not answered(text, numbers=("+221771234567", "VA453AB")).accepted


@pytest.mark.parametrize(
    ("text", "days", "accepted"),
    [
        ("Awa Ndiaye 1984", ((19840312, 19840312),), True),
        ("Awa Ndiaye 1984", ((19850101, 19851231),), True),
        ("Awa Ndiaye 1984", ((19900101, 19901231),), False),
        ("Awa Ndiaye 1984", (), True),
        ("Awa Ndiaye 12/03/1984", ((19840101, 19841231),), True),
        ("Awa Ndiaye 12/03/1984", ((19840412, 19840412),), False),
    ],
)
def test_a_year_that_is_not_known_is_no_contradiction(text, days, accepted):
    assert answered(text, "Awa Ndiaye", days=days).accepted is accepted


def test_a_short_name_next_to_a_number_is_a_name():
    found = answered("Awa Sey +221 77 123 45 67", "Awa Sey", numbers=("+221771234567",))
    assert found.missing == () and len(found.found) == 3


def test_a_text_need_not_have_all_words_and_the_missing_are_named():
    flagged = frozenset({(0, "text.narrative"), (8, "text.narrative")})
    found = answered("pirogue verte Mbour samedi", flags=flagged | {(14, "text.places")}, kind="report")
    assert found.accepted and found.missing == ("samedi",)
    assert not answered("pirogue verte", flags=frozenset({(0, "text.narrative")}), kind="report").accepted


def test_words_of_one_name_in_a_text_are_no_text():
    said = frozenset({(6, "text.narrative"), (12, "text.narrative")})
    assert not answered("Fatou Binta Diallo", kind="report", mentions=("Binta Diallo Sow",), flags=said).accepted


def test_a_record_without_a_name_has_none_to_show():
    assert answered("Awa Ndiaye").name == "" and answered("Awa Ndiaye").way is Way.NEAR


def test_the_name_that_answers_best_is_shown():
    assert answered("Modou Jallow", "Mamadou Dialo", "Modou Jallow", "Awa").name == "Modou Jallow"


def test_all_parts_before_some_then_a_number_then_the_closest_then_the_newest():
    def put(found, record_id, entered_at=1.0, **more):
        return place(found, agrees=False, entered_at=entered_at, record_id=record_id, **more)

    wanted = [
        place(answered("771234567", numbers=("+221771234567",)), agrees=True, entered_at=1.0, record_id="number"),
        put(answered("Amadou Diallo", "Amadou Diallo"), "exact and new", 9.0),
        put(answered("Amadou Diallo", "Amadou Diallo"), "exact and old", 8.0),
        put(answered("Amadou Diallo", "Amadou Diallo"), "exact, a core", NEVER),
        put(answered("Amadou Diallo", "Amadou Diálló"), "marks", 9.0),
        put(answered("Amadou Diallo", "Amadou Dialo"), "heard", 1.0),
        put(answered("Modou Jallow", "Mamadou Dialo"), "known and heard", 9.0),
        put(answered("Amadou Diallo", "Amadou Sékou Diallo"), "a part", 9.0),
        place(
            answered("Awa 771234567", numbers=("+221771234567",)),
            agrees=True,
            entered_at=1.0,
            record_id="some only, a number",
        ),
        put(answered("Awa Ndiaye", "Awa"), "some only", 9.0),
    ]  # fmt: skip
    shuffled = wanted[3:] + wanted[:3]
    assert [one.record_id for one in sorted(shuffled)] == [one.record_id for one in wanted]
