"""Who reads the trail, and what of it: auditors all lines, two of them together a sealed search, a unit who read what
it released, an officer the own lines.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from casefile.errors import N_, BadInput
from casefile.vocabulary import OpeningState


class OpeningMove(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"
    OPEN = "open"


_S, _M = OpeningState, OpeningMove
OPENING: Mapping[tuple[OpeningState, OpeningMove], OpeningState] = {
    (_S.ASKED, _M.CONFIRM): _S.CONFIRMED,
    (_S.ASKED, _M.REFUSE): _S.REFUSED,
    (_S.CONFIRMED, _M.OPEN): _S.OPENED,
}
OPENING_LIFE = timedelta(hours=72)
"""How long a request waits for the second auditor, and then for the first to open: a week-end included."""

ANOTHER = N_("Another auditor decides on this: not who asked, and not whose search it is.")
OWN_SEARCH = N_("This search is your own. Another auditor has to ask for it.")
ONLY_WHO_ASKED = N_("Only the auditor who asked opens it.")


@dataclass(frozen=True, slots=True)
class Opening:
    """A request as the rules see it. `since`: when it came to be as it is."""

    state: OpeningState
    asked_by: str
    searched_by: str
    since: datetime


def lapsed(opening: Opening, moment: datetime) -> bool:
    """Whether it waited too long; it then counts as never asked."""
    return opening.state in (_S.ASKED, _S.CONFIRMED) and moment > opening.since + OPENING_LIFE


def may_ask_opening(officer_id: str, searched_by: str) -> bool:
    return officer_id != searched_by


def may_second_opening(officer_id: str, opening: Opening, moment: datetime) -> bool:
    """The second seat: neither who asked nor whose search it is, and in time."""
    return (
        opening.state is _S.ASKED
        and officer_id not in (opening.asked_by, opening.searched_by)
        and not lapsed(opening, moment)
    )


def may_open(officer_id: str, opening: Opening, moment: datetime) -> bool:
    """Once, by who asked, after another auditor confirmed."""
    return opening.state is _S.CONFIRMED and officer_id == opening.asked_by and not lapsed(opening, moment)


# ---- what a unit and an officer see ------------------------------------------------------------------------------

CONSULTED_SHOWN = timedelta(days=90)
"""How far back a unit sees who read what it released."""


def shown_to_owner(owner_unit: str, reader_unit: str, viewer_unit: str) -> bool:
    """Whether a reading of a record is shown to the viewer's unit: as the owner, of another unit's officer.

    Another unit's officer reads nothing but what was released to that unit or put into a joint case with it. Readings
    of the desks are no readings of a unit's officer: they open hits, whose lines name no record.
    """
    return viewer_unit == owner_unit and reader_unit not in ("", owner_unit)


# ---- samples -----------------------------------------------------------------------------------------------------

SAMPLE_SIZE = 30
"""Lines drawn for a month: what one auditor reads in an afternoon."""
NOT_A_MONTH = N_("Choose a month that is over, as 2026-10.")


def draw(seed: str, numbers: Iterable[int], many: int = SAMPLE_SIZE) -> list[int]:
    """So many of the numbers of lines, in their order: those whose hash with the seed is smallest.

    Whoever has the seed and the trail draws the same again, and who wrote a line cannot know whether it will be drawn.
    """
    return sorted(sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).digest())[:many])


def check_month(month: str, moment: datetime) -> tuple[datetime, datetime]:
    """The month's first moment and the next one's, in UTC. Raises BadInput unless it is over."""
    try:
        first = datetime.strptime(f"{month}-01 +0000", "%Y-%m-%d %z")
    except ValueError as error:
        raise BadInput(NOT_A_MONTH, field="month") from error
    after = (first + timedelta(days=32)).replace(day=1)
    if after > moment:
        raise BadInput(NOT_A_MONTH, field="month")
    return first, after
