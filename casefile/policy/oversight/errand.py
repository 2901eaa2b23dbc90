"""The errand: for what an officer looks just now, given once. Which one stands, what may be offered for the next.

Every look still bears its reason (docs/sources/governance.md, *Search/consult event*). What was given for one errand
is never the reason of another: it ends after a while and with the sign-in, and nothing is filled in from an earlier
one. Earlier words are offered, to be chosen by an act of the officer.
"""

from datetime import datetime, timedelta

from casefile.policy.reasons import MIN_LENGTH, says_nothing

RECENT = timedelta(days=7)
"""So long an errand may be taken up again by one key: a week's work."""
RECENT_SHOWN, CASES_SHOWN = 3, 6
"""Together nine, one for each of the keys 1 to 9."""
AHEAD = timedelta(minutes=5)
"""An errand that begins so much later than now was dated by a clock that was ahead, and would stand as much longer."""


def ends_at(begun_at: datetime, minutes: int) -> datetime:
    """When it ends by itself. Use does not prolong it: what is looked for after that may have another reason."""
    return begun_at + timedelta(minutes=minutes)


def stands(begun_at: datetime, until: datetime, ended_at: datetime | None, moment: datetime) -> bool:
    """Whether an errand gives the reason of a look made at this moment."""
    return ended_at is None and begun_at - AHEAD <= moment < until


def may_be_offered(begun_at: datetime, moment: datetime) -> bool:
    """Whether the officer may take an earlier errand up again by one key."""
    return begun_at > moment - RECENT


def reason_of_case(reference: str, title: str) -> str:
    """The reason that one's own open case gives; empty where the case says nothing, and words have to be written."""
    for text in (title.strip(), reference.strip()):
        if len(text) >= MIN_LENGTH and not says_nothing(text):
            return text
    return ""
