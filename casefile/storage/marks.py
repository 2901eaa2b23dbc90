"""What upkeep has come to, by name: until when the clock is believed, and where a check that is spread out stands.

And what a database says of time, for `casefile.storage.clock`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, Select, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from casefile import machine
from casefile.storage import clock
from casefile.storage.clock import ClockReading
from casefile.storage.tables import Audit, UpkeepMark, insert_for

CLOCK = "clock"
"""Its moment: until when what ends by itself may go by the clock (`casefile.retention.belief`)."""


@dataclass(frozen=True, slots=True)
class Mark:
    at: datetime
    cursor: str


def read(session: Session, name: str) -> Mark | None:
    """The mark of this name, when it was ever made."""
    row = session.connection().execute(_of(name)).first()
    return Mark(*row) if row else None


def keep(session: Session, name: str, at: datetime, cursor: str = "") -> None:
    """Make the mark, or move it. Needs a writing session."""
    row = {"name": name, "at": at, "cursor": cursor}
    made = insert_for(session)(UpkeepMark).values(row)
    session.connection().execute(made.on_conflict_do_update(index_elements=["name"], set_={"at": at, "cursor": cursor}))


def last_believed(session: Session, ahead: timedelta) -> datetime | None:
    """The last moment of the clock that was believed: its mark lies `ahead` of it. Before there is a mark, the newest
    line of the trail; None in a database that has seen nothing yet."""
    if mark := read(session, CLOCK):
        return mark.at - ahead
    return newest_line(session.connection())


def newest_line(connection: Connection) -> datetime | None:
    """The moment of the newest line of the trail, by its number."""
    return connection.execute(select(Audit.at).order_by(Audit.seq.desc()).limit(1)).scalar()


def _of(name: str) -> Select[datetime, str]:
    return select(UpkeepMark.at, UpkeepMark.cursor).where(UpkeepMark.name == name)


def read_clock(engine: Engine) -> ClockReading:
    """What this database says of time. Of one without these tables yet: its clock alone.

    Raises the database's own error where PostgreSQL is away; whoever asked was about to ask it something anyway.
    """
    with engine.connect() as connection:
        ahead = ClockReading().ahead
        if connection.dialect.name == "postgresql":
            before = machine.seconds()
            servers = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
            ahead = clock.difference(servers.astimezone(UTC), before, machine.seconds())
        try:
            set_at_all = datetime.fromtimestamp(machine.seconds(), UTC) + ahead >= clock.NEVER_BEFORE
            newest = None if set_at_all else newest_line(connection)
            believed = connection.execute(_of(CLOCK)).first()
        except (OperationalError, ProgrammingError):
            return ClockReading(ahead)
    return ClockReading(ahead, newest, believed[0] if believed else None)
