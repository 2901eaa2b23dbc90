"""Lists that carry work: one pattern to find, sort, filter, page, and act on many of a unit's own things."""

from casefile.lists.bulk import ACTS, Act, Done, Given, Left, carry_out
from casefile.lists.cases import listed_cases
from casefile.lists.name_pairs import listed_name_pairs
from casefile.lists.pattern import EVERYTHING, SIZES, Asked, Shown
from casefile.lists.people import listed_officers, listed_units
from casefile.lists.pointers import listed_pointers
from casefile.lists.queue import listed_hits
from casefile.lists.records import listed_records, topics_of
from casefile.lists.taken_out import MOST, TakenOut, take_out
from casefile.lists.trainings import listed_trainings
from casefile.lists.watches import listed_watches

__all__ = [
    "ACTS",
    "EVERYTHING",
    "MOST",
    "SIZES",
    "Act",
    "Asked",
    "Done",
    "Given",
    "Left",
    "Shown",
    "TakenOut",
    "carry_out",
    "listed_cases",
    "listed_hits",
    "listed_name_pairs",
    "listed_officers",
    "listed_pointers",
    "listed_records",
    "listed_trainings",
    "listed_units",
    "listed_watches",
    "take_out",
    "topics_of",
]
