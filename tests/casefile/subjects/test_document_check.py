"""A travel document's lines as a border post has them: what does not hold as typed is never called right."""

import random
from datetime import date

import pytest

from casefile.subjects.travel_documents import check_digit
from casefile.subjects.travel_documents.checking import Fault, check_zone, problems_of
from casefile.subjects.travel_documents.document import LENGTH
from casefile.subjects.travel_documents.layouts import LAYOUTS
from tests.casefile.subjects.test_travel_documents import GERMAN, LONG, MRV_A, MRV_B, TD1, TD2, TD3

SPECIMENS = {"TD3": TD3, "TD2": TD2, "TD1": TD1, "MRV-A": MRV_A, "MRV-B": MRV_B, "LONG": LONG, "GERMAN": GERMAN}
LETTERS, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"


@pytest.mark.parametrize("name", SPECIMENS)
def test_every_published_specimen_holds(name):
    zone = check_zone(SPECIMENS[name])
    assert zone.ok and zone.problems == () and zone.size == {"LONG": "TD1", "GERMAN": "TD3"}.get(name, name)
    assert zone.number == {"LONG": "D23145890734", "GERMAN": "C01X00T47"}.get(name, zone.number) and zone.expiry


def drawn(draw: random.Random, size: str) -> list[str]:
    """A zone of an invented bearer, every digit right, made from the standard's places rather than by the reader."""
    names = f"{draw.choice(['DIALLO', 'N<DIAYE', 'TRAORE'])}<<{draw.choice(['AWA', 'MAMADOU<LAMINE'])}"
    number = "".join(draw.choices(LETTERS + DIGITS, k=9))
    birth, expiry = (f"{draw.choice(years):02d}{draw.randint(1, 12):02d}{draw.randint(1, 28):02d}"
                     for years in (range(50, 99), range(27, 36)))  # fmt: skip
    issuer, sex = draw.choice(["SEN", "MLI", "GMB", "D<<"]), draw.choice("MF<")
    more = "".join(draw.choices(LETTERS + DIGITS, k=draw.choice([0, 7]))).ljust(14, "<")
    dated = (birth + check_digit(birth), expiry + check_digit(expiry))
    if size == "TD1":
        upper = f"I<{issuer}{number}{check_digit(number)}{more:<15}".replace(" ", "<")
        over = upper[5:30] + "".join(dated) + "<" * 11
        return [upper, f"{dated[0]}{sex}{dated[1]}{issuer}{'<' * 11}{check_digit(over)}", names.ljust(30, "<")]
    length = LENGTH[size]
    head = {"TD3": "P<", "TD2": "I<"}.get(size, "V<") + issuer
    lower = f"{number}{check_digit(number)}{issuer}{dated[0]}{sex}{dated[1]}"
    if size == "TD3":
        lower += more + check_digit(more)
    else:
        lower += more[:7].ljust(length - 28 - (size == "TD2"), "<")
    if size in ("TD3", "TD2"):
        lower += check_digit(lower[:10] + lower[13:20] + lower[21:])
    return [(head + names).ljust(length, "<"), lower]


def value(c: str) -> int:
    return 0 if c == "<" else int(c, 36)


def test_every_change_of_one_character_that_the_digits_can_show_is_seen():
    draw, tried, refused = random.Random(9303), 0, 0
    for _ in range(60):
        for size, layout in LAYOUTS.items():
            lines = drawn(draw, size)
            assert check_zone("\n".join(lines), date(2026, 11, 26)).ok, lines
            guarded = {(line, at) for name in layout.checks if name in layout.fields
                       for line, first, end in [layout.fields[name]] for at in range(first, end)}  # fmt: skip
            if "all" in layout.checks:
                guarded |= {(line, at) for line, first, end in layout.over for at in range(first, end)}
            for line, at in draw.sample(sorted(guarded), 10):
                other = draw.choice(LETTERS + DIGITS + "<")
                if (value(other) - value(lines[line][at])) % 10 == 0:
                    continue
                changed = lines[line][:at] + other + lines[line][at + 1 :]
                typed = "\n".join(changed if n == line else one for n, one in enumerate(lines))
                assert not check_zone(typed, date(2026, 11, 26)).ok, (size, typed)
                tried += 1
            for name in ("birth", "expiry"):
                line, first, end = layout.fields[name]
                at = draw.randrange(first, end)
                twin = draw.choice([c for c in LETTERS if value(c) % 10 == value(lines[line][at])])
                changed = lines[line][:at] + twin + lines[line][at + 1 :]
                typed = "\n".join(changed if n == line else one for n, one in enumerate(lines))
                found = {(one.field, one.fault) for one in check_zone(typed).problems}
                assert (name, Fault.LETTER) in found, "its digit holds, and yet no letter stands in a date"
                refused += 1
    assert tried > 2_000 and refused == 600


WRONG = [  # the zone, the field, what, taken instead
    (TD3.replace("7408122", "74O8122"), "birth", Fault.LETTER, "740812"),
    (TD3.replace("L898902C36", "L898902C35"), "number", Fault.CHECK, None),
    (TD3.replace("L898902C36", "L8989O2C36"), "number", Fault.CHECK, "L898902C3"),
    (TD3.replace("<<<<<10", "<<<<<11"), "all", Fault.CHECK, None),
    (TD3.replace("7408122F", "7408122W"), "sex", Fault.SEX, None),
    (TD3.replace("P<UTO", "P<U1O"), "issuer", Fault.DIGIT, "UIO"),
    (TD3.replace("P<UTO", "P<QQQ"), "issuer", Fault.ISSUER, None),
    (TD3.replace("ERIKSSON", "ER1KSSON"), "names", Fault.DIGIT, "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"),
    (TD3[:-1], "line 2", Fault.LENGTH, None),
    (TD3.replace("ANNA", "AN?A"), "line 1", Fault.SIGN, None),
    (TD3.replace("P<UTO", "Q<UTO"), "code", Fault.KIND, None),
    (TD3.replace("7408122F1204159", f"743212{check_digit('743212')}F1204159"), "birth", Fault.DAY, None),
    ("Mamadou Diallo", "zone", Fault.NO_ZONE, None),
    ("", "zone", Fault.NO_ZONE, None),
    (TD1.replace("\n", ""), "zone", Fault.NO_ZONE, None),
]


@pytest.mark.parametrize(("typed", "field", "fault", "taken"), WRONG)
def test_what_does_not_hold_is_named_with_its_field_and_what_was_taken_instead(typed, field, fault, taken):
    zone = check_zone(typed)
    assert not zone.ok
    (found,) = [one for one in zone.problems if (one.field, one.fault) == (field, fault)]
    assert found.taken == taken
    (stated,) = [one for one in problems_of(zone) if (one["field"], one["what"]) == (field, fault.value)]
    assert stated["repaired"] is (taken is not None)


def test_a_number_that_two_readings_would_make_right_is_left_as_it_was_typed():
    draw = random.Random(4)
    for _ in range(10_000):
        number = "".join(draw.choices("O01ILSB58Z2", k=9))
        zone = check_zone(MRV_B.replace("L8988901C4", number + draw.choice(DIGITS)))
        if zone.may_be:
            break
    assert len(zone.may_be) > 1 and zone.number == number and not zone.ok
    assert [one.taken for one in zone.problems] == [None]


def test_what_was_put_right_lets_the_digit_over_all_hold_again():
    zone = check_zone(TD3.replace("L898902C36", "L8989O2C36").replace("7408122", "74O8122"))
    assert {one.field for one in zone.problems} == {"number", "birth"} and zone.number == "L898902C3"
    assert not zone.ok, "as typed it does not hold"


def test_blanks_and_quotation_marks_of_a_keyboard_are_forgiven():
    assert check_zone(" " + TD3.replace("<<", "«").replace("UTO7408", "UTO 7408") + "\n\n").ok
    assert check_zone(TD3.lower()).ok


def test_lines_alone_decide_and_a_day_unknown_is_no_fault():
    birth = "74<<<<"
    lower = f"L898902C36UTO{birth}{check_digit(birth)}F1204159ZE184226B<<<<<1"
    lower += check_digit(lower[:10] + lower[13:20] + lower[21:])
    zone = check_zone(f"{TD3.splitlines()[0]}\n{lower}")
    assert zone.ok and zone.birth == "1974"
