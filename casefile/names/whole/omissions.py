"""What the shorter of two names leaves out, and whether that is an omission or another person's name."""

from typing import Final, NamedTuple

from casefile.names.analyze import Token
from casefile.names.data.places_in_name import is_family, is_given, is_syllabic, is_western
from casefile.names.traditions import tradition_of
from casefile.names.whole.assignment import Alignment

CHAIN: Final = 3
"""Own names that make a chain (given, father, grandfather): what stands before as many is a child's name."""


class Omission(NamedTuple):
    """What one name states and the other does not."""

    parts: int
    """How many that name the bearer: not titles, devotional names, names marked as others (née, alias)."""
    light: int
    """How many titles and devotional names."""
    last: bool
    """The last is among them: first with last agreeing is stronger than the first two."""
    first: bool
    """The first is, and the next part stands in its place: a parent's or a child's name."""
    turned: bool
    """What both state stands in another order, and not because one puts the family name first; or the name is written
    syllable by syllable, where a part left out makes another name."""
    bare: bool
    """Of what both state fewer than two parts name the bearer: Haji Sahib, Haji Mullah Sahib."""


NOTHING: Final = Omission(0, 0, False, False, False, False)


def omission(alignment: Alignment) -> Omission:
    """Of an alignment whose parts all agree."""
    if len(alignment.left) == len(alignment.right):
        return NOTHING
    if len(alignment.left) > len(alignment.right):
        longer, order = alignment.left, [i for i, *_ in sorted(alignment.pairs, key=lambda pair: pair[1])]
    else:
        longer, order = alignment.right, [j for _, j, *_ in sorted(alignment.pairs)]
    order = _straightened(longer, order)
    left_out = [place for place in range(len(longer)) if place not in order]
    counted = [place for place in left_out if not longer[place].other and not longer[place].light]
    return Omission(
        parts=len(counted),
        light=sum(bool(longer[place].light) for place in left_out),
        last=len(longer) - 1 in counted,
        first=0 in left_out and _is_a_person_before(longer, min(order)),
        turned=_turned(longer, order) or _is_syllabic(longer),
        bare=sum(longer[place].light != "title" and longer[place].role == "name" for place in order) < 2,
    )


def _straightened(longer: tuple[Token, ...], order: list[int]) -> list[int]:
    """The same places in their order where a word that the name has twice allows it: Ibrahim Sabawi Ibrahim Hassan."""
    if order == sorted(order):
        return order
    for at, place in enumerate(order):
        for other in range(len(longer)):
            if other not in order and longer[other].word is longer[place].word:
                turned = [*order[:at], other, *order[at + 1 :]]
                if turned == sorted(turned):
                    return turned
    return order


def _is_a_person_before(longer: tuple[Token, ...], start: int) -> bool:
    """Whether the parts before `start` name somebody whose parent the rest may be."""
    before, rest = [part for part in longer[:start] if not part.other], longer[start:]
    if all(part.light in ("title", "honorific", "by-name") for part in before):
        return False
    if _has_several_given(before, rest):
        return False
    if rest[0].light == "by-name" and not rest[0].link:  # Adnan Abu Walid is called Abu Walid; a father seldom is
        return False
    if all(part.light for part in before):  # Mohamed Lamine Diallo, but Mohamed Brahim Ould Sidi Ould Ahmed
        return bool(rest[0].link) or (len(rest) >= CHAIN and not any(part.link for part in rest))
    return not (len(before) == 1 and is_family(_reading(before[0]), before[0].latin))


def _has_several_given(before: list[Token], rest: tuple[Token, ...]) -> bool:
    """Whether the first is one of several given names of its bearer: John Peter Smith, and where baptism gives one more
    (Emmanuel Sultani Makenga, Byiringiro Victor Rumuli).

    Christians of Arab and Ethiopian countries have chains like their neighbours: George Samir is a son of Samir.
    """
    baptised = all(is_western(_reading(part)) for part in before), is_western(_reading(rest[0]))
    if all(baptised):
        return True
    if not any(baptised) or len(rest) < 2:
        return False
    other = rest[:1] if baptised[0] else before
    if any(is_given(_reading(part)) or part.light for part in other):
        return False
    people = tradition_of(" ".join(part.latin for part in (*before, *rest)))
    return people is None or people.name != "ethiopic"


def _turned(longer: tuple[Token, ...], order: list[int]) -> bool:
    """Whether the shorter name gives the parts in another order than the longer, for no known reason.

    Hamid Mahmoud is not Mahmoud Hamid Salem; Mamadou Diallo is Diallo Mamadou Lamine, and Lamine Diallo Mamadou.
    """
    if order == sorted(order):
        return False
    if len(order) != 2:
        return order[1:] != sorted(order[1:]) and order[:-1] != sorted(order[:-1])
    return 0 not in order or all(longer[place].light or is_given(_reading(longer[place])) for place in order)


def _is_syllabic(longer: tuple[Token, ...]) -> bool:
    """Kim Yong Chol, 高市早苗."""
    words = [part.latin for part in longer]
    return any(part.text[:1] > "\u2e80" for part in longer) or is_syllabic(words)


def _reading(part: Token) -> str:
    return part.word.readings[0][0] if part.word.readings else ""
