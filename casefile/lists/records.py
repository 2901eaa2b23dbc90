"""The own unit's records."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement, Select, Text, cast, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile import quality, records
from casefile.lists.cases import WITHOUT
from casefile.lists.finding import Texts
from casefile.lists.pattern import EVERYTHING, Asked, Condition, Plan, Shown, by, equals, listed, newest_first
from casefile.lists.subjects import name_of, texts_of
from casefile.policy.cases.offences import NO_OFFENCES
from casefile.policy.network.sources import CRIME, counted_topics
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordLine
from casefile.storage.in_list import among
from casefile.storage.tables import Listing, Record, RecordOffence, Source
from casefile.subjects.identity_rows import identity_id
from casefile.subjects.offences import rows as offence_rows
from casefile.vocabulary import Exploitation, OffenceKind, RecordFault, RecordKind, RecordState

LONGEST_TOPIC = 60
STATES = tuple(state.value for state in RecordState if state is not RecordState.TOMBSTONED)


def listed_records(session: Session, viewer: Viewer, asked: Asked = EVERYTHING) -> Shown[RecordLine]:
    """A page of the own unit's records; of one case where *case* is chosen."""
    require(viewer, Permission.READ_RECORD)
    return listed(session, viewer, PLAN, asked)


def topics_of(session: Session, viewer: Viewer) -> list[str]:
    """What lists name the unit's own records for now."""
    require(viewer, Permission.READ_RECORD)
    wanted = select(cast(Listing.topics, Text)).distinct().join(Source, Source.id == Listing.source_id)
    rows = session.scalars(wanted.where(Source.unit_id == viewer.unit_id, Listing.until_at.is_(None)))
    return sorted({one for said in rows for one in counted_topics(json.loads(said))})


def _own(viewer: Viewer) -> Select[str]:
    return select(Record.id).where(Record.owner_unit_id == viewer.unit_id, Record.state != RecordState.TOMBSTONED.value)


def _fault(session: Session, viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    return quality.faulty(session, viewer, RecordFault(value)) if value in set(RecordFault) else None


def _topic(_session: Session, viewer: Viewer, value: str) -> ColumnElement[bool] | None:
    """Own records that a list names for this now. The text of a list of words is the same in both databases."""
    if not value or len(value) > LONGEST_TOPIC:
        return None
    said = cast(Listing.topics, Text)
    found = said.contains(f'"{value}"', autoescape=True)
    if f"{value}." == CRIME:
        found |= said.contains(f'"{CRIME}', autoescape=True)
    listed = select(Listing.record_id).join(Source, Source.id == Listing.source_id)
    return Record.id.in_(listed.where(Source.unit_id == viewer.unit_id, Listing.until_at.is_(None), found))


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
    own = [line for line in records.lines(session, viewer, ids).values() if line.own]
    keys = {line.id: identity_id(line.id, line.version) for line in own}
    said = offence_rows.load(session, keys.values())
    return [replace(line, offences=said.get(keys[line.id], NO_OFFENCES)) for line in own]


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
        "topic": _topic,
        "offence": _about(RecordOffence.offences, [one.value for one in OffenceKind]),
        "form": _about(RecordOffence.exploitation, [one.value for one in Exploitation]),
    },
    texts=_texts,
    rows=_rows,
)  # fmt: skip
