"""Names from elsewhere: known by their letters, and weighed as their own people's."""

from dataclasses import replace

import pytest

from casefile.matching import prepare
from casefile.matching.name_evidence import agreements
from casefile.names import analyze
from casefile.names.frequency import TermFrequencies, count_names, default
from casefile.names.lab.evaluate import read_pairs
from casefile.names.traditions import tradition_of
from casefile.subjects.identity import Identity, Name
from casefile.vocabulary import RecordKind
from tests.casefile.matching.test_name_evidence import CORPUS

TABLE = [
    ("Kim Jong Su", "east_asian"), ("Nguyen Van Hai", "east_asian"), ("김영수", "east_asian"), ("Li Wei", "east_asian"),
    ("Dragan Jovanović", "slavic"), ("Milan Petrovic", "slavic"), ("Иван Кузнецов", "slavic"),
    ("Olena Shevchenko", "slavic"),
    ("Giorgi Beridze", "caucasian"), ("Mehmet Yılmaz", "turkic"), ("Reza Hosseinzadeh", "persian"),
    ("Juan Hernández Pérez", "iberian"), ("Harpreet Singh", "south_asian"), ("Nikos Papadopoulos", "greek"),
    ("Mamadou Diallo", None), ("Mor Fall", None), ("Pa Sow", None), ("Ba Sy", None), ("Malic Njie", None),
    ("Fatoumata Gomez", None), ("Mohamed Abdel Aziz", None), ("محمد ولد أحمد", None), ("Kofi Mensah", None),
    ("Domingos da Silva", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "people"), TABLE)
def test_the_letters_say_from_whom_a_name_comes_or_nothing(name: str, people: str | None) -> None:
    found = tradition_of(name)
    assert (found.name if found else None) == people


def test_no_name_of_the_region_is_taken_for_a_stranger() -> None:
    names = {name for pair in read_pairs(CORPUS / "pairs.csv") for name in (pair.left, pair.right)}
    assert [name for name in names if tradition_of(name)] == []


def worth(name: str, common: TermFrequencies) -> float:
    (one,) = prepare(Identity(RecordKind.PERSON, (Name(name),)), "SN").names
    return agreements([one], [one], [(0, 0)], common, in_text=False)[0].evidence.bits


@pytest.mark.parametrize("name", ["Kim Jong Su", "Dragan Petrović"])
def test_a_korean_or_a_serbian_name_is_no_rarity_because_nobody_here_has_one(name: str) -> None:
    assert worth(name, default()) < worth("Toumbouctou Zerhouni", default())


def test_where_many_of_a_people_are_recorded_their_origin_tells_less() -> None:
    few, many = default(), replace(default(), total=1000, peoples={"slavic": 500})
    assert many.people_bits("slavic") < few.people_bits("slavic") - 3


SEVENTHS = 7


def test_seven_counts_of_one_region_hardly_differ_from_one() -> None:
    """A weight must not depend on which records were counted. The 1,700 labelled names seven ways, and all together."""
    names = sorted({name for pair in read_pairs(CORPUS / "pairs.csv") for name in (pair.left, pair.right)})
    whole = count_names([name] for name in names)
    parts = [count_names([name] for name in names[i::SEVENTHS]) for i in range(SEVENTHS)]
    keys = sorted({key for name in names for key in analyze(name).sounds})
    apart = sorted(abs(one.bits_of(key) - whole.bits_of(key)) for one in parts for key in keys)
    assert apart[len(apart) // 2] < 0.7 and apart[int(len(apart) * 0.95)] < 2.2


def test_parts_that_go_together_are_worth_less_together() -> None:
    apart = count_names([[f"{given} {family}"] for given in ("Moussa", "Awa", "Demba", "Salif") * 60
                         for family in ("Zerhouni", "Traoré", "Kanfoudi", "Sagna")])  # fmt: skip
    together = count_names([["Moussa Zerhouni"]] * 480 + [["Demba Kanfoudi"]] * 480)
    assert apart.together < 0.3 and 0.7 < together.together <= 2.0
    assert count_names([["Awa Sagna"]]).together == default().together
