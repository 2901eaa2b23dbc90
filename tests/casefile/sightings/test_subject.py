"""What of a question at a post is compared with what others hold: numbers that hold, names with a full date."""

import pytest

from casefile.sightings.subject import Question, digest_of, subject_of
from casefile.subjects.travel_documents.checking import check_zone
from casefile.vocabulary import IdentifierKind, RecordKind

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
WRONG_NUMBER = TD3.replace("L898902C36", "L898902C37")


def asked(text, **more):
    return subject_of(Question(text, **more), "SN")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("+221 77 123 45 68", {IdentifierKind.PHONE}),
        ("77 123 45 68", {IdentifierKind.PHONE, IdentifierKind.DOCUMENT}),
        ("A01478852", {IdentifierKind.DOCUMENT}),
        ("DK-4521-BC", {IdentifierKind.PLATE}),
    ],
)
def test_a_number_is_compared_as_all_that_it_can_be_read_as(text, kinds):
    subject = asked(text)
    assert subject.kind is RecordKind.TRAVEL_DOCUMENT and kinds <= {one.kind for one in subject.identifiers}


@pytest.mark.parametrize("text", ["12345", "000000", "unknown", "x"])
def test_what_tells_nobody_apart_is_not_compared(text):
    assert asked(text) is None


@pytest.mark.parametrize(
    ("text", "name", "born"),
    [
        ("Zeinabou Kanoutey 12/03/1984", "Zeinabou Kanoutey", "1984-03-12"),
        ("Zeinabou Kanoutey 12 mars 1984", "Zeinabou Kanoutey", "1984-03-12"),
        ("Zeinabou Kanoutey 1984", None, None),
        ("Zeinabou Kanoutey", None, None),
        ("12/03/1984", None, None),
    ],
)
def test_a_name_is_compared_with_its_full_date_of_birth_only(text, name, born):
    subject = asked(text, name=True)
    said = (subject.names[0].text, subject.dates[0].value) if subject else (None, None)
    assert said == (name, born)


def test_lines_give_number_names_and_birth_as_far_as_they_hold():
    whole = asked("", zone=check_zone(TD3))
    assert whole.kind is RecordKind.PERSON and whole.names[0].text == "ANNA MARIA ERIKSSON"
    assert [one.value for one in whole.identifiers] == ["L898902C3"] and whole.dates[0].value == "1974-08-12"
    unsound = asked("", zone=check_zone(WRONG_NUMBER))
    assert not unsound.identifiers and unsound.dates[0].value == "1974-08-12"
    assert asked("", zone=check_zone("P<UTOERI<<ANNA")) is None


def test_the_same_question_however_written_is_one():
    def mark(text):
        return digest_of(asked(text), "SN")

    assert mark("A01478852") == mark("a 0147 8852") == mark("AO1478852") != mark("A01478853")
