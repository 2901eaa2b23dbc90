"""The machine-readable lines of passports, cards and visas are read from any text, and what was misread is said."""

import time
from datetime import date

import pytest

from casefile.subjects.travel_documents import Repair, TravelDocument, check_digit, find_zones
from casefile.vocabulary import IdentifierKind, Sex

# The specimens printed in ICAO Doc 9303 (Utopia), and the German one with its one-letter code.
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
MRV_A = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<"
MRV_B = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<"
LONG = "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
GERMAN = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"


def only(text: str, on: date | None = None) -> TravelDocument:
    (found,) = find_zones(text, on)
    return found


@pytest.mark.parametrize(
    ("text", "size", "name", "number", "nationality", "birth", "expiry"),
    [
        (TD3, "TD3", "ANNA MARIA ERIKSSON", "L898902C3", "UTO", "1974-08-12", "2012-04-15"),
        (TD2, "TD2", "ANNA MARIA ERIKSSON", "D23145890", "UTO", "1974-08-12", "2012-04-15"),
        (TD1, "TD1", "ANNA MARIA ERIKSSON", "D23145890", "UTO", "1974-08-12", "2012-04-15"),
        (MRV_A, "MRV-A", "ANNA MARIA ERIKSSON", "L8988901C", "XXX", "1940-09-07", "1996-12-10"),
        (MRV_B, "MRV-B", "ANNA MARIA ERIKSSON", "L8988901C", "XXX", "1940-09-07", "1996-12-10"),
        (LONG, "TD1", "PETER JOHN STEVENSON", "D23145890734", "UTO", "1934-07-12", "1995-07-12"),
        (GERMAN, "TD3", "ERIKA MUSTERMANN", "C01X00T47", "D", "1964-08-12", "2027-02-28"),
    ],
)  # fmt: skip
def test_every_size_is_read_whole_and_its_check_digits_hold(
    text: str, size: str, name: str, number: str, nationality: str, birth: str, expiry: str
) -> None:
    found = only(f"Vu au poste :\n{text}\nfin.")
    assert (found.size, found.name, found.number) == (size, name, number)
    assert (found.nationality, found.birth, found.expiry) == (nationality, birth, expiry)
    assert (found.unsound, found.repairs) == (frozenset(), ())


WRITTEN = [
    (TD3.replace("\n", " "), "in one line"),
    (TD3.lower(), "in small letters"),
    (" ".join(TD3.replace("\n", "")[i : i + 9] for i in range(0, 88, 9)), "in groups"),
    ("\n".join(TD3.replace("\n", "")[i : i + 20] for i in range(0, 88, 20)), "broken by a message"),
    (TD3.replace("<<<<<<<<<<\n", "<<<\n"), "fillers lost"),
    (TD3.replace("<<<<<<\n", "<<<<<<<<<\n"), "fillers too many"),
    (TD3.replace("<<", "«"), "fillers turned into quotation marks"),
    (TD3.replace("<<<<<<<<<<<<<<<<<<<\n", "<KKKK<KKK<<<<<<<<<<\n"), "fillers read as letters"),
]


@pytest.mark.parametrize(("text", "why"), WRITTEN)
def test_a_zone_is_read_however_its_lines_were_written_down(text: str, why: str) -> None:
    found = only(f"Le passeport : {text}")
    assert (found.name, found.number, found.birth) == ("ANNA MARIA ERIKSSON", "L898902C3", "1974-08-12"), why


def test_letters_among_digits_are_put_right_and_said() -> None:
    found = only(TD3.replace("7408122F1204159", "74O8I22F12O4I59"))
    assert (found.birth, found.expiry) == ("1974-08-12", "2012-04-15")
    assert set(found.repairs) == {Repair("birth", "74O8I2", "740812"), Repair("expiry", "12O4I5", "120415")}
    assert found.unsound == frozenset()


def test_digits_among_letters_are_put_right_and_said() -> None:
    found = only(TD3.replace("6UTO7", "6UT07").replace("ERIKSSON", "ER1K5SON"))
    assert (found.nationality, found.surname) == ("UTO", "ERIKSSON")
    assert Repair("nationality", "UT0", "UTO") in found.repairs


@pytest.mark.parametrize(("right", "wrong"), [("L898902C3", "L8989O2C3"), ("P8H4C7E39", "PBH4C7E39")])
def test_a_number_is_put_right_when_one_reading_alone_holds(right: str, wrong: str) -> None:
    found = only(TD3.replace("L898902C36", wrong + check_digit(right)))
    assert found.number == right
    assert Repair("number", wrong, right) in found.repairs
    assert "number" not in found.unsound


def test_a_number_with_two_readings_is_left_as_read_and_both_are_offered() -> None:
    written = "S5S5S5S5S"
    readings = {check_digit(written[:i] + ("5" if c == "S" else "S") + written[i + 1 :]) for i, c in enumerate(written)}
    wrong = next(d for d in sorted(readings) if d != check_digit(written))
    found = only(TD3.replace("L898902C36", f"{written}{wrong}"))
    assert found.number == written and "number" in found.unsound
    assert len(found.may_be) > 1


def test_a_wrong_check_digit_is_told_and_nothing_is_lost() -> None:
    text = "P<SENKANTERABA<<ZAKARIA<<<<<<<<<<<<<<<<<<<<<\nA01O23456<SEN9103125M2601012<<<<<<<<<<<<<<04"
    found = only(text)
    assert (found.name, found.number, found.birth) == ("ZAKARIA KANTERABA", "A01O23456", "1991-03-12")
    assert (found.sex, found.unsound) == (Sex.MALE, frozenset({"number", "birth", "expiry"}))
    paper = found.identifier()
    assert paper is not None and (paper.kind, paper.country) == (IdentifierKind.PASSPORT, "SN")


def dated(birth: str) -> str:
    return TD3.replace("7408122", birth + check_digit(birth))


@pytest.mark.parametrize(
    ("birth", "on", "read"),
    [
        ("150301", date(2026, 1, 1), "2015-03-01"),
        ("260301", date(2026, 1, 1), "1926-03-01"),
        ("74<<<<", None, "1974"),
        ("7408<<", None, "1974-08"),
        ("110301", None, "2011-03-01"),
        ("130301", None, "1913-03-01"),
    ],
)  # fmt: skip
def test_a_bearer_is_born_in_the_latest_century_that_is_past(birth: str, on: date | None, read: str) -> None:
    """Without the day of reading, the document's last day (2012 here) stands for it."""
    assert only(dated(birth), on).birth == read


@pytest.mark.parametrize("code", ["XXA", "XXB", "XXC", "XXX", "UNO", "GBD", "RKS"])
def test_nationalities_that_are_no_country_are_kept(code: str) -> None:
    assert only(TD3.replace("6UTO7", f"6{code}7")).nationality == code


def test_two_documents_in_one_text_are_two() -> None:
    assert [d.size for d in find_zones(f"{TD3}\n\n{TD1}\net\n{GERMAN}")] == ["TD3", "TD1", "TD3"]


def test_the_place_of_a_zone_is_told() -> None:
    text = f"Passeport lu :\n{TD3}\nsuite"
    found = only(text)
    assert text[found.start : found.end] == TD3


@pytest.mark.parametrize(
    "text", ["a << b", "x <<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "«« Le Vieux »» né en 1985", TD3[:44]]
)
def test_what_is_no_zone_is_none(text: str) -> None:
    assert list(find_zones(text)) == []


@pytest.mark.parametrize(
    "text", ["<" * 200_000, "P<" * 100_000, "A<<" * 66_000, "ABC123 " * 28_000 + "<<", TD3 * 2_200]
)
def test_200_kb_of_anything_are_searched_in_bounded_time(text: str) -> None:
    started = time.process_time()
    list(find_zones(text))
    assert time.process_time() - started < 2.0
