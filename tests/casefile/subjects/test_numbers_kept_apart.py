"""Thousands of invented numbers of the shapes that the routes' papers and plates have: none becomes another, none is
lost, and each has one form in all its writings. The plans that have changed, row by row."""

import random
import re
from itertools import product

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.subjects.identifiers import forms
from casefile.subjects.identifiers.data.plans import CHANGES, NEIGHBOURS
from casefile.subjects.identifiers.phones import modernised
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind as Kind

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
SHAPES = {
    # A: a letter, 9: a digit, anything else: itself
    Kind.PASSPORT: "A99999999 AA9999999 99AA99999 AAA999999 999999999 A9999999A",
    Kind.NATIONAL_ID: "9999999999999 9999999999 99999999A A9999999A AA999999 A999999 999999999999A A99999999",
    Kind.PLATE: "AA9999AA AA9999A AA999AA 9999AA99 9999AAA 99999A9 9999A99 9999AA AA9999 AAA999 A9999AA",
    Kind.REGISTRATION: "999999999A 9999999999999",
    Kind.ACCOUNT: "99999999999999999999999 999999999999 99999999999999999999",
    Kind.HULL: "AAA9999 AA9999A",
}
EACH = 60


def invented(shape, dice):
    signs = {"A": lambda: dice.choice(LETTERS), "9": lambda: dice.choice("0123456789")}
    return "".join(signs.get(sign, lambda sign=sign: sign)() for sign in shape)


def writings(number):
    groups = re.findall(r"[A-Z]+|\d+", number)
    return [number, " ".join(groups), "-".join(groups), number.lower(), f"N° {number}", f"n°{number}", f"  {number}. "]


@pytest.mark.parametrize(("kind", "home"), list(product(SHAPES, ("SN", "MA", "ES"))))
def test_a_number_keeps_its_signs_and_never_becomes_another(kind, home):
    dice, meant = random.Random(14), {}
    for shape in SHAPES[kind].split():
        for _ in range(EACH):
            number = invented(shape, dice)
            if number.startswith(("NUM", "NRO", "NBR")):  # no office numbers so: these are the word
                continue
            read_as = {forms(Identifier(kind, written), home) for written in writings(number)}
            assert len(read_as) == 1, (number, read_as)
            ((form,),) = read_as
            assert meant.setdefault(form, number) == number


def national(country):
    """Invented valid numbers of a country: its example with other last digits."""
    dice, example = random.Random(country), phonenumbers.example_number_for_type(
        country, phonenumbers.PhoneNumberType.MOBILE
    )  # fmt: skip
    for _ in range(25):
        text = phonenumbers.national_significant_number(example)
        number = phonenumbers.PhoneNumber(
            example.country_code,
            int(text[:-4] + f"{dice.randrange(10_000):04}"),
            italian_leading_zero=example.italian_leading_zero,
        )
        if phonenumbers.is_valid_number(number) and modernised(text, country) is None:
            yield number


@pytest.mark.parametrize("country", sorted(set(NEIGHBOURS) - {"EH"}))
def test_a_telephone_of_each_country_has_one_form_at_home_and_abroad(country):
    for number in national(country):
        whole = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        at_home = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        abroad = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        written = [
            (at_home, country), (f"Tél. {at_home} (WhatsApp)", country), (at_home.replace(" ", "."), country),
            (abroad, "SN"), (abroad.replace("+", "00"), "SN"),
            (abroad.replace("+", "(+", 1).replace(" ", ") ", 1), "GM"),
            (f"{whole} poste 12", "MR"),
        ]  # fmt: skip
        for text, home in written:
            assert forms(Identifier(Kind.PHONE, text), home) == (whole,), (text, home)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: f"{change.country} {change.old}")
def test_each_row_of_a_former_plan_leads_to_numbers_of_todays(change):
    """Different old numbers lead to different new ones, and the old writing meets the new one."""

    @given(st.lists(st.from_regex(change.old.replace(r"\d", "[0-9]"), fullmatch=True), min_size=60, unique=True))
    @settings(max_examples=3, deadline=None, database=None)
    def check(olds):
        new = {old: form for old in olds if (form := modernised(old, change.country)) is not None}
        core = {old.lstrip("0") if change.old.startswith("0?") else old for old in new}
        assert len(set(new.values())) == len(core)
        for old, form in new.items():
            assert phonenumbers.is_valid_number(phonenumbers.parse(form))
            abroad = f"+{phonenumbers.country_code_for_region(change.country)} {old}"
            assert forms(Identifier(Kind.PHONE, abroad), "XX") == forms(Identifier(Kind.PHONE, form), "XX") == (form,)

    check()


def test_neighbours_are_neighbours_of_one_another():
    known = set(NEIGHBOURS) - {"EH"}
    one_way = {
        (a, b)
        for a, near in NEIGHBOURS.items()
        if a in known
        for b in near.split()
        if b in known and a not in NEIGHBOURS[b].split()
    }
    assert one_way <= {("MA", "ES")} | {("ES", "MA")} | {("CV", "SN")}
