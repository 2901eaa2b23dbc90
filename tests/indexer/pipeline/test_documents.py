"""What of a record stands in the index: for whom it is there, and that a core holds no more than the core."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casefile.hits.parties import CurrentRecord, RecordParty
from casefile.policy.sharing import EVERY_UNIT, DisclosureFacts
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, PlaceKind, RecordKind, RecordState, Sharing, SubjectCategory
from indexer.engine import fields
from indexer.pipeline.documents import decades, record_document

IDENTITY = Identity(
    kind=RecordKind.PERSON,
    names=(Name("Mamadou Dialo"),),
    identifiers=(Identifier(IdentifierKind.PASSPORT, "A0123999", "ML"),),
    dates=(PartialDate(DateKind.BIRTH, "1985-11-23"), PartialDate(DateKind.EVENT, "2011")),
    places=(Place(PlaceKind.BIRTH, "Kaolack", "CI"),),
    nationalities=("GN",),
    narrative="Vu avec Ousmane Sarr au 77 123 45 67.",
)
CORE = {name for name in fields.RECORD_FIELDS if name.startswith("core_")}


def document(**facts):
    release = DisclosureFacts("dakar", RecordState.ACTIVE, **facts)
    current = CurrentRecord("r1", 3, "c1", "SN", datetime(2026, 1, 2, tzinfo=UTC), release)
    return record_document(RecordParty(current, IDENTITY))


def test_a_core_holds_names_years_of_birth_and_nationality():
    made = document(sharing=Sharing.CORE)
    assert {name: value for name, value in made.items() if name in CORE} == {
        fields.CORE_READERS: [EVERY_UNIT],
        fields.CORE_COUNTRIES: ["GN"],
        fields.CORE_YEARS: [{"gte": 1985, "lte": 1985}],
        fields.CORE_DECADES: ["1980"],
        fields.CORE_WRITTEN: made[fields.NAME_WRITTEN],
        fields.CORE_LATIN: made[fields.NAME_LATIN],
        fields.CORE_SOUND: made[fields.NAME_SOUND],
        fields.CORE_KEYS: made[fields.NAME_KEYS],
        fields.CORE_WHOLE: made[fields.NAME_WHOLE],
        fields.CORE_SLIPS: made[fields.NAME_SLIPS],
    }
    assert made[fields.READERS] == [] and set(made[fields.CORE_WRITTEN]) == {"mamadou", "dialo"}
    assert fields.SORTED_AT not in made, "its place among others would tell when it was changed"


@pytest.mark.parametrize(
    ("facts", "readers"),
    [
        ({"sharing": Sharing.FULL}, [EVERY_UNIT]),
        ({"sharing": Sharing.FULL, "sharing_units": ("a", "b")}, ["a", "b"]),
        ({"sharing": Sharing.POINTER}, []),
        ({"sharing": Sharing.NONE}, []),
        ({"sharing": Sharing.CORE, "subject_category": SubjectCategory.VICTIM}, []),
        ({"sharing": Sharing.CORE, "names_protected": True}, []),
        ({"sharing": Sharing.FULL, "names_protected": True}, []),
    ],
)
def test_what_is_not_shared_to_the_core_has_none(facts, readers):
    made = document(**facts)
    assert not CORE & set(made) and made[fields.READERS] == readers
    assert made[fields.SORTED_AT] == made[fields.ENTERED_AT]


def test_each_field_is_one_of_the_mapping():
    for sharing in Sharing:
        assert set(document(sharing=sharing)) <= fields.RECORD_FIELDS


@pytest.mark.parametrize(
    ("date", "found"),
    [
        (("1984-05-02",), ["1980"]), (("1979", "1981"), ["1970", "1980"]), (("1970", "1999"), ["1970", "1980", "1990"]),
        (("1945", "2000"), []),
    ],
)  # fmt: skip
def test_a_date_is_counted_in_its_decades_unless_it_says_little(date, found):
    value, until = (*date, None)[:2]
    assert decades([PartialDate(DateKind.BIRTH, value, until=until)]) == found


def test_what_every_entry_of_a_list_says_is_nobody_s_name():
    said = "Vu avec Ousmane Sarr. INTERPOL-UN Security Council Special Notice web link: https://www.interpol.int/en/x"
    release = DisclosureFacts("dakar", RecordState.ACTIVE, sharing=Sharing.FULL)
    current = CurrentRecord("r1", 3, "c1", "SN", datetime(2026, 1, 2, tzinfo=UTC), release)
    made = record_document(RecordParty(current, replace(IDENTITY, narrative=said)))
    assert made[fields.MENTIONS] == ["Ousmane Sarr"]
    form = replace(IDENTITY, narrative=said + "\nNom : Diatta\nPrénom : Lamine\nNé le 3 mars 1990")
    assert "Lamine Diatta" in record_document(RecordParty(current, form))[fields.MENTIONS]
