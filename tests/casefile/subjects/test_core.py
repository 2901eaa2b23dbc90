"""What a unit shows of a record that it shares to the core, and that nothing else ever slips in."""

from dataclasses import fields

import pytest

from casefile.subjects.core import core_of
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

WHOLE = Identity(
    kind=RecordKind.PERSON,
    names=(Name("Mamadou Dialo", lang="ff"), Name("Modou", NameKind.ALIAS)),
    identifiers=(Identifier(IdentifierKind.PHONE, "77 123 45 67", "SN"),),
    dates=(PartialDate(DateKind.BIRTH, "1985-11-23"), PartialDate(DateKind.DEATH, "2020")),
    places=(Place(PlaceKind.BIRTH, "Kaolack", "SN"),),
    sex=Sex.MALE,
    nationalities=("SN", "ML"),
    narrative="Vu à Mbour.",
)


def test_names_years_of_birth_and_nationality_are_all_of_it():
    core = core_of(WHOLE)
    assert (core.kind, core.names, core.nationalities) == (WHOLE.kind, WHOLE.names, WHOLE.nationalities)
    assert core.dates == (PartialDate(DateKind.BIRTH, "1985"),)
    shown = {"kind", "names", "dates", "nationalities"}
    empty = Identity(kind=RecordKind.PERSON)
    for field in fields(Identity):  # a field that is added later is no part of the core until somebody says so
        assert field.name in shown or getattr(core, field.name) == getattr(empty, field.name), field.name
    assert core_of(core) == core


@pytest.mark.parametrize(
    ("born", "shown"),
    [
        (("1985-11-23", None), ("1985", None)),
        (("1985-11", "1985-12-02"), ("1985", None)),
        (("1985-11", "1986-02"), ("1985", "1986")),
        (("1985", "1990"), ("1985", "1990")),
    ],
)
def test_of_a_birth_the_year_alone_is_shown(born, shown):
    for circa in (False, True):
        whole = Identity(RecordKind.PERSON, dates=(PartialDate(DateKind.BIRTH, *born, circa=circa),))
        assert core_of(whole).dates == (PartialDate(DateKind.BIRTH, *shown, circa=circa),)


def test_the_same_year_twice_is_one():
    twice = tuple(PartialDate(DateKind.BIRTH, day) for day in ("1985-01-01", "1985-02-02"))
    assert core_of(Identity(RecordKind.PERSON, dates=twice)).dates == (PartialDate(DateKind.BIRTH, "1985"),)
