"""When what is in the demonstration was entered: in the days after its case was opened, watches within their year.

The actions enter at the moment of loading, and the trail says so: that is when it was done, and its lines are never
moved. What a page shows as the day of entry is set back afterwards in the same transaction, by the demonstration
alone: no action of the product takes such a day (docs/decisions/2026-11-27-the-days-of-a-demonstration.md).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile.policy.retention import ASKED_AHEAD, RETENTION
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordVersion, Watch, WatchVersion

A_DAY = 8
"""Records of a case that its officer enters in one go; two days later come the next. One moment for each go: each is a
statement of its own when the demonstration is loaded."""
YEAR = timedelta(days=365)


def entered(opened: datetime, number: int, now: datetime) -> datetime:
    """When the record of this number in its case was entered: never ahead of now."""
    return min(opened + timedelta(days=number // A_DAY * 2, minutes=40), now)


def kept_until(entered_at: datetime, now: datetime) -> datetime | None:
    """The end of what was entered then; None, the usual period from now on, where its unit would be asked already: a
    demonstration loaded years later has nothing overdue."""
    until = entered_at + RETENTION
    return until if until - ASKED_AHEAD > now else None


def registered(number: int, of: int, days: int, now: datetime) -> datetime:
    """When this one of so many watches was registered, which has so many days left: all within a watch's longest life,
    the first of them longest ago."""
    return now - (YEAR - timedelta(days=days)) * (of - number) / of


def set_back_records(session: Session, days: Mapping[datetime, Sequence[str]]) -> None:
    """Give records just entered the days on which they were; ids by moment."""
    _set_back(session, days, Record, RecordVersion, RecordVersion.record_id)


def set_back_watches(session: Session, days: Mapping[datetime, Sequence[str]]) -> None:
    """The same of watches."""
    _set_back(session, days, Watch, WatchVersion, WatchVersion.watch_id)


def _set_back(
    session: Session,
    days: Mapping[datetime, Sequence[str]],
    head: type[Record] | type[Watch],
    version: type[RecordVersion] | type[WatchVersion],
    of: InstrumentedAttribute[str],
) -> None:
    for moment, ids in days.items():
        session.connection().execute(update(head).where(among(head.id, ids)).values(created_at=moment))
        session.connection().execute(update(version).where(among(of, ids)).values(entered_at=moment))
