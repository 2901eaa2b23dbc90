"""Cleaning changes nothing that is clean; what cannot be kept is refused by name of the place."""

import pytest

from casefile.errors import BadInput
from casefile.subjects import cleaning
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind
from tests.casefile.subjects.test_identity_rows import FULL


def test_cleaning_changes_nothing_that_is_clean():
    assert cleaning.clean(FULL) == FULL


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        (Identity(RecordKind.PERSON, names=(Name("a\x00b"),)), "names"),
        (Identity(RecordKind.PERSON, names=(Name("a\ud800b"),)), "names"),
        (Identity(RecordKind.PERSON, names=(Name("x" * 401),)), "names"),
        (Identity(RecordKind.PERSON, names=(Name("???"),)), "names"),
        (Identity(RecordKind.VESSEL, names=(Name("🚤"),)), "names"),
        (Identity(RecordKind.PERSON, identifiers=(Identifier(IdentifierKind.PHONE, "77\u202e123"),)), "identifiers"),
        (Identity(RecordKind.PERSON, identifiers=(Identifier(IdentifierKind.PHONE, "77", "SEN"),)), "identifiers"),
        (Identity(RecordKind.PERSON, dates=(PartialDate(DateKind.BIRTH, "1984-13"),)), "dates"),
        (Identity(RecordKind.PERSON, dates=(PartialDate(DateKind.BIRTH, "1983-02-29"),)), "dates"),
        (Identity(RecordKind.PERSON, dates=(PartialDate(DateKind.BIRTH, "١٩٨٤"),)), "dates"),
        (Identity(RecordKind.PERSON, dates=(PartialDate(DateKind.BIRTH, "1984", "1980"),)), "dates"),
        (Identity(RecordKind.PERSON, nationalities=("Senegal",)), "nationalities"),
        (Identity(RecordKind.REPORT, narrative="a\x00"), "narrative"),
        (Identity(RecordKind.PERSON, names=(Name("x"),) * 301), "names"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(identity, field):
    with pytest.raises(BadInput) as refused:
        cleaning.clean(identity)
    assert refused.value.field == field


def test_a_name_typed_in_two_unicode_forms_is_stored_once_the_same():
    composed, decomposed = "Amélie", "Ame\u0301lie"
    cleaned = [cleaning.clean(Identity(RecordKind.PERSON, names=(Name(n),))) for n in (composed, decomposed)]
    assert cleaned[0] == cleaned[1]
