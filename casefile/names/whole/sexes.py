"""Whether two given names are a man's and a woman's that differ by their ending alone: Karim, Karima."""

from functools import lru_cache
from typing import Final

from casefile.names.alignment import distance
from casefile.names.analyze import Word
from casefile.names.data.places_in_name import is_family
from casefile.names.data.sex_endings import grammar, hers, o_and_a
from casefile.names.phonetic import sound

STEMS_AGREE: Final = 0.3
"""Two stems this near are one: the readings of Jamil and Djamil are 0.2 apart, those of Said and Seyd 0.25."""
LEAST_STEM: Final = 3
"""Sounds that a stem has: of shorter ones the vowel is most of the name (Ali, Ala)."""
HER_CONSONANT: Final = "at"
"""A woman's name without its last vowel: Aminat, Aissat."""
ARABIC_A: Final = "ةهاى"
Ending = tuple[str, str]  # the stem's main reading; "a", "o" or "" (a consonant, a mute e, an i)


@lru_cache(maxsize=65536)
def other_sex(a: Word, b: Word) -> bool:
    """Symmetric. The endings that are grammar or spelling are in `data/sex_endings.py`."""
    if (a.latin, b.latin) in hers() or (b.latin, a.latin) in hers():
        return True
    (one, ends), (other, its_end) = ending(a), ending(b)
    pair = {ends, its_end}
    if pair not in ({"a", ""}, {"a", "o"}) or min(len(one), len(other)) < LEAST_STEM:
        return False
    if "o" in pair and (a.arabic or b.arabic):
        return False
    if "" in pair and (one if ends == "" else other).endswith(HER_CONSONANT):
        return False
    if (
        not {one, other}.isdisjoint(o_and_a() if "o" in pair else grammar())
        or _bears_no_ending(a)
        or _bears_no_ending(b)
        or _ends_in_a_consonant(a, b)
        or _ends_in_a_consonant(b, a)
    ):
        return False
    return distance(one, other, a.arabic, b.arabic, STEMS_AGREE + 0.01) <= STEMS_AGREE


def _ends_in_a_consonant(written: Word, arabic: Word) -> bool:
    """Saleh is صالح: that h is heard."""
    return arabic.arabic and arabic.text[-1] == "ح" and written.latin.endswith("h")


def _bears_no_ending(word: Word) -> bool:
    """A family's name, and the servants of God, who are men."""
    return word.latin.startswith("abd") or any(is_family(reading, word.latin) for reading, _ in word.readings[:1])


@lru_cache(maxsize=65536)
def ending(word: Word) -> Ending:
    """The stem and what follows it; "?" for an ending that says nothing."""
    if word.arabic:
        bare = word.text.removesuffix("ء")
        return (sound(bare[:-1]), "a") if bare[-1:] in ARABIC_A and len(bare) > 2 else (sound(word.text), "")
    reading = word.readings[0][0] if word.readings else ""
    if word.latin.endswith("eh"):  # the Persian ending: Samireh
        return reading.rstrip("hEeēə"), "a"
    plain = reading.removesuffix("ə")
    if plain[-1:] in ("a", "o"):
        return plain[:-1], plain[-1]
    return plain, "?" if plain[-1:] in "uOəeē" else ""
