"""An investigator writes a number in the local habit; the other unit wrote the same one in its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefile.subjects.cleaning import clean
from casefile.subjects.identifiers import confusable, forms, group, is_sound, meet, normal, read
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import IdentifierKind as Kind
from casefile.vocabulary import RecordKind

CASES = [
    # kind, written, country on it, home of the writer, compared form, why
    (Kind.PHONE, "77 123 45 67", None, "SN", "+221771234567", "local form at home"),
    (Kind.PHONE, "+221 77 123 45 67", None, "GM", "+221771234567", "international form abroad"),
    (Kind.PHONE, "00221771234567", None, "GM", "+221771234567", "00 prefix"),
    (Kind.PHONE, "221 77 123 45 67", None, "GM", "+221771234567", "the + left out"),
    (Kind.PHONE, "٧٧١٢٣٤٥٦٧", None, "SN", "+221771234567", "Arabic-Indic digits"),
    (Kind.PHONE, "+٢٢١ ٧٧ ١٢٣ ٤٥ ٦٧", None, "MR", "+221771234567", "Arabic-Indic digits, international"),
    (Kind.PHONE, "701 2345", None, "GM", "+2207012345", "seven digits are a whole number in The Gambia"),
    (Kind.PHONE, "+33 (0)6 12 34 56 78", None, "SN", "+33612345678", "French habit of (0)"),
    (Kind.PHONE, "06 12 34 56 78", "FR", "SN", "+33612345678", "the identifier's own country first"),
    (Kind.PHONE, "tél. 77.123.45.67", None, "SN", "+221771234567", "label and dots"),
    (Kind.PHONE, "7012345", None, "SN", "+2207012345", "no number of Senegal; of its neighbours only The Gambia's"),
    (Kind.PHONE, "0661234567", None, "MR", "MR:0661234567", "Morocco's and Algeria's alike: only the same writing"),
    (Kind.PHONE, "771234", None, "SN", "SN:771234", "nobody's number: only the same writing"),
    (Kind.PHONE, "0000000", None, "SN", None, "placeholder"),
    (Kind.PHONE, "inconnu", None, "SN", None, "placeholder"),
    (Kind.PASSPORT, "a 01-234 567", None, None, "A01234567", "separators and case"),
    (Kind.PASSPORT, "Passeport N° A01234567", None, None, "A01234567", "leading label"),
    (Kind.NATIONAL_ID, "1 755 1984 00123", None, None, "1755198400123", "spaces"),
    (Kind.DOCUMENT, "unknown", None, None, None, "placeholder"),
    (Kind.DOCUMENT, "000000", None, None, None, "one sign over and over"),
    (Kind.DOCUMENT, "N/A", None, None, None, "placeholder"),
    (Kind.PLATE, "DK-1234-AB", None, "SN", "DK1234AB", "Senegal"),
    (Kind.PLATE, "dk 1234 ab", None, "SN", "DK1234AB", "Senegal, as typed"),
    (Kind.PLATE, "SN DK-1234-AB", None, "SN", "DK1234AB", "the oval's letters are not the number"),
    (Kind.PLATE, "BJL 1234 A", None, "GM", "BJL1234A", "The Gambia"),
    (Kind.PLATE, "1234 AA 00", None, "MR", "1234AA00", "Mauritania"),
    (Kind.IMEI, "49-015420-323751-8", None, None, "49015420323751", "check digit dropped"),
    (Kind.IMEI, "490154203237517", None, None, "490154203237517", "check digit wrong: only the same writing"),
    (Kind.IMEI, "4901542032375199", None, None, "49015420323751", "software version dropped"),
    (Kind.IMO, "IMO 9074729", None, None, "9074729", "label"),
    (Kind.IMO, "IMO 9074728", None, None, "9074728", "check digit wrong: only the same writing"),
    (Kind.MMSI, "663 123 456", None, None, "663123456", "spaces"),
    (Kind.VIN, "VF1AAAAAO12345678", None, None, "VF1AAAAA012345678", "no letter O in a VIN"),
    (Kind.EMAIL, " Modou.J@Example.ORG ", None, None, "modou.j@example.org", "case and space"),
    (Kind.HANDLE, "https://www.example.com/@Modou_J", None, None, "example.com:modou_j", "address of a page"),
    (Kind.HANDLE, "@Modou_J", None, None, "modou_j", "at sign"),
    (Kind.ACCOUNT, "SN08 SN01 0010 1234", None, None, "SN08SN0100101234", "IBAN in groups"),
    (Kind.LIST_REFERENCE, "QDi.001", None, None, "QDI001", "list number"),
]


@pytest.mark.parametrize(("kind", "written", "country", "home", "wanted", "why"), CASES)
def test_one_number_has_one_form(
    kind: Kind, written: str, country: str | None, home: str | None, wanted: str | None, why: str
) -> None:
    assert normal(Identifier(kind, written, country), home) == wanted, why


def test_a_paper_of_unknown_type_meets_the_passport_of_the_same_number() -> None:
    assert group(Kind.DOCUMENT) == group(Kind.PASSPORT) == group(Kind.NATIONAL_ID)
    assert group(Kind.PHONE) != group(Kind.PASSPORT)


def test_letters_read_as_digits_are_joined_in_keys_only() -> None:
    left, right = (normal(Identifier(Kind.PASSPORT, v), None) for v in ("AO123456", "A0123456"))
    assert left and right and left != right
    assert confusable(left) == confusable(right)


APART = [
    # kind, written, the fields it becomes at entry, why
    (Kind.PHONE, "771234572 / 771234573", ("771234572", "771234573"), "two whole numbers"),
    (Kind.PHONE, "77/123/45/71", ("77/123/45/71",), "one with strokes between its groups"),
    (
        Kind.PHONE,
        "+225 07 08 12 34 56 / 07 08 12 34 57",
        ("+225 07 08 12 34 56 / 07 08 12 34 57",),
        "one country for both",
    ),
    (Kind.PASSPORT, "A01234567 ; A07654321", ("A01234567", "A07654321"), "two papers"),
    (Kind.REGISTRATION, "12345/2019", ("12345/2019",), "one with its year"),
    (Kind.EMAIL, "a@example.org, b@example.org", ("a@example.org", "b@example.org"), "two addresses"),
]


@pytest.mark.parametrize(("kind", "written", "fields", "why"), APART)
def test_two_numbers_in_one_field_become_two_at_entry(
    kind: Kind, written: str, fields: tuple[str, ...], why: str
) -> None:
    entered = clean(Identity(RecordKind.PERSON, identifiers=(Identifier(kind, written, "SN"),)))
    assert tuple(one.value for one in entered.identifiers) == fields, why
    assert {one.country for one in entered.identifiers} == {"SN"}


def test_the_second_number_is_read_where_the_first_says_its_country() -> None:
    written = Identifier(Kind.PHONE, "+225 07 08 12 34 56 / 07 08 12 34 57")
    assert forms(written, "SN") == ("+2250708123456", "+2250708123457")


def test_an_account_that_is_a_telephone_meets_the_telephone() -> None:
    (read_as,) = read(Identifier(Kind.HANDLE, "wa.me/221771234567"), "GM")
    assert (read_as.kind, read_as.form) == (Kind.PHONE, "+221771234567")


def test_handles_of_two_platforms_never_meet_and_one_without_meets_both() -> None:
    facebook, x, bare = "facebook:modou.k", "x:modou.k", "modou.k"
    assert confusable(facebook) == confusable(x) == confusable(bare)
    assert meet(facebook, bare) and meet(bare, x) and not meet(facebook, x)


SOUND = [
    (Kind.IMEI, "490154203237518", True, "a check digit that holds"),
    (Kind.IMEI, "490154203237517", False, "one that fails"),
    (Kind.IMEI, "49015420323751", True, "the device without its check digit"),
    (Kind.IMEI, "4901542032375199", True, "with the version of its software"),
    (Kind.IMO, "9074729", True, "a check digit that holds"),
    (Kind.IMO, "9074728", False, "one that fails"),
    (Kind.PHONE, "+221 77 123 45 67", True, "a number of its country"),
    (Kind.PHONE, "7012", False, "too short"),
    (Kind.PASSPORT, "A01234567", True, "nothing to check"),
]


@pytest.mark.parametrize(("kind", "written", "sound", "why"), SOUND)
def test_what_is_no_number_of_its_issuer_is_known_as_such(kind: Kind, written: str, sound: bool, why: str) -> None:
    form = normal(Identifier(kind, written), "SN")
    assert form is not None and is_sound(kind, form) is sound, why


@given(st.sampled_from(list(Kind)), st.text(max_size=120), st.sampled_from([None, "SN", "GM", "MR", "XX"]))
def test_any_text_is_read_or_refused(kind: Kind, text: str, home: str | None) -> None:
    form = normal(Identifier(kind, text), home)
    assert form is None or (form and len(form) <= 500)
