"""A month counted: the records that units entered in it, the hits they were notified of and their answers.

A record counts in the month in which it was entered, as it stands when the month is counted, and in no other: no
difference of two months is about a record that both hold.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from casefile.coordination.reciprocity import Month
from casefile.picture.cells import Entered, cells_of
from casefile.policy.handling import record_facts
from casefile.policy.network.reciprocity import SentPointer, answered
from casefile.policy.sharing import core_readers, readers
from casefile.policy.states import READABLE
from casefile.policy.strategic.notified import Notified, Span, answers, hits_between
from casefile.policy.strategic.suppression import Counted, Key, figures
from casefile.policy.strategic.tables import PictureTable
from casefile.storage import fresh
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, JointRecord, JointSeat, Pointer, Record, RecordVersion, Unit
from casefile.subjects import identity_rows
from casefile.subjects.offences import rows as offence_rows
from casefile.vocabulary import UnitKind

AT_ONCE = 1_000
Things = dict[PictureTable, list[Counted]]


def count(session: Session, month: Month) -> dict[PictureTable, dict[Key, int]]:
    """The cells of each table that are shown. For the schedule: nobody is asked for a permission."""
    things: Things = {table: [] for table in PictureTable}
    ids = session.scalars(
        select(Record.id)
        .join(Unit, Unit.id == Record.owner_unit_id)
        .where(
            Unit.kind == UnitKind.INVESTIGATION.value, Record.state.in_(sorted(READABLE)),
            Record.created_at >= month.start, Record.created_at < month.end,
        )
    ).all()  # fmt: skip
    for start in range(0, len(ids), AT_ONCE):
        _add_records(session, ids[start : start + AT_ONCE], month, things)
    notified, when = _notified(session, month), Span(month.start, month.end)
    things[PictureTable.ANSWERS] += answers(notified, when)
    things[PictureTable.HITS] += hits_between(notified, when, _countries(session))
    return {table: figures(counted) for table, counted in things.items()}


def _add_records(session: Session, ids: Sequence[str], month: Month, things: Things) -> None:
    rows = fresh.rows(
        session,
        select(Record, RecordVersion)
        .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
        .where(among(Record.id, ids)),
    )
    keys = {head.id: identity_rows.identity_id(head.id, head.version) for head, _ in rows}
    identities = identity_rows.load_identities(session, keys.values())
    offences = offence_rows.load(session, keys.values())
    others = _others_who_know(session, among(Record.id, ids))
    for head, version in rows:
        facts = record_facts(head, version)
        known_to = {head.owner_unit_id, *readers(facts), *core_readers(facts), *others.get(head.id, ())}
        said = offences.get(keys[head.id])
        entered = Entered(identities[keys[head.id]], said.kinds if said else (), month.year)
        for table, cells in cells_of(entered).items():
            things[table] += [Counted(cell, frozenset(known_to)) for cell in cells]


def _others_who_know(session: Session, which: ColumnElement[bool]) -> dict[str, set[str]]:
    """Units that know of a record though they neither hold nor read it: by a joint case, a pointer, at the desk."""
    office = select(Hit.record_id, Unit.id).join(Record, Record.id == Hit.record_id).join(
        Unit, Unit.kind == UnitKind.COORDINATION.value
    )  # fmt: skip
    joint = select(JointRecord.record_id, JointSeat.unit_id).join(
        JointSeat, JointSeat.joint_id == JointRecord.joint_id
    ).join(Record, Record.id == JointRecord.record_id)  # fmt: skip
    pointed = select(Hit.record_id, Pointer.unit_id).join(Pointer, Pointer.hit_id == Hit.id).join(
        Record, Record.id == Hit.record_id
    )  # fmt: skip
    found: dict[str, set[str]] = {}
    for statement in (office, joint, pointed):
        for record_id, unit_id in session.execute(statement.where(which).distinct()):
            found.setdefault(record_id, set()).add(unit_id)
    return found


def _notified(session: Session, month: Month) -> list[Notified]:
    """Every pointer of the hits of which units of people were notified, one of them at least in the month."""
    to, about, another = aliased(Unit), aliased(Unit), aliased(Pointer)
    in_month = select(another.hit_id).where(
        another.sent_at >= month.start, another.sent_at < month.end, another.withdrawn_at.is_(None)
    )  # fmt: skip
    statement = (
        select(Pointer.hit_id, to.id, about.id, Pointer.sent_at, Pointer.read_at, Pointer.asks, Pointer.answered_at)
        .join(to, and_(to.id == Pointer.unit_id, to.kind == UnitKind.INVESTIGATION.value))
        .join(about, and_(about.id == Pointer.about_unit_id, about.kind == UnitKind.INVESTIGATION.value))
        .where(Pointer.hit_id.in_(in_month), Pointer.sent_at.is_not(None), Pointer.withdrawn_at.is_(None))
    )
    found = list[Notified]()
    for hit_id, one, other, sent, read, asks, at in session.execute(statement):
        if sent is None:
            continue  # never: the statement asks for those sent
        came = answered(SentPointer(sent, read, asks, at))
        found.append(Notified(hit_id, one, other, sent, came - sent if came else None))
    return found


def _countries(session: Session) -> dict[str, str]:
    """The country of every unit that enters, closed ones too: they know what they knew."""
    statement = select(Unit.id, Unit.country).where(Unit.kind == UnitKind.INVESTIGATION.value)
    return {row.id: row.country for row in session.execute(statement)}
