"""What may be wrong with an own record, each as a condition on the unit's records: one for its list and its count.

Nothing here looks at another unit's record: a number that two units hold is a hit, and no fault (docs/lists.md).
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from casefile.policy.permissions import Permission
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import DateRow, IdentifierRow, NameRow, Record, RecordVersion, Unit
from casefile.subjects.identifiers import Trouble, read
from casefile.subjects.identity import Identifier
from casefile.vocabulary import DateKind, IdentifierKind, RecordFault, RecordKind, RecordState

EARLIEST: Final = "1850"
"""A year of birth before it is a slip: nobody of whom a unit keeps a record in 2026 was born then."""
REMEDIABLE: Final = frozenset(Trouble) - {Trouble.NO_PLAN, Trouble.NO_KIND}
"""What an officer can set right. That no numbering plan is known for a number says nothing against the number."""
READ_AT_ONCE: Final = 20_000
"""Numbers that are read for one answer, of the newest records: 0.1 ms each."""
NEW_WITHIN: Final = timedelta(days=7)
"""So long a fault in what was entered or amended stands on the desk: nothing but time or a remedy takes it away."""
NEW_READ: Final = 200
"""Of the newest records: as many numbers as the desk reads."""
_CURRENT: Final[ColumnElement[str]] = Record.id + ":" + cast(Record.version, String)
"""The key of its current identity (`identity_rows.identity_id`)."""

Condition = Callable[[Session, Viewer], ColumnElement[bool]]


def counts(session: Session, viewer: Viewer) -> Mapping[RecordFault, int]:
    """How many of the own unit's records have each fault; every fault has its number."""
    require(viewer, Permission.READ_RECORD)
    found = {}
    for fault in RecordFault:
        condition = CONDITIONS[fault](session, viewer)
        statement = select(func.count()).select_from(Record).where(_own(viewer), condition)
        found[fault] = session.connection().execute(statement).scalar_one()
    return MappingProxyType(found)


def faulty(session: Session, viewer: Viewer, fault: RecordFault) -> ColumnElement[bool]:
    """The condition of one fault, on a list of the own unit's records."""
    require(viewer, Permission.READ_RECORD)
    return and_(_own(viewer), CONDITIONS[fault](session, viewer))


def how_many_new(session: Session, viewer: Viewer) -> int:
    """Records that this officer entered or amended within a week, with an impossible value or an unread number."""
    require(viewer, Permission.ENTER_RECORD)
    version = and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version)
    mine = (
        select(Record.id)
        .join(RecordVersion, version)
        .where(
            _own(viewer), RecordVersion.entered_by == viewer.officer_id,
            RecordVersion.entered_at > tables.now() - NEW_WITHIN,
        )
        .order_by(RecordVersion.entered_at.desc(), Record.id)
        .limit(NEW_READ)
    )  # fmt: skip
    ids = list(session.connection().execute(mine).scalars())
    if not ids:
        return 0
    among_mine = among(Record.id, ids)
    impossible = session.connection().execute(select(Record.id).where(among_mine, _impossible(session, viewer)))
    return len({*impossible.scalars(), *_unread_ids(session, viewer, NEW_READ, among_mine)})


def _own(viewer: Viewer) -> ColumnElement[bool]:
    """What the unit works with; what it withdrew or what expired is nobody's task."""
    states = sorted(state.value for state in READABLE | {RecordState.RESTRICTED})
    return and_(Record.owner_unit_id == viewer.unit_id, Record.state.in_(states))


def _without_year(_session: Session, _viewer: Viewer) -> ColumnElement[bool]:
    """A person of whom no year of birth is stated."""
    born = exists().where(DateRow.identity_id == _CURRENT, DateRow.kind == DateKind.BIRTH.value)
    return and_(Record.kind == RecordKind.PERSON.value, ~born)


def _impossible(_session: Session, _viewer: Viewer) -> ColumnElement[bool]:
    """Born or dead in the future, born before anybody who could be sought, dead before birth, expired before issue."""
    today = tables.now().date().isoformat()
    of_life = DateRow.kind.in_([DateKind.BIRTH.value, DateKind.DEATH.value])
    ahead = exists().where(DateRow.identity_id == _CURRENT, of_life, DateRow.value > today)
    long_ago = exists().where(
        DateRow.identity_id == _CURRENT, DateRow.kind == DateKind.BIRTH.value, DateRow.value < EARLIEST
    )
    return or_(
        ahead, long_ago, _wrong_way(DateKind.BIRTH, DateKind.DEATH), _wrong_way(DateKind.ISSUED, DateKind.EXPIRES)
    )


def _wrong_way(first: DateKind, then: DateKind) -> ColumnElement[bool]:
    """The year of what comes first lies behind the year of what follows."""
    one, other = aliased(DateRow), aliased(DateRow)
    return exists().where(
        one.identity_id == _CURRENT, one.kind == first.value,
        other.identity_id == _CURRENT, other.kind == then.value,
        func.substr(one.value, 1, 4) > func.substr(func.coalesce(other.until, other.value), 1, 4),
    )  # fmt: skip


def _unread(session: Session, viewer: Viewer) -> ColumnElement[bool]:
    return among(Record.id, sorted(_unread_ids(session, viewer, READ_AT_ONCE)))


def _unread_ids(session: Session, viewer: Viewer, most: int, *further: ColumnElement[bool]) -> set[str]:
    """Own records with a number that meets only the same writing, and that can be set right."""
    country = session.connection().execute(select(Unit.country).where(Unit.id == viewer.unit_id)).scalar()
    statement = (
        select(Record.id, IdentifierRow.kind, IdentifierRow.value, IdentifierRow.country)
        .join(IdentifierRow, IdentifierRow.identity_id == _CURRENT)
        .where(_own(viewer), *further)
        .order_by(Record.created_at.desc(), Record.id)
        .limit(most)
    )
    return {
        id
        for id, kind, value, of in session.connection().execute(statement)
        if any(one.trouble in REMEDIABLE for one in read(Identifier(IdentifierKind(kind), value, of), country))
    }


def _twice(_session: Session, viewer: Viewer) -> ColumnElement[bool]:
    """Another own record of its kind has the same number, or is a person of the same name and date of birth; alike but
    for upper and lower case."""
    number = (
        _of_own(viewer, IdentifierRow)
        .with_only_columns(Record.kind, IdentifierRow.kind, func.lower(IdentifierRow.value))
        .group_by(Record.kind, IdentifierRow.kind, func.lower(IdentifierRow.value))
        .having(func.count(Record.id.distinct()) > 1)
        .subquery()
    )
    by_number = (
        _of_own(viewer, IdentifierRow)
        .with_only_columns(Record.id)
        .join(
            number,
            and_(
                number.c[0] == Record.kind, number.c[1] == IdentifierRow.kind,
                number.c[2] == func.lower(IdentifierRow.value),
            ),
        )
    )  # fmt: skip
    person = (
        _of_own(viewer, NameRow)
        .join(DateRow, and_(DateRow.identity_id == _CURRENT, DateRow.kind == DateKind.BIRTH.value))
        .where(Record.kind == RecordKind.PERSON.value)
    )
    same = (
        person.with_only_columns(func.lower(NameRow.text), DateRow.value)
        .group_by(func.lower(NameRow.text), DateRow.value)
        .having(func.count(Record.id.distinct()) > 1)
        .subquery()
    )
    by_name = person.with_only_columns(Record.id).join(
        same, and_(same.c[0] == func.lower(NameRow.text), same.c[1] == DateRow.value)
    )
    return or_(Record.id.in_(by_number), Record.id.in_(by_name))


def _of_own(viewer: Viewer, row: type[IdentifierRow] | type[NameRow]) -> Select[Any]:
    return select(Record.id).join(row, row.identity_id == _CURRENT).where(_own(viewer))


CONDITIONS: Final[Mapping[RecordFault, Condition]] = {
    RecordFault.IMPOSSIBLE: _impossible,
    RecordFault.UNREAD_NUMBER: _unread,
    RecordFault.TWICE: _twice,
    RecordFault.NO_YEAR: _without_year,
}
