"""One number as two officers write it, and another number that looks like it: what meets, as a table."""

import pytest

from casefile.subjects.identifiers import keys
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind as Kind

TWICE = [
    # kind, as one writes it, as another does, the country of the unit, whether they meet, why
    (Kind.PHONE, "221763902285@s.whatsapp.net", "76 390 22 85", "SN", True, "as WhatsApp writes it"),
    (Kind.PASSPORT, "A 017 48 326", "A017483263", "SN", True, "with the check digit of the zone"),
    (Kind.PASSPORT, "A 017 48 326", "A017483264", "SN", False, "a tenth sign that is no check digit"),
    (Kind.PASSPORT, "A-0194.7216", "A01947216SEN", "SN", True, "its issuer behind it, as in the zone"),
    (Kind.PASSPORT, "MAR/LX3950284", "LX 395 0284", "ES", True, "its issuer before it"),
    (Kind.PASSPORT, "ABC1234567", "BC1234567", "ES", False, "three letters that are no country's"),
    (Kind.NATIONAL_ID, "1.548.l979.O2216", "1548197902216", "SN", True, "a small l among capitals is a one"),
    (Kind.PASSPORT, "l1234567", "L1234567", "SN", True, "a number in small letters"),
    (Kind.NATIONAL_ID, "DNI 78401352", "78401352 A", "ES", False, "a letter that does not follow from the digits"),
    (Kind.NATIONAL_ID, "DNI 12345678", "12345678 Z", "ES", True, "the letter that follows from the digits"),
    (Kind.DOCUMENT, "12345678Z", "12345678", "SN", True, "whatever the paper is called"),
    (Kind.NATIONAL_ID, "07482615", "7482615", "TN", True, "the zero that a spreadsheet loses"),
    (Kind.NATIONAL_ID, "07482615", "7482615", "SN", False, "not where cards have other numbers"),
    (Kind.NATIONAL_ID, "CI 0018 4726 31", "CI0018472631", "CI", True, "the country's code apart or not"),
    (Kind.DOCUMENT, "conteneur tghu 730.184 7", "TGHU7301847", "ES", True, "a container"),
    (Kind.DOCUMENT, "MTCN 481-726-3950", "4817263950", "SN", True, "a transfer"),
    (Kind.VIN, "châssis n° JTEBH9FJ5OKl84726", "JTEBH9FJ50K184726", "MR", True, "O and l misread"),
    (Kind.IMEI, "359168074318579", "359168074318570", "MR", True, "the spare digit as it is sent"),
    (Kind.IMEI, "359168074318579", "359168074318571", "MR", False, "a check digit that is wrong"),
    (Kind.HULL, "KY 0483 T", "KY-483-T", "SN", True, "zeros in the middle"),
    (Kind.HULL, "NDB-O472", "NDB 0472", "MR", True, "an O for a zero"),
    (Kind.HULL, "KY 4830 T", "KY 483 T", "SN", False, "a zero at the end counts"),
    (Kind.HANDLE, "Snapchat: denise", "snapchat.com/add/Denise", "SN", True, "a handle that begins like *de*"),
    (Kind.HANDLE, "Facebook nolan77", "facebook.com/nolan77", "SN", True, "and like *no*"),
    (Kind.HANDLE, "TikTok onyx", "tiktok.com/@onyx", "SN", True, "and like *on*"),
    (Kind.HANDLE, "TikTok suresh", "tiktok.com/@esh", "SN", False, "and is not what it would be without"),
    (Kind.HANDLE, "page Facebook nommée « Barça »", "Facebook : Barça", "SN", True, "led to by *named*"),
    (Kind.ACCOUNT, "Orange Money 77 514 38 62", "+221775143862", "SN", True, "an account that is a telephone"),
    (Kind.ACCOUNT, "01234 56789 01234567890 12", "01234567890123456789012", "MR", True, "an account stays one"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "one", "other", "unit", "met", "why"), TWICE, ids=[row[5] for row in TWICE])
def test_one_number_in_two_writings_meets_and_another_does_not(
    kind: Kind, one: str, other: str, unit: str, met: bool, why: str
) -> None:
    found = keys(Identifier(kind, one, None), unit) & keys(Identifier(kind, other, None), unit)
    assert bool(found) is met, why
