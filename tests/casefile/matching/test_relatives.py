"""A parent, a child, a brother or a sister is no hit for sharing a name; no guess contradicts a statement."""

import pytest

from casefile import matching
from casefile.matching import Rule, prepare
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.subjects.name_counts import default
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind, Sex

PHONE = (Identifier(IdentifierKind.PHONE, "+222 44 12 34 56", None),)
PASSPORT = (Identifier(IdentifierKind.PASSPORT, "B07654321", None),)
BORN = "1991-07-23"


def person(name: str, born: str | None = None, **more: object) -> Identity:
    dates = (PartialDate(DateKind.BIRTH, born),) if born else ()
    return Identity(RecordKind.PERSON, (Name(name),), dates=dates, **more)  # type: ignore[arg-type]


CASES = [
    # record, watch, grade, why
    (person("Brahim Kerkoub Zeidane", BORN), person("Brahim Zeidane", BORN), "hit", "one states less, day of birth"),
    (person("Mariem Brahim Kerkoub Zeidane", BORN), person("Brahim Kerkoub Zeidane", BORN), "possible",
     "a daughter, born on the same day by one of two clerks"),
    (person("Mariem Brahim Kerkoub Zeidane", identifiers=PHONE), person("Brahim Kerkoub Zeidane", identifiers=PHONE),
     "possible", "a daughter with her father's phone"),
    (person("Sidi Brahim Kerkoub Zeidane", BORN, sex=Sex.MALE), person("Brahim Kerkoub Zeidane", BORN, sex=Sex.MALE),
     "hit", "day and sex stated alike"),
    (person("Ahmed Brahim Kerkoub Zeidane", BORN, sex=Sex.MALE), person("Brahim Kerkoub Zeidane", BORN, sex=Sex.MALE),
     "hit", "day and sex stated alike, whatever the order of the parts is"),
    (person("Ahmed Brahim Kerkoub Zeidane", identifiers=PASSPORT),
     person("Brahim Kerkoub Zeidane", identifiers=PASSPORT), "hit", "one passport"),
    (person("Karima Zerhouni Toumbou", BORN), person("Karim Zerhouni Toumbou", BORN), "possible", "twins"),
    (person("Karima Zerhouni Toumbou", BORN, sex=Sex.MALE), person("Karim Zerhouni Toumbou", BORN, sex=Sex.MALE),
     "hit", "both sexes stated alike: a slip"),
    (person("Zeidane Mint Kerkoub", BORN), person("Zeidane Ould Kerkoub", BORN), "possible", "Ould against Mint"),
    (person("Zohra Ben Kerkoub", BORN, sex=Sex.FEMALE), person("Zohra Ben Kerkoub", BORN), "hit",
     "Ben X is a woman's family name"),
    (person("Zohra Ben Kerkoub", BORN, sex=Sex.FEMALE), person("Zohra Ould Kerkoub", BORN), "hit",
     "what a particle says contradicts no statement"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "watch", "grade", "why"), CASES, ids=[case[3] for case in CASES])
def test_grades(record: Identity, watch: Identity, grade: str, why: str) -> None:
    for one, other in ((record, watch), (watch, record)):
        decision = matching.decide(prepare(one, "MR"), prepare(other, "MR"), common=default())
        assert decision and decision.grade == grade, (why, decision)
        assert Rule.SEX_DIFFERS not in {term.rule for term in decision.evidence}


def test_the_page_says_which_relative() -> None:
    decision = matching.decide(prepare(CASES[1][0], "MR"), prepare(CASES[1][1], "MR"), common=default())
    assert decision and Rule.NAMES_OF_PARENT_AND_CHILD in {term.rule for term in decision.evidence}
