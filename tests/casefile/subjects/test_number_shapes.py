"""Shapes of numbers by issuer: what is known is judged, what is not known is not, and nothing else comes of it."""

from pathlib import Path

import pytest

from casefile.subjects.issuers import is_issuer
from casefile.subjects.travel_documents import check_digit
from casefile.subjects.travel_documents.checking import check_zone
from casefile.subjects.travel_documents.shapes import SHAPES, remarks

SOURCES = Path(__file__).parents[3] / "docs" / "sources" / "documents.md"

DATED = "7408122F320415" + check_digit("320415")


def passport(issuer: str, number: str, code: str = "P<") -> str:
    number, more = number.ljust(9, "<"), "<" * 14
    lower = f"{number}{check_digit(number)}{issuer:<3}{DATED}{more}0".replace(" ", "<")
    upper = f"{code}{issuer:<3}TRAORE<<AWA".replace(" ", "<").ljust(44, "<")
    return f"{upper}\n{lower}{check_digit(lower[:10] + lower[13:20] + lower[21:])}"


def card(number: str, personal: str, code: str = "ID") -> str:
    upper = f"{code}ESP{number}{check_digit(number)}{personal}".ljust(30, "<")
    lower = f"{DATED}ESP{'<' * 11}"
    lower += check_digit(upper[5:] + lower[:7] + lower[8:15] + lower[18:])
    return "\n".join([upper, lower, "SOL<<ANA".ljust(30, "<")])


CASES = [  # lines, fields that are remarked on
    (passport("FRA", "12AB34567"), ()),
    (passport("FRA", "A12345678"), ("number",)),
    (passport("FRA", "123456789", code="PD"), ()),
    (passport("ESP", "PAA123456"), ()),
    (passport("ESP", "XD123456"), ()),
    (passport("ESP", "PAAA12345"), ("number",)),
    (passport("D", "C01X00T47"), ()),
    (passport("D", "C01A00T47"), ("number",)),
    (passport("DZA", "123456789"), ()),
    (passport("DZA", "12345678A"), ("number",)),
    (passport("ITA", "YA1234567"), ()),
    (passport("ITA", "1234567"), ("number",)),
    (passport("GBR", "123456789"), ()),
    (passport("GBR", "A12345678"), ("number",)),
    (passport("SEN", "A12345678"), ()),
    (passport("SEN", "1"), ()),
    (card("BAA123456", "12345678Z"), ()),
    (card("BAA123456", "X2482300W"), ()),
    (card("BAA123456", "12345678A"), ("optional",)),
    (card("BAA123456", ""), ()),
    (card("B12345678", "12345678Z"), ("number",)),
    (card("E12345678", "X2482300A", code="IR"), ()),
]


@pytest.mark.parametrize(("lines", "fields"), CASES, ids=range(len(CASES)))
def test_a_number_is_judged_by_what_is_known_of_its_issuer_and_kind(lines, fields):
    zone = check_zone(lines)
    assert zone.ok, "a remark is no fault: the lines hold as typed"
    assert tuple(one.field for one in remarks(zone)) == fields


def test_a_number_that_its_check_digit_does_not_vouch_for_is_not_judged():
    zone = check_zone(passport("FRA", "A12345678").replace("A12345678", "A12345679"))
    assert not zone.number_holds and remarks(zone) == ()


def test_every_shape_has_an_issuer_and_a_source():
    stated = SOURCES.read_text()
    for shape in SHAPES:
        assert is_issuer(shape.issuer) and f"| {shape.source} |" in stated, shape
