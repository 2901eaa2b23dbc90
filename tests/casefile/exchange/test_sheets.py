"""A field sheet: the form's own names first, what a record cannot say left empty, handling codes behind."""

from datetime import UTC, datetime

import pytest

from casefile.exchange.outgoing.given import Given, Shared, Source
from casefile.exchange.outgoing.sheets import rows_of
from casefile.exchange.outgoing.template import built_in
from casefile.exchange.sources.interpol import HELD
from casefile.subjects.identity import Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, Handling, NameKind, PlaceKind, RecordKind, Sex

pytestmark = pytest.mark.unit
AT, SOURCE = datetime(2026, 3, 4, tzinfo=UTC), Source("SN-DKR", "Dakar")


def shared(identity):
    given = Given("r", SOURCE, identity, AT, AT, ((Handling.H3, "Not in court."),))
    return Shared("ab" * 16, SOURCE, "c", "DKR-1", "", (given,))


def row(identity):
    titles, *rows = rows_of(built_in("interpol"), shared(identity))
    return [dict(zip(titles, one, strict=True)) for one in rows]


def test_a_person_stands_under_the_forms_names():
    identity = Identity(
        RecordKind.PERSON, names=(Name("Dialo", NameKind.ALIAS), Name("Mamadou Diallo")), sex=Sex.MALE,
        dates=(PartialDate(DateKind.BIRTH, "1984-03-12"),), nationalities=("SN", "GM"),
        places=(Place(PlaceKind.SEEN, "Mbour", "SN"), Place(PlaceKind.BIRTH, "Thiès", "SN")),
    )  # fmt: skip
    assert row(identity) == [{
        "name": "Mamadou Diallo", "date_of_birth": "1984/03/12", "place_of_birth": "Thiès", "country_of_birth_id": "SN",
        "nationalities": "SN;GM", "sex_id": "M", "griot_record": "r", "griot_handling": "H3",
        "griot_handling_text": "Not in court.",
    }]  # fmt: skip


@pytest.mark.parametrize(
    ("date", "said"),
    [
        (PartialDate(DateKind.BIRTH, "1984"), "1984"),
        (PartialDate(DateKind.BIRTH, "1984", circa=True), ""),
        (PartialDate(DateKind.BIRTH, "1983", until="1985"), ""),
    ],
)
def test_a_date_is_no_more_exact_than_known(date, said):
    (one,) = row(Identity(RecordKind.PERSON, names=(Name("M"),), dates=(date,)))
    assert one["date_of_birth"] == said


def test_only_what_the_form_is_of_stands_in_it_and_every_name_is_the_publics():
    assert row(Identity(RecordKind.VESSEL, names=(Name("Yaye"),))) == []
    titles = next(rows_of(built_in("interpol"), Shared("ab" * 16, SOURCE, "c", "", "", ())))
    assert {one for one in titles if not one.startswith("griot_")} <= HELD
