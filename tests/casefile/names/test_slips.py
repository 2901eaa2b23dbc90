"""One letter typed for any other: how far it is a slip depends on how long the word is and what frames it."""

import pytest

from casefile.names import compare
from casefile.names.typos import replaced

SLIPS = [
    # two names of one person, why the rest is long enough
    ("Adem Hussein", "Adem Hunsein"),
    ("Rustum Mati", "Rusmum Mati"),
    ("Michael Jordan", "Michael Jorgan"),
    ("Mariama Mendonca", "Mariama Mendosca"),
    ("Vladimir Putin", "Vladimir Pulin"),  # scanners take l and t for each other
    ("Gibril Baldeh", "Yibril Baldé"),  # Spanish writes dj with y
    ("Barack Obama", "バラク・オバマ"),  # Japanese lends Barack a vowel
    ("Mao Zedong", "Mao Tse-tung"),
    ("Deng Xiaoping", "Teng Hsiao-ping"),
]
TWO = [
    # two persons
    ("Ali Abdelhamid", "Ali Abdelhafid", "servants of two names of God, of four letters each"),
    ("Ali Hamidullah", "Ali Hafidullah", "two names before -ullah"),
    ("Fatou Sarr", "Fatou Sall", "a short word has no letter to spare"),
    ("Awa Fall", "Awa Gall", "the first letter makes another name"),
    ("Karim Ba", "Salim Ba", "two letters"),
    ("Zaitseva Marina", "Зайцева Мария", "a vowel of its own"),
    ("김종은", "김정은", "Hangul has one way to write a syllable"),
]


@pytest.mark.parametrize(("one", "other"), SLIPS)
def test_a_letter_replaced_in_a_long_word_is_one_name(one: str, other: str) -> None:
    assert compare(one, other).same


@pytest.mark.parametrize(("one", "other", "why"), TWO)
def test_two_names_stay_two(one: str, other: str, why: str) -> None:
    assert not compare(one, other).same, why


CORES = [
    ("abdelhakim", "abdelhalim", "hakim"),
    ("wahidullah", "wajidullah", "wahid"),
    ("nasruddin", "natruddin", "nasr"),
    ("jordan", "jorgan", "jordan"),
    ("jordan", "gordan", ""),  # the first letter
    ("jordan", "jordam", ""),  # the last
    ("jordan", "jordon", ""),  # a vowel
    ("jordan", "jotgan", ""),  # two letters
    ("jordan", "jorda", ""),
    ("ivanov", "iganov", "ivan"),
]


@pytest.mark.parametrize(("one", "other", "core"), CORES)
def test_what_is_weighed_of_a_replaced_letter(one: str, other: str, core: str) -> None:
    assert replaced(one, other) == core
    assert bool(replaced(other, one)) == bool(core)
