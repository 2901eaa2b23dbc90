"""What is written comes back as written."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=80))
def test_any_text_that_is_accepted_comes_back_as_stored(sqlite_store, text):
    names = (Name(text),) if cleaning.has_letter(text) else ()
    cleaned = cleaning.clean(Identity(RecordKind.PERSON, names=names, narrative=text))
    with sqlite_store.writing() as session:
        key = f"{abs(hash(text))}:1"
        if identity_rows.load_identities(session, [key]):
            return
        identity_rows.store_identity(session, key, cleaned)
        assert identity_rows.load_identities(session, [key])[key] == cleaned
    assert cleaning.clean(cleaned) == cleaned
