"""The tables of the strategic picture, and the bands of their rows.

Adding a table: what it counts must be able to leave its answers open, and no cell may be part of another table's cell
(`suppression`). So there is no table of countries beside the one of countries and means, and none of years.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from casefile.policy.strategic.suppression import Key


class PictureTable(StrEnum):
    MEANS = "means"
    """Departures by country and means of transport."""
    PLACES = "places"
    """Departures by country and known place of the coasts."""
    PRICES = "prices"
    """Departures by currency and price per person."""
    NATIONALITIES = "nationalities"
    AGES = "ages"
    OFFENCES = "offences"
    HITS = "hits"
    """Hits of which units of two countries were told. Those inside a country are left open."""
    ANSWERS = "answers"
    """Pointers by how long the answer took. Those without an answer are left open."""


AGES: Final = (0, 18, 25, 35, 50)
"""From which age each band is: a minor's own, then as asylum statistics have them (Eurostat: 18, 35, 65), finer where
those who are carried and those who carry them are."""
OLDEST: Final = 120

ANSWERS: Final[Mapping[str, timedelta]] = {
    "1d": timedelta(days=1), "2d": timedelta(days=2), "3d": timedelta(days=3), "7d": timedelta(days=7),
}  # fmt: skip
"""Each band with its longest time; 48 and 72 hours are what units have to note and to answer."""
LATER: Final = "later"

STEPS: Final = (1, 2, 5)
DEAREST: Final = 10**9


def age_band(age: int) -> str | None:
    """*18-24*, *50-*; None for what is no age."""
    if not 0 <= age <= OLDEST:
        return None
    place = bisect_right(AGES, age) - 1
    return f"{AGES[place]}-{AGES[place + 1] - 1}" if place + 1 < len(AGES) else f"{AGES[place]}-"


def price_band(price: int) -> str | None:
    """*200000-499999*: steps of 1, 2 and 5, in any currency; None for what is no price."""
    if not 0 < price < DEAREST:
        return None
    tens = 10 ** (len(str(price)) - 1)
    edges = [step * tens for step in (*STEPS, 10)]
    place = bisect_right(edges, price) - 1
    return f"{edges[place]}-{edges[place + 1] - 1}"


def answer_band(took: timedelta) -> str:
    """The band of an answer that took so long."""
    return next((band for band, most in ANSWERS.items() if took <= most), LATER)


def place_of(table: PictureTable, key: Key, figure: int) -> tuple[int, Key]:
    """What a table's rows are sorted by: bands from the least to the most, others by their figure, then by their
    words; of prices each currency by itself."""
    if table is PictureTable.ANSWERS:
        return (*ANSWERS, LATER).index(key[0]), key
    if table is PictureTable.AGES:
        return int(key[0].partition("-")[0]), key
    if table is PictureTable.PRICES:
        return 0, (key[0], key[1].partition("-")[0].zfill(len(str(DEAREST))))
    return -figure, key
