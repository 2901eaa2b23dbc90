"""The own unit's records."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, Text, cast, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile import quality, records
from casefile.lists.cases import WITHOUT
from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Condition, Plan, Shown, by, equals, listed, newest_first
from casefile.lists.subjects import name_of, texts_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordLine
from casefile.storage.in_list import among
from casefile.storage.tables import Record, RecordOffence
from casefile.vocabulary import Exploitation, OffenceKind, RecordFault, RecordKind, RecordState

STATES = tuple(state.value for state in RecordState if state is not RecordState.TOMBSTONED)


def listed_records(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[RecordLine]:
    """A page of the own unit's records; of one case where *case* is chosen."""
    require(viewer, Permission.READ_RECORD)
    return listed(session, viewer, PLAN, asked)


def _own(viewer: Viewer) -> Select[str]:
    return select(Record.id).where(Record.owner_unit_id == viewer.unit_id, Record.state != RecordState.TOMBSTONED.value)


def _fault(session: Session, viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    return quality.faulty(session, viewer, RecordFault(value)) if value in set(RecordFault) else None


def _about(column: InstrumentedAttribute[list[str]], words: Collection[str]) -> Condition:
    """Own records whose current version says this word there; *without*: none says anything. The text of a list of
    words is the same in both databases."""

    def chosen(_session: Session, _viewer: Viewer, value: str) -> ColumnElement[bool] | None:
        said = RecordOffence.id == Record.id + ":" + cast(Record.version, Text)
        if value == WITHOUT:
            return ~exists().where(said)
        known = cast(column, Text).contains(f'"{value}"', autoescape=True)
        return exists().where(said, known) if value in words else None

    return chosen


def _texts(session: Session, _viewer: Viewer, ids: Sequence[str]) -> dict[str, Texts]:
    heads = session.execute(select(Record.id, Record.version, Record.origin_ref).where(among(Record.id, ids)))
    return texts_of(session, [(id, version, origin) for id, version, origin in heads])


def _rows(session: Session, viewer: Viewer, ids: Sequence[str]) -> list[RecordLine]:
    """Own ones alone: what others released is no line of a list of one's own."""
    return [line for line in records.lines(session, viewer, ids).values() if line.own]


PLAN: Final[Plan[RecordLine]] = Plan(
    permission=Permission.READ_RECORD,
    own=_own,
    tie=Record.id.expression,
    sorts={
        "newest": newest_first(Record.created_at), "oldest": by(Record.created_at), "name": by(name_of(Record)),
        "kind": by(Record.kind),
    },
    filters={
        "kind": equals(Record.kind, tuple(RecordKind)), "state": equals(Record.state, STATES),
        "case": equals(Record.case_id), "fault": _fault,
        "offence": _about(RecordOffence.offences, [one.value for one in OffenceKind]),
        "form": _about(RecordOffence.exploitation, [one.value for one in Exploitation]),
    },
    texts=_texts,
    rows=_rows,
)  # fmt: skip
