"""Rows whose time is over, table by table as `casefile.policy.retention.KEPT` says; and what counts and cases keep."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, Text, and_, cast, delete, exists, or_, select, tuple_, update
from sqlalchemy.orm import Session

from casefile.policy.retention import CASE_KEPT, COUNTED_AGAIN, KEPT
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Case, CaseVersion, FrequencyTable, Record, Tombstone, Watch
from casefile.subjects import name_counts
from casefile.vocabulary import RecordState, WatchState


def due(name: str, moment: datetime) -> Select[str]:
    """Rows of a table that `KEPT` names which are kept no longer."""
    table, kept = tables.Table.metadata.tables[name], KEPT[name]
    over: Select[str] = select(*table.primary_key.columns).where(table.c[kept.since] <= moment - kept.period)
    return over


def sweep(name: str, session: Session, moment: datetime, limit: int) -> int:
    """Remove up to so many of them; returns how many."""
    table = tables.Table.metadata.tables[name]
    key = tuple_(*table.primary_key.columns)
    return int(session.connection().execute(delete(table).where(key.in_(due(name, moment).limit(limit)))).rowcount)


def is_forgotten(moment: datetime) -> ColumnElement[bool]:
    """A closed case of which nothing is left but tombstones, for long enough."""
    record = exists().where(Record.case_id == Case.id, Record.state != RecordState.TOMBSTONED.value)
    watch = exists().where(Watch.case_id == Case.id, Watch.state != WatchState.TOMBSTONED.value)
    versions = exists().where(CaseVersion.case_id == Case.id)
    offences = cast(Case.offences, Text) != "[]"
    says = or_(Case.title != "", Case.legal_basis != "", offences, versions)
    return and_(Case.closed_at <= moment - CASE_KEPT, says, ~record, ~watch)


def forget_cases(session: Session, moment: datetime, limit: int) -> int:
    """Take title, legal basis and offences from such cases, and what they said before; their reference stays.
    Returns how many."""
    few = list(session.scalars(select(Case.id).where(is_forgotten(moment)).limit(limit)))
    session.connection().execute(delete(CaseVersion).where(among(CaseVersion.case_id, few)))
    nothing = {"title": "", "legal_basis": "", "offences": [], "exploitation": []}
    session.connection().execute(update(Case).where(among(Case.id, few)).values(**nothing))
    return len(few)


def counts_are_stale(session: Session, moment: datetime) -> bool:
    """Whether the counts of names still hold what was destroyed since, for as long as that is borne."""
    counted = select(FrequencyTable.counted_at).order_by(FrequencyTable.version.desc()).limit(1)
    last = session.scalar(counted)
    if last is None or last > moment - COUNTED_AGAIN:
        return False
    return session.scalar(select(Tombstone.subject_id).where(Tombstone.destroyed_at >= last).limit(1)) is not None


def drop_old_counts(session: Session) -> int:
    """Of the counts of names the newest alone is kept; returns how many versions went."""
    newest = name_counts.newest_version(session)
    return int(session.connection().execute(delete(FrequencyTable).where(FrequencyTable.version < newest)).rowcount)
