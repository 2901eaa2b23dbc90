"""Names that do not agree: how far that speaks against one person, by what of them does."""

import pytest

from casefile.matching import Rule, decide, prepare
from casefile.names.frequency import default
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind

PHONE = (Identifier(IdentifierKind.PHONE, "+220 701 2345"),)
BORN = (PartialDate(DateKind.BIRTH, "1972-06-01"),)
YEAR = (PartialDate(DateKind.BIRTH, "1972"),)


def person(name, **more):
    return prepare(Identity(RecordKind.PERSON, (Name(name),), **more), "SN")


def judge(wanted, found, **more):
    return decide(person(found, **more), person(wanted, **more), common=default())


WITH_A_PHONE = [
    # the two names, the rule, the grade
    ("Jamel Ismaila Ali Trawally", "Jamal Traroe", Rule.NAMES_PARTLY_AGREE, "hit"),  # the given name
    ("Papa Korbut Modou Khaga", "Pape Zelman Modou Khaga", Rule.NAMES_PARTLY_AGREE, "hit"),  # two parts
    ("Moussa Toumbouctou", "Awa Toumbouctou", Rule.NAMES_DIFFER, "possible"),  # a sister, on the family's phone
    ("Ahmed Mbaye", "Awa Sow", Rule.NAMES_DIFFER, "possible"),
]


@pytest.mark.parametrize(("wanted", "found", "rule", "grade"), WITH_A_PHONE)
def test_a_phone_under_a_name_that_agrees_in_part_is_a_hit(wanted, found, rule, grade):
    decision = judge(wanted, found, identifiers=PHONE)
    (named,) = (term for term in decision.evidence if term.what == "name")
    assert (named.rule, decision.grade) == (rule, grade)
    assert -6.0 <= named.bits <= -1.0, "never for"


def test_the_rarer_what_agrees_the_less_it_contradicts():
    common = judge("Mamadou Kourouma", "Mamadou Sangare", identifiers=PHONE)
    rare = judge("Toumbouctou Kourouma", "Toumbouctou Sangare", identifiers=PHONE)
    assert common.bits <= rare.bits


WITH_A_DAY = [
    # the two names, the date of both, the grade
    ("Braima Sar", "Ibrahim Sar", BORN, None),  # the family name alone: twins, too, are born on one day
    ("Khalil Mbodj", "Khalil Zerhouni", BORN, "possible"),
    ("Khalil Mbodj", "Khalil Zerhouni", YEAR, None),  # a year is no day
    ("Khalil Mbodj", "Awa Zerhouni", BORN, None),
]


@pytest.mark.parametrize(("wanted", "found", "born", "grade"), WITH_A_DAY)
def test_one_day_of_birth_keeps_a_name_that_agrees_in_part(wanted, found, born, grade):
    decision = judge(wanted, found, dates=born)
    assert (decision.grade if decision else None) == grade
