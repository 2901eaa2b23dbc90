"""Dates as officers write them, in their languages, to no more than was written."""

import pytest

from casefile.errors import BadInput
from casefile.storage import tables
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
    ("1945-1950", "1945", "1950", False),
    ("1961-00-00", "1961", None, False),
    ("00/00/1961", "1961", None, False),
    ("1961-00", "1961", None, False),
    ("1984-03-00", "1984-03", None, False),
    ("1983/03/16", "1983-03-16", None, False),
    ("1984-03-12T23:30:00Z", "1984-03-12", None, False),
    ("1984-03-12-05:00", "1984-03-12", None, False),
    ("1984?", "1984", None, True),
    ("1983-1985", "1983", "1985", False),
    ("Nov. 1973", "1973-11", None, False),
    ("Between Aug. 1977 and Sep. 1977", "1977-08", "1977-09", False),
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
     "mars", "?", "1984 ou rien", "12/00/1961", "0000-00-00", "30753", "1961-00-12"],
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


@pytest.mark.parametrize(("text", "kind", "refused"), [
    ("2199", DateKind.BIRTH, True), ("1999-2199", DateKind.BIRTH, True), ("2199-01-01", DateKind.DEATH, True),
    ("2199", DateKind.EXPIRES, False), ("2199", DateKind.EVENT, False), ("this year", DateKind.BIRTH, False),
])  # fmt: skip
def test_nobody_is_born_in_the_future(text, kind, refused):
    said = str(tables.now().year) if text == "this year" else text
    if refused:
        with pytest.raises(BadInput, match="in the future"):
            read_date(said, kind)
    else:
        assert read_date(said, kind).value == said
