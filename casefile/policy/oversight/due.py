"""How much a thing that is due presses, and when the digest of it leaves. Pure: the moment is always given."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from casefile.vocabulary import Due

SOON = timedelta(hours=24)
"""What ends within a working day presses."""
ENDS_WITHIN = timedelta(days=30)
"""What ends within this time (a watch, an agreement) is on the desk and in its figures: there is time to renew it."""


class Urgency(StrEnum):
    """In the order of the desk."""

    LATE = "late"
    SOON = "soon"
    CALM = "calm"


ORDER = tuple(Urgency)
PRESSES = frozenset({Urgency.LATE, Urgency.SOON})

ALWAYS: dict[Due, Urgency] = {
    Due.QUEUE_LONGER: Urgency.LATE,
    Due.QUEUE_WEEK: Urgency.SOON,
    Due.UNIT_LATE: Urgency.LATE,
    Due.HELP_ASKED: Urgency.LATE,
    Due.RECALL_UNNOTED: Urgency.LATE,
    Due.TAKEN_BACK: Urgency.SOON,
    Due.RECALLED_VALUES: Urgency.SOON,
    Due.PROTECTED_HIT: Urgency.SOON,
    Due.PROTECTED_CONTACT: Urgency.SOON,
    Due.WATCH_BROKEN: Urgency.SOON,
    Due.DEAD_LETTERS: Urgency.SOON,
    Due.OPERATION_CALL: Urgency.LATE,
    Due.OPERATIONS_MEET: Urgency.LATE,
}
"""Kinds that press whatever their clock says: a person waits for help, or a watch finds nothing meanwhile."""


def urgency(kind: Due, due_at: datetime | None, now: datetime) -> Urgency:
    """How much it presses: by its kind, and by its clock where it has one."""
    if due_at is not None and due_at <= now:
        return Urgency.LATE
    if kind in ALWAYS:
        return ALWAYS[kind]
    return Urgency.SOON if due_at is not None and due_at - now <= SOON else Urgency.CALM


# ---- the digest ----------------------------------------------------------------------------------------------------

MOST_HOURS = 2
"""Digests a day: more would be a bell."""
SPREAD = timedelta(minutes=10)
"""Within so long after the hour each officer's digest has its own moment: the mail server gets them one by one, and the
moment tells nothing (docs/sources/governance.md, "Side channels", 9)."""
TRIED_AGAIN = timedelta(minutes=2)
"""A digest that was taken in hand and not sent, because the mail server or the worker was away, is tried again."""
AT_THE_LATEST = timedelta(hours=3)
"""A digest that could not leave for so long is left out: the next one says what is due then."""


def offset(officer_id: str) -> timedelta:
    """How long after the hour this officer's digests leave: always the same."""
    drawn = int.from_bytes(sha256(officer_id.encode()).digest()[:4])
    return timedelta(seconds=drawn % int(SPREAD.total_seconds()))


def slot(hours: Collection[int], zone: str, now: datetime) -> datetime | None:
    """When the digest that is due now was to leave: the last of the officer's hours that has passed; None when none has
    within `AT_THE_LATEST`. An hour the clocks skip is the hour after it."""
    here = _zone(zone)
    local = now.astimezone(here)
    for ahead in (0, -1):
        day = local.date() + timedelta(days=ahead)
        for hour in sorted(set(hours), reverse=True):
            at = datetime(day.year, day.month, day.day, hour, tzinfo=here).astimezone(now.tzinfo)
            if at <= now:
                return at if now - at < AT_THE_LATEST else None
    return None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
