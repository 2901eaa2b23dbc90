"""Scripts other than Latin and Arabic to Latin letters: those of the routes by their alphabets, the others by ICU.

Cyrillic is in data/orthographies.py, since what its letters leave open is there too.
"""

import re
import threading
from typing import Final

from icu import Transliterator  # type: ignore[import-untyped, unused-ignore]

from casefile.names.normalize import is_katakana

_local = threading.local()

# Ethiopic letters are consonant and vowel in one: rows of eight from U+1200 on, vowels in one order, written as in
# Eritrean and Ethiopian passports. The sixth is heard as i, e or not at all.
_ETHIOPIC_ROWS: Final = (
    "h l h m s r s sh q qw q qw b v t ch h hw n ny - k kw kh khw w - z zh y d d j g gw g t ch p ts ts f p"
).split()
_ETHIOPIC_VOWELS: Final = ("e", "u", "i", "a", "e", "", "o", "wa")
# After the two letters that are only a catch of the throat.
_ETHIOPIC_ALONE: Final = ("a", "u", "i", "a", "e", "e", "o", "wa")
_ETHIOPIC: Final = {
    chr(0x1200 + 8 * row + order): ("" if consonant == "-" else consonant) + vowel
    for row, consonant in enumerate(_ETHIOPIC_ROWS)
    for order, vowel in enumerate(_ETHIOPIC_ALONE if consonant == "-" else _ETHIOPIC_VOWELS)
}
# Three scripts of the region that ICU has no transform for; their letters are few and regular.
_TIFINAGH: Final = dict(
    zip(
        "ⴰⴱⴲⴳⴴⴵⴶⴷⴸⴹⴺⴻⴼⴽⴾⴿⵀⵁⵂⵃⵄⵅⵆⵇⵈⵉⵊⵋⵌⵍⵎⵏⵐⵑⵒⵓⵔⵕⵖⵗⵘⵙⵚⵛⵜⵝⵞⵟⵠⵡⵢⵣⵤⵥⵯ",
        (
            "a b b g gh dj dj d dh d dh e f k k kh h h h h - kh kh k k i j j j l m n gn ng p u r r gh gh j s s sh t th tch t v w y z z z w"  # noqa: E501
        ).split(),
        strict=True,
    )
) | {"ⵄ": ""}
_NKO: Final = dict(
    zip(
        "ߊߋߌߍߎߏߐߑߒߓߔߕߖߗߘߙߚߛߜߝߞߟߠߡߢߣߤߥߦߧ",
        ("a e i e u o o - n b p t j tch d r r s gb f k l n m gn n h w y n").split(),
        strict=True,
    )
) | {"ߑ": "", "ߺ": ""}
_ADLAM: Final = dict(
    zip(
        "𞤢𞤣𞤤𞤥𞤦𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽𞤾𞤿𞥀𞥁𞥂𞥃",
        ("a d l m b s p b r e f i o d y w n k y u j tch h k g gn t ng v kh gb z kp sh").split(),
        strict=True,
    )
)
_LENT_VOWEL: Final = re.compile(r"(?<=[bcfghjklmprsvz])u(?=[bcdfghjklmnprstvz]|$)|(?<=[dt])o$")
"""Japanese lends a vowel to each foreign consonant that has none: Barakku for Barack. The script is for such names."""
REGION: Final = {
    ord(letter): latin for table in (_TIFINAGH, _NKO, _ADLAM, _ETHIOPIC) for letter, latin in table.items()
}


def to_latin(text: str) -> str:
    """Latin letters, ASCII where ICU knows a way.

    Short Arabic vowels cannot be known: phonetic.py reads Arabic itself.
    """
    text = text.translate(REGION)
    kana = is_katakana(text)
    if text.isascii():
        return text
    made = getattr(_local, "any_latin", None)
    if made is None:  # Building a transform costs milliseconds, and it is not safe across threads: one for each.
        made = _local.any_latin = Transliterator.createInstance("Any-Latin; Latin-ASCII")
    found = str(made.transliterate(text))
    return _LENT_VOWEL.sub("", found) if kana else found
