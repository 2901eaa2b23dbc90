"""Whether the clock is believed where something ends by it: nothing ends, and nothing is destroyed, by one that leapt.

Compared is the database's own trail of times, not what the clock itself wrote just now: a mark that the hourly work
alone moves, at most `policy.retention.LEAP` ahead of the last moment that was believed. Beyond it all that ends by
itself stands still until a person says that the date is right, or the clock is put right.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import Conflict
from casefile.policy.retention import LEAP
from casefile.storage import clock, marks, tables

MOVED = timedelta(minutes=10)
"""The mark is written again when it moved by so much: six times an hour at most."""

log = logging.getLogger("griot.clock")


def believed_until(session: Session) -> datetime | None:
    """Up to which moment the clock is believed; None in a database that has seen nothing yet."""
    believed = marks.last_believed(session, LEAP)
    return believed + LEAP if believed else None


def leapt(session: Session) -> timedelta | None:
    """How far the clock is ahead of all that this database has seen, where that is more than is believed."""
    until = believed_until(session)
    ahead = tables.now() - until + LEAP if until else timedelta()
    return ahead if ahead > LEAP else None


def moment(session: Session) -> datetime:
    """Now, for what ends by it; moves the mark, so it needs a writing session. Raises Conflict when the clock leapt."""
    now = tables.now()
    if ahead := leapt(session):
        raise Conflict(
            "The clock says %(now)s, %(days)d days after all that this database has seen. Nothing ends and nothing is "
            "destroyed by a clock that leapt. Put it right; if the date is right, say so: griot retention run "
            "--clock-is-right",
            now=f"{now:%Y-%m-%d %H:%M} UTC",
            days=ahead.days,
        )
    mark = marks.read(session, marks.CLOCK)
    if mark is None or now + LEAP - mark.at >= MOVED:
        _believe(session, now)
    return now


def confirm(session: Session) -> None:
    """Somebody who runs the installation says that the date is right; the trail keeps it."""
    now = tables.now()
    detail = {"before": until.isoformat() if (until := believed_until(session)) else ""}
    _believe(session, now)
    audit.write(session, None, audit.Action.ERASURE, "retention", "clock", detail=detail)


def _believe(session: Session, now: datetime) -> None:
    marks.keep(session, marks.CLOCK, now + LEAP)
    clock.limit_ends(now + LEAP)
