"""A month counted: the records that units entered in it, the hits they were told of and their answers.

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
from casefile.policy.strategic.suppression import Counted, Key, figures
from casefile.policy.strategic.tables import PictureTable, answer_band
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
    _add_answers(session, month, things)
    _add_hits(session, month, things)
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


def _sent(month: Month) -> tuple[ColumnElement[bool], ...]:
    return Pointer.sent_at >= month.start, Pointer.sent_at < month.end, Pointer.withdrawn_at.is_(None)


def _add_answers(session: Session, month: Month, things: Things) -> None:
    """Pointers that were answered, by the time it took; both units know of theirs."""
    statement = select(
        Pointer.unit_id, Pointer.about_unit_id, Pointer.sent_at, Pointer.read_at, Pointer.asks, Pointer.answered_at
    ).where(*_sent(month))
    for to, about, sent, read, asks, at in session.execute(statement):
        if sent is None:
            continue  # never: the statement asks for those sent
        if (came := answered(SentPointer(sent, read, asks, at))) is not None:
            cell = (answer_band(came - sent),)
            things[PictureTable.ANSWERS].append(Counted(cell, frozenset((to, about))))


def _add_hits(session: Session, month: Month, things: Things) -> None:
    """Hits of which a unit was told in the month for the first time, between units of two countries.

    The only unit of a country knows of every hit of its rows: they tell it nothing, so it hides none from others.
    """
    alone, countries = _alone(session), dict[str, str]()
    seen = _hits(session, month, countries)
    for units in seen.values():
        pair = tuple(sorted({countries[unit] for unit in units}))
        if len(pair) > 1:
            things[PictureTable.HITS].append(Counted(pair, frozenset(units - alone)))


def _hits(session: Session, month: Month, countries: dict[str, str]) -> dict[str, set[str]]:
    """The two units of each hit; fills in the country of each."""
    to, about, earlier = aliased(Unit), aliased(Unit), aliased(Pointer)
    before = select(earlier.id).where(earlier.hit_id == Pointer.hit_id, earlier.sent_at < month.start).exists()
    statement = (
        select(Pointer.hit_id, to.id, to.country, about.id, about.country)
        .join(to, to.id == Pointer.unit_id)
        .join(about, about.id == Pointer.about_unit_id)
        .where(*_sent(month), ~before)
    )
    found: dict[str, set[str]] = {}
    for hit_id, one, its, other, others in session.execute(statement):
        found.setdefault(hit_id, set()).update((one, other))
        countries[one], countries[other] = its, others
    return found


def _alone(session: Session) -> set[str]:
    """Units that are the only one of their country."""
    units: dict[str, list[str]] = {}
    statement = select(Unit.country, Unit.id).where(Unit.kind == UnitKind.INVESTIGATION.value)
    for country, unit_id in session.execute(statement):
        units.setdefault(country, []).append(unit_id)
    return {held[0] for held in units.values() if len(held) == 1}
