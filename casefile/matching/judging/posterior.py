"""What a sum of bits means: how many of such pairs are one person. Prior odds times weight of evidence.

Two entries drawn by chance are one person very seldom: of 20,000 records times 10,000 watches, 200 million pairs, some
420 are. So the odds before anything is compared are the coincidences expected for each watch over the records that it
is compared with, about -19 bits there, and one bit less each time the records double. A weight that is enough in a
small network is not in a large one, whoever grades it.

A number is another matter: nobody's phone is shared by more strangers because more records are entered. So a pair that
meets by a number is graded as in a network of the reference size.
"""

from enum import StrEnum
from functools import lru_cache
from math import exp2, log2

from casefile.matching import weights as w
from casefile.names.frequency import ASSUMED, TermFrequencies

REFERENCE_SIZE = 14_000
"""Records. A smaller network is graded as if it had so many: otherwise its first hits would be common names, and would
all be taken back as it grew. With 10,000 larger networks would be graded half a bit more strictly: of two worlds of
20,000 records brought from outside 0.855 instead of 0.87 of what is true would be a hit, for two and a half questions
each instead of three."""
KEPT_WHOLE = 100_000
"""Records up to which every possible match is kept: a pair that was lost is found by nobody."""


@lru_cache(maxsize=4)
def shift(common: TermFrequencies) -> float:
    """Bits that every threshold moves by, for so many records and as many coincidences as decisions have shown."""
    return log2(max(_size(common), REFERENCE_SIZE) / REFERENCE_SIZE) - log2((common.expected or ASSUMED) / ASSUMED)


@lru_cache(maxsize=4)
def possible_shift(common: TermFrequencies) -> float:
    """The same for *possible*, which is asked of nobody: only so that what is kept grows no faster than the records."""
    return max(0.0, log2(max(_size(common), 1) / KEPT_WHOLE))


def _size(common: TermFrequencies) -> int:
    return common.size or common.total


def prior_bits(common: TermFrequencies, *, by_number: bool) -> float:
    """The logarithm of the odds that a pair is one before anything is compared; negative."""
    return log2(ASSUMED / REFERENCE_SIZE) - (0.0 if by_number else shift(common))


def chance(bits: float, common: TermFrequencies, *, by_number: bool) -> float:
    """The share of pairs with so many bits that are one person: the posterior."""
    odds = exp2(min(60.0, max(-60.0, bits + prior_bits(common, by_number=by_number))))
    return odds / (1.0 + odds)


class Band(StrEnum):
    """The posterior as it is said in words; a page has the sentence for each."""

    NEARLY_ALL = "nearly_all"
    NINE_IN_TEN = "nine_in_ten"
    THREE_IN_FOUR = "three_in_four"
    HALF = "half"
    ONE_IN_FOUR = "one_in_four"
    ONE_IN_TEN = "one_in_ten"
    ONE_IN_HUNDRED = "one_in_hundred"
    FEWER = "fewer"


LEAST = (
    (0.97, Band.NEARLY_ALL), (0.83, Band.NINE_IN_TEN), (0.63, Band.THREE_IN_FOUR), (0.37, Band.HALF),
    (0.16, Band.ONE_IN_FOUR), (0.04, Band.ONE_IN_TEN), (0.005, Band.ONE_IN_HUNDRED),
)  # fmt: skip
"""The least posterior for each: about halfway between two neighbours."""


def band(posterior: float) -> Band:
    """How the posterior is said."""
    return next((band for least, band in LEAST if posterior >= least), Band.FEWER)


def is_number(what: str) -> bool:
    """Whether a term's kind of fact is a number or code."""
    return what in _NUMBERS


_NUMBERS = frozenset(kind.value for kind in w.IDENTIFIERS)
