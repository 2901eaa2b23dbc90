"""What is written comes back as written; what cannot be kept is refused by name of the place."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casefile.errors import BadInput
from casefile.subjects import cleaning, identity_rows
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

FULL = Identity(
    RecordKind.PERSON,
    names=(Name("Mamadou Dialo"), Name("محمد ولد أحمد", NameKind.ORIGINAL_SCRIPT, "ar")),
    identifiers=(Identifier(IdentifierKind.PHONE, "+220 301 22 33", "GM"),),
    dates=(PartialDate(DateKind.BIRTH, "1984", circa=True), PartialDate(DateKind.BIRTH, "1984-02-29", "1986")),
    places=(Place(PlaceKind.BIRTH, "M'Bour", "SN"), Place(PlaceKind.SEEN, "Nouâdhibou")),
    sex=Sex.MALE,
    nationalities=("SN", "GM"),
    narrative="Ligne un\nligne deux",
)


def test_an_identity_comes_back_whole(store):
    with store.writing() as session:
        identity_rows.store_many(session, [("a:1", FULL), ("b:1", Identity(RecordKind.REPORT, narrative="x"))])
    with store.reading() as session:
        assert identity_rows.load_identities(session, ["a:1", "none:1"]) == {"a:1": FULL}


def test_cleaning_changes_nothing_that_is_clean():
    assert cleaning.clean(FULL) == FULL


@pytest.mark.parametrize(
    ("identity", "field"),
    [
        (Identity(RecordKind.PERSON, names=(Name("a\x00b"),)), "names"),
        (Identity(RecordKind.PERSON, names=(Name("a\ud800b"),)), "names"),
        (Identity(RecordKind.PERSON, names=(Name("x" * 401),)), "names"),
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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=80))
def test_any_text_that_is_accepted_comes_back_as_stored(sqlite_store, text):
    cleaned = cleaning.clean(Identity(RecordKind.PERSON, names=(Name(text),), narrative=text))
    with sqlite_store.writing() as session:
        key = f"{abs(hash(text))}:1"
        if identity_rows.load_identities(session, [key]):
            return
        identity_rows.store_identity(session, key, cleaned)
        assert identity_rows.load_identities(session, [key])[key] == cleaned
    assert cleaning.clean(cleaned) == cleaned
