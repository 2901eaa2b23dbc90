"""How much one officer and one unit may ask in a day, and when a row of near-identical questions becomes a series.

Side channel 2 of docs/sources/governance.md: who may ask without end learns what is hidden by asking. The limits are
generous: under one honest officer in a hundred meets one in a month. Who meets one is refused kindly and for a time;
coordinator and auditor are shown it. The home's own command line is counted and shown, never refused: who holds the
shell holds the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from casefile.errors import N_, OverBudget
from casefile.vocabulary import Act

WINDOW = timedelta(hours=24)
"""Budgets are counted over the last 24 hours, not by the calendar: midnight doubles none."""
KEPT = timedelta(days=40)
"""Counted acts are kept so long: a series is looked for over 30 days, and ten more to answer for the last alarm."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The most acts of one kind in `WINDOW`, of one officer and of one unit."""

    officer: int
    unit: int


LIMITS: Mapping[Act, Limit] = {
    Act.SEARCH: Limit(400, 3_000),  # one a minute for seven hours without a pause; seven or eight officers who all do
    Act.FOREIGN_READ: Limit(150, 800),  # another unit's record opened every three minutes of a working day
    Act.WATCH: Limit(150, 1_000),  # one typed every three minutes of a working day; more than that comes as a file
    Act.CHECK: Limit(5_000, 10_000),  # lines of lists: the longest one; two officers who each send one
    Act.EXPORT: Limit(100, 400),  # a case taken out as a file every five minutes of a working day
}


@dataclass(frozen=True, slots=True)
class Reached:
    """A limit that is met: whose, and how many it allows."""

    act: Act
    by_unit: bool
    most: int


def reached(act: Act, by_officer: int, by_unit: int, adding: int = 1) -> Reached | None:
    """The limit that so many acts more would pass, the officer's own first; None when there is room."""
    limit = LIMITS[act]
    if by_officer + adding > limit.officer:
        return Reached(act, by_unit=False, most=limit.officer)
    if by_unit + adding > limit.unit:
        return Reached(act, by_unit=True, most=limit.unit)
    return None


_SENTENCES: Mapping[tuple[Act, bool], str] = {
    (Act.SEARCH, False): N_(
        "You have searched %(most)s times in 24 hours, the most for one officer. You can search again as the first of "
        "these become a day old. Your coordinator is informed and can be called."
    ),
    (Act.SEARCH, True): N_(
        "Your unit has searched %(most)s times in 24 hours, the most for one unit. It can search again as the first "
        "of these become a day old. Your coordinator is informed and can be called."
    ),
    (Act.FOREIGN_READ, False): N_(
        "You have opened records of other units %(most)s times in 24 hours, the most for one officer. You can open "
        "more as the first of these become a day old. Your coordinator is informed and can be called."
    ),
    (Act.FOREIGN_READ, True): N_(
        "Your unit has opened records of other units %(most)s times in 24 hours, the most for one unit. It can open "
        "more as the first of these become a day old. Your coordinator is informed and can be called."
    ),
    (Act.WATCH, False): N_(
        "You have registered %(most)s subjects to watch in 24 hours, the most for one officer. You can register more "
        "as the first of these become a day old. Your coordinator is informed and can be called."
    ),
    (Act.WATCH, True): N_(
        "Your unit has registered %(most)s subjects to watch in 24 hours, the most for one unit. It can register "
        "more as the first of these become a day old. Your coordinator is informed and can be called."
    ),
    (Act.CHECK, False): N_(
        "With this list you would check more than %(most)s lines in 24 hours, the most for one officer. Send a shorter "
        "one, or send it when the first of these become a day old. Your coordinator is informed and can be called."
    ),
    (Act.CHECK, True): N_(
        "Your unit has checked too many lines: with this list there would be more than %(most)s in 24 hours. Send a "
        "shorter one, or wait until the first of these become a day old. Your coordinator is informed and can be "
        "called."
    ),
    (Act.EXPORT, False): N_(
        "You have taken files out %(most)s times in 24 hours, the most for one officer. You can take more out as the "
        "first of these become a day old. Your coordinator is informed and can be called."
    ),
    (Act.EXPORT, True): N_(
        "Your unit has taken files out %(most)s times in 24 hours, the most for one unit. It can take more out as the "
        "first of these become a day old. Your coordinator is informed and can be called."
    ),
}


def over_budget(limit: Reached) -> OverBudget:
    """The refusal that says which limit was met and when there is room again."""
    return OverBudget(_SENTENCES[limit.act, limit.by_unit], most=limit.most)


# ---- series -----------------------------------------------------------------------------------------------------

STOPPED_AT = 20
"""The 20th near-identical question of one unit is refused (docs/sources/governance.md, side channel 2)."""
SERIES_WINDOW = timedelta(days=30)
COMPARED = 3_000
"""So many of the unit's newest questions are compared with a new one: its budget of a day."""
SHORT, SHORTEST = 8, 4
"""Letters and digits: under 8 one edit makes another name, and under 4 everything is near to everything."""


def edits_apart(length: int) -> int:
    """How many edits (Damerau-Levenshtein) from a text of this length still make the same question; 0 asks nothing."""
    if length < SHORTEST:
        return 0
    return 1 if length < SHORT else 2


def is_series(earlier: int) -> bool:
    """Whether one more near-identical question, after so many earlier ones, is to be stopped."""
    return earlier + 1 >= STOPPED_AT


_SERIES: Mapping[Act, str] = {
    Act.SEARCH: N_(
        "Your unit has searched for %(many)s very similar names or numbers in 30 days; this one more is not searched. "
        "Your coordinator is informed: agree with the coordinator how to go on."
    ),
    Act.WATCH: N_(
        "Your unit has registered %(many)s very similar subjects in 30 days; this one more is not registered. "
        "Your coordinator is informed: agree with the coordinator how to go on."
    ),
}


def in_a_series(act: Act, many: int) -> OverBudget:
    """The refusal of one more question like so many before."""
    return OverBudget(_SERIES[act], many=many)
