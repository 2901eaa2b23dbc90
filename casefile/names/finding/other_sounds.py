"""Sounds that a word may have in another country besides those it is known by: for finding alone.

Not among a word's own sounds: those are counted too, and weigh what two names share. Were the ch of Thierno an s as
well, a rare *Zerhouni* would be as common.
"""

import re
from functools import lru_cache
from typing import Final

from casefile.names.analyze import Word
from casefile.names.finding.sound_keys import skeleton
from casefile.names.phonetic import sound

Others = tuple[tuple[re.Pattern[str], str], ...]
ASKED: Final[Others] = (
    (re.compile("^ç(?=[aeiouOEyw]+$)"), "ʧ"),  # a Gambian ch in a word without another consonant: Chow, Thiaw
    (re.compile("j(?=[bdfklmnrstz])"), "x"),  # the Spanish kh: Lajdar, Mojtar
    (re.compile("(?<=^ben)y"), "j"),  # Benyelún, Benjelloun
    (re.compile("(?<=[bfklmprstvz])j"), "y"),  # a j that is a y: Bjarne, Katja
)
"""(sounds, heard as): what a watch asks by too. Few, since each is paid for with every record."""
ANSWERED: Final[Others] = (
    (re.compile("(?<=.)W(?=[AYIH])"), "v"),  # إدوارد, Edvard
    (re.compile("(?<=.)ç(?=[aeo])"), "x"),  # Nicholson, Buchanan
    (re.compile("(?<=[aeiou])j(?=[aeiou])"), "h"),  # Fatija, Fatiha
    (re.compile("(?<=[AYW])h(?=[AYWIH])"), "x"),  # the same in Arabic
    (re.compile("ʧ"), "s"),  # Tchelik, Çelik that lost its mark
    (re.compile("č"), "ʧ"),
)
"""What a record answers to besides."""
SPANISH: Final = re.compile("j.*y(?=[aeou])")
"""The Spanish press writes kh and dj in one word: Jadiya is Khadidja."""


@lru_cache(maxsize=65536)
def asked_too(word: Word) -> tuple[str, ...]:
    heard = _heard(word, ASKED)
    if not word.arabic and SPANISH.search(word.latin):
        heard += (skeleton(sound(word.latin.replace("j", "kh").replace("y", "dj"))),)
    return heard


@lru_cache(maxsize=65536)
def answered_too(word: Word) -> tuple[str, ...]:
    return (*asked_too(word), *_heard(word, ANSWERED))


def _heard(word: Word, others: Others) -> tuple[str, ...]:
    main = word.readings[0][0] if word.readings else ""
    heard = (skeleton(pattern.sub(other, main)) for pattern, other in others if pattern.search(main))
    return tuple(dict.fromkeys(one for one in heard if one))
