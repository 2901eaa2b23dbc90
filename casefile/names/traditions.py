"""From which people's names a name is, as far as its letters say so: what is rare here is common there.

Rarity is counted among the records of an installation and, before there are any, of West and North Africa. A Korean or
a Serbian name is in no such count, and yet *Kim* or *Jovanović* tells little among Koreans or Serbs. So a name whose
letters show that it comes from elsewhere is weighed as what it is: that both are of that people once, and then each
part as common as parts are among them. Names of the region have no tradition here: the counts know them.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Tradition:
    """`bits`: what it is usually worth that two of that people share a part of a name, from published shares."""

    name: str
    bits: float
    why: str


_ROWS = (
    (
        "east_asian",
        5.5,
        "Kim, Lee, Park bear half of Korea, Nguyen a third of Vietnam; some 400 syllables",
    ),
    ("slavic", 7.0, "given names 1 in 30; of family names the first hundred are a tenth"),
    ("south_asian", 6.0, "Singh, Kaur, Kumar, Khan, Begum stand in every tenth name"),
    ("iberian", 6.0, "García, Rodríguez, González 3 in 100 each, and everybody has two"),
    ("caucasian", 7.0, "-shvili, -dze, -yan: given names 1 in 30"),
    ("turkic", 7.0, "Yılmaz 1 in 100; given names 1 in 40"),
    ("persian", 6.5, "Mohammadi, Hosseini, Ahmadi 1 in 60; given names 1 in 25"),
    ("ethiopic", 6.0, "two given names, the first hundred of which half of the people bear"),
    ("greek", 6.5, "given names 1 in 15; family names of many endings"),
)
TRADITIONS = {name: Tradition(name, bits, why) for name, bits, why in _ROWS}
UNCOUNTED = 1 / 60
"""Share of persons of one such people among the records before any were counted."""

_SCRIPTS = {
    "HANGUL": "east_asian", "CJK": "east_asian", "HIRAGANA": "east_asian", "KATAKANA": "east_asian",
    "CYRILLIC": "slavic", "GREEK": "greek", "GEORGIAN": "caucasian", "ARMENIAN": "caucasian", "ETHIOPIC": "ethiopic",
    "DEVANAGARI": "south_asian", "BENGALI": "south_asian", "GURMUKHI": "south_asian", "TAMIL": "south_asian",
    "GUJARATI": "south_asian", "TELUGU": "south_asian", "SINHALA": "south_asian",
}  # fmt: skip
_ENDINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "slavic",
            r"..([eo]vi[ct]h?|[eo]vna|sky|skij|skiy|skaya|ski|ska|enko|czyk|[^aeiou][oe]va?|[^aeiou]off)$",
        ),
        ("caucasian", r"..(shvili|adze|idze|[^aeiour]yan|nian|kian)$"),
        ("turkic", r"..(oglu|ogullari|bayev|bekov)$|^(yilmaz|kaya|celik|sahin|ozturk|arslan)$"),
        ("persian", r"..(zadeh|nejad|nezhad|pour)$"),
        ("iberian", r"..([aeiou]rez|nez|dez|guez|chez|lopez)$|^(garcia|lopez|munoz|romero|castro)$"),
        ("south_asian", r"^(singh|kaur|kumar|kumari|sharma|patel|begum|khatun|chowdhury|chaudhary|gupta|devi)$"),
        ("greek", r"..(opoulos|akis|idis|iadis|akos)$"),
        ("ethiopic", r"^(gebre|wolde|tekle|woldu|tesfa)...|^(mekonnen|bekele|tadesse|girma)$"),
    )
)
"""Endings and words by which names are told apart in Latin letters without marks; each from how its language derives
family names (son of, of the place of). Endings that a name of the region may have too (-a, -i, -ic, -ian, Gomez) are
left out."""
_SERBIAN = frozenset("ćđĆĐ")
_SYLLABLE = re.compile(r"(ch|zh|sh|th|ph|kh|tr|ng|nh|gi|qu|[bcdghjklmnpqrstvwxyz])?[aeiouy]{1,3}(ng|nh|ch|[nmklptcr])?")
_FAMILIES = frozenset(
    "kim lee yi ri cho jo pak park bak choe choi jong jung kang yun yoon chang jang hwang hong wang li zhang chen liu "
    "yang zhao huang zhou wu xu zhu gao lin guo luo nguyen tran pham hoang phan dang bui chong paek ryu".split()
)


@lru_cache(maxsize=65536)
def tradition_of(text: str) -> Tradition | None:
    """The people that a written name comes from; None where it may be one of the region's."""
    folded = unicodedata.normalize("NFD", text[:200].casefold())
    plain = "".join("" if unicodedata.combining(c) or c in "'’‘" else c if c.isalpha() else " " for c in folded)
    words = plain.replace("ı", "i").split()
    if not _SERBIAN.isdisjoint(text):
        return TRADITIONS["slavic"]
    for word in words:
        if not word.isascii() and (known := _SCRIPTS.get(unicodedata.name(word[0], "").split(" ")[0])):
            return TRADITIONS[known]
    for word in words:
        for name, endings in _ENDINGS:
            if endings.search(word):
                return TRADITIONS[name]
    if len(words) > 1 and not _FAMILIES.isdisjoint(words) and all(_SYLLABLE.fullmatch(word) for word in words):
        return TRADITIONS["east_asian"]
    return None
