"""The parts by which names of companies, vessels, vehicles and places meet: one rare word, or two that are common.

A word's part is its sound, or its meaning where a table knows it (*banque*, *bank*, بنك: `@bank`), or the country it
speaks of. Neighbours written together, and the initials of a name, are parts too, so that *Eastgate* meets *East Gate*
and *RPD* the name it stands for. A record answers with all of them, a watch asks for few: each of its rare words, or
its common ones two by two, or the only one. The one rare word of a name is also asked for with any one of its
consonants left out, as the record answers to: one wrong letter is undone so.
"""

from collections.abc import Iterable
from itertools import combinations
from typing import Final

from casefile.names.data.entities.trade_words import FILLERS
from casefile.names.entities.countries import countries
from casefile.names.entities.folding import singular
from casefile.names.entities.gazetteer import only_places
from casefile.names.entities.reading import EntityName, EntityWord, after_small_words
from casefile.names.entities.tables import TELLING, forms, heard

RECORD_WORDS, QUERY_WORDS = 6, 3
"""Parts of a name that are joined in pairs, the rarest first."""
RARE: Final = 7.0
"""Bits from which a word is asked for alone: one entity in 128 or fewer has it."""
SOLE: Final = 5.5
"""The same of the only word that is none of the trade: the others are left out at will."""
MOST_RECORD_PARTS: Final = 120
ROUGH: Final = str.maketrans({"F": "B", "T": "D"})
"""Voice tells little in a word that is rare: Taesong, Daesong."""
LONG_SKELETON: Final = 4
"""Consonants from which on one may be left out and the rest still selects."""
LEAST_INITIALS, MOST_INITIALS = 3, 8
MOST_TOGETHER: Final = 3
MOST_SPELT: Final = 6
MOST_SMALL: Final = 3
"""Small words of a name of which any may stand in its initials or not: Harkat-ul-Jihad-al-Islami is HUJI."""
VOWELS: Final = ("a", "e", "i", "o", "u")


def record_words(name: EntityName) -> tuple[str, ...]:
    """All parts a record answers to."""
    words = _by_rarity(name)
    seats, numbers = _countries_and_numbers(name)
    parts = [f"1|{one}" for word in words for one in _answers(word, 4)]
    parts += [f"1|{one}" for text in _together(name) for one in _marked(text, 2)]
    parts += [f"1|={letters}" for letters in _initials(name)]
    parts += [f"1|{code}" for (code,) in seats]
    parts += [f"1|&{place.name}" for place in only_places(name)]
    parts += [f"-|{less}" for word in words if word.bits >= RARE for less in _less(word)]
    parts += _pairs([*(_answers(word, 2) for word in words[:RECORD_WORDS]), *numbers, *seats])
    parts += [f"1|{one}" for word in words if word.concept for one in _marked(word.text, 2)]
    return (*tuple(dict.fromkeys(parts))[:MOST_RECORD_PARTS], *(record_words(name.plain) if name.plain else ()))


def query_words(name: EntityName) -> tuple[str, ...]:
    """The few parts a watch asks for."""
    words = _by_rarity(name)
    telling = [word for word in words if word.kind != "trade" or word.bits >= TELLING]
    rare = [word for word in telling if word.bits >= RARE][:QUERY_WORDS]
    seats, numbers = _countries_and_numbers(name)
    own = [word for word in telling if word.kind != "trade"]
    sole = own if len(own) == 1 and own[0].bits >= SOLE else telling if len(telling) == 1 else []
    alone = rare or sole
    parts = [f"1|{one}" for word in alone for one in _asked(word, 2 if len(alone) == 1 else 1)]
    if not alone:
        sounds = 2 if len(telling) == 2 else 1
        options = [_asked(word, sounds) for word in (telling or words)[:QUERY_WORDS]]
        parts += _pairs(options if telling else [*options, *numbers, *seats])
        parts += _pairs([_asked_text(word.text, 1) for word in words[:2] if word.concept])
    if len(rare) == 1:
        parts += [f"-|{less}" for less in _less(rare[0])]
    parts += [f"1|{one}" for text in _together(name)[:MOST_TOGETHER] for one in _asked_text(text, 1)]
    parts += [f"1|={letters}" for letters in _initials(name)[:MOST_SPELT]]
    parts += [f"1|&{place.name}" for place in only_places(name)]
    if not parts:
        parts += [f"1|{one}" for options in (*(_asked(word, 1) for word in words[:1]), *seats) for one in options]
    return tuple(dict.fromkeys((*parts, *(query_words(name.plain) if name.plain else ()))))


def _countries_and_numbers(name: EntityName) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    return [(f"%{code}",) for code in sorted(name.countries)], [(f"#{number}",) for number in name.numbers]


def _by_rarity(name: EntityName) -> list[EntityWord]:
    return sorted(name.own, key=lambda word: (-word.bits, word.text))


def _asked(word: EntityWord, most: int) -> tuple[str, ...]:
    return (f"@{word.concept}",) if word.concept else _asked_text(word.text, most)


def _answers(word: EntityWord, most: int) -> tuple[str, ...]:
    """A word of the trade by its sound too, where it is not one letter for letter (Makhtab, مكتب)."""
    return (f"@{word.concept}", *_marked(word.text, 1)) if word.concept else _marked(word.text, most)


def _asked_text(text: str, most: int) -> tuple[str, ...]:
    """Sound keys, marked when the word begins with a vowel: words of trade and place collide by consonants alone.

    In Arabic letters nobody sees whether it does: it is asked without the mark.
    """
    token = heard(singular(text))
    sounds = _sounds(text, most)
    vowel = "+" if not token.word.arabic and token.latin[:1] in VOWELS else ""
    return tuple(f"{vowel}{sound}" for sound in sounds) or (text,)


def _marked(text: str, most: int) -> tuple[str, ...]:
    """The same for the side that answers: both ways where the word begins, or may begin, with a vowel."""
    token = heard(singular(text))
    sounds = _sounds(text, most)
    if token.word.arabic or token.latin[:1] in VOWELS:
        sounds += tuple(f"+{sound}" for sound in sounds)
    return sounds or (text,)


def _sounds(text: str, most: int) -> tuple[str, ...]:
    """Sound keys; of an Arabic feminine also with the t that is heard before another word (Asbat al-, عصبة)."""
    sounds = heard(singular(text)).sounds[:most]
    return (*sounds, f"{sounds[0].rstrip('*AIU')}T") if sounds and text.endswith("ه") else sounds


def _together(name: EntityName) -> list[str]:
    """Words written together: all that are no words of the trade, and neighbours of which one is none."""
    own = [word.text for word in name.own if word.kind != "trade"]
    whole = ["".join(own)] if len(own) > 1 else [name.whole] if own and name.forms else []
    pairs = zip(name.own, name.own[1:], strict=False)
    joined = [a.text + b.text for a, b in pairs if a.kind != "trade" or b.kind != "trade"]
    grown = [both.text for _, both in after_small_words(name)]
    return list(dict.fromkeys([*whole, *grown, *joined]))


def _initials(name: EntityName) -> list[str]:
    """The initials a name has or is; of those it could have, with and without its small words."""
    found = [name.short] if name.short else []
    if len(name.own) == 1:
        found += [name.own[0].text]
    spread = [word for word in name.spread if word not in forms()]
    if len(name.spread) >= LEAST_INITIALS:
        found += ["".join(word[0] for word in spread if word not in FILLERS), "".join(word[0] for word in spread)]
        found += ["".join(word.text[0] for word in name.own)]
        found += ["".join(word[0] for word in spread if word not in countries())]
        found += [one[:-1] for one in found[:2] if len(one) > LEAST_INITIALS]
        small = [place for place, word in enumerate(spread) if word in FILLERS][:MOST_SMALL]
        for left_out in (some for size in (1, 2) for some in combinations(small, size)):
            found += ["".join(word[0] for place, word in enumerate(spread) if place not in left_out)]
    return [one for one in dict.fromkeys(found) if LEAST_INITIALS <= len(one) <= MOST_INITIALS]


def _less(word: EntityWord) -> Iterable[str]:
    """A word's sound key as it is, and with each one of its consonants left out."""
    if word.concept or not (sounds := heard(singular(word.text)).sounds):
        return ()
    sound = sounds[0].translate(ROUGH)
    if len(sound) < LONG_SKELETON - 1 or not sound.isalpha():
        return ()
    if len(sound) < LONG_SKELETON:
        return (sound,)
    return dict.fromkeys((sound, *(sound[:i] + sound[i + 1 :] for i in range(len(sound)))))


def _pairs(options: list[tuple[str, ...]]) -> list[str]:
    return [
        f"{a}|{b}" if a <= b else f"{b}|{a}" for left, right in combinations(options, 2) for a in left for b in right
    ]
