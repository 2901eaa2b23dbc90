"""Dates as officers write them, in their languages, to no more than was written."""

import pytest

from casefile.errors import BadInput
from casefile.subjects.dates.reading import read_date
from casefile.vocabulary import DateKind
from portal.forms.dates import written

READ = [
    ("1984", "1984", None, False),
    ("mars 1984", "1984-03", None, False),
    ("March 1984", "1984-03", None, False),
    ("déc. 1970", "1970-12", None, False),
    ("12 mars 1984", "1984-03-12", None, False),
    ("1er août 1990", "1990-08-01", None, False),
    ("March 12, 1984", "1984-03-12", None, False),
    ("12 de marzo de 1984", "1984-03-12", None, False),
    ("5 de março de 1990", "1990-03-05", None, False),
    ("١٢ مارس ١٩٨٤", "1984-03-12", None, False),
    ("نونبر 1984", "1984-11", None, False),
    ("كانون الثاني 1984", "1984-01", None, False),
    ("12/03/1984", "1984-03-12", None, False),
    ("12.03.1984", "1984-03-12", None, False),
    ("12-03-1984", "1984-03-12", None, False),
    ("03/1984", "1984-03", None, False),
    ("1984-03-12", "1984-03-12", None, False),
    ("1984-3", "1984-03", None, False),
    ("vers 1984", "1984", None, True),
    ("env. 1984", "1984", None, True),
    ("about March 1984", "1984-03", None, True),
    ("~1984", "1984", None, True),
    ("c. 1984", "1984", None, True),
    ("حوالي ١٩٨٤", "1984", None, True),
    ("1980-1985", "1980", "1985", False),
    ("1980 – 1985", "1980", "1985", False),
    ("entre 1980 et 1985", "1980", "1985", False),
    ("between 1980 and 1985", "1980", "1985", False),
    ("mai 1980 à juin 1981", "1980-05", "1981-06", False),
    ("  1984  ", "1984", None, False),
]


@pytest.mark.parametrize(("text", "value", "until", "circa"), READ)
def test_a_date_is_read_as_far_as_it_is_known(text, value, until, circa):
    known = read_date(text, DateKind.BIRTH)
    assert (known.value, known.until, known.circa) == (value, until, circa)


@pytest.mark.parametrize(("text", "value", "until", "circa"), READ)
def test_what_goes_back_into_the_field_reads_the_same(text, value, until, circa):
    known = read_date(text, DateKind.BIRTH)
    assert read_date(written(known), DateKind.BIRTH, about=known.circa) == known


@pytest.mark.parametrize(
    "text",
    ["31/02/1984", "13/13/1984", "foo", "84", "1985 à 1980", "0084", "9999", "1984-13", "12 foo 1984", "12/03",
     "1984/1985/1986",
     "mars", "?", "1984 ou rien"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_way_to_write_one(text):
    with pytest.raises(BadInput) as refused:
        read_date(text, DateKind.BIRTH, field="dates-0-text")
    assert refused.value.field == "dates-0-text"


def test_nothing_is_no_date():
    assert read_date(" ‎ ", DateKind.BIRTH) is None


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_a_country_shown_by_name_is_read_back_as_the_same(language):
    from portal.forms.parse import read_country
    from portal.show.filters import countries

    assert [(code, name) for code, name in countries(language) if read_country(name) != code] == []
