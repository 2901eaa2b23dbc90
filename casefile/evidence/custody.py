"""The chain of custody: which lines of the trail are about a hit, and what of them its reader may know.

A line says who did what to which thing and when. Reasons and details stay in the trail: what a unit wrote there was
not written for the other one, and some of it is sealed.
"""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from casefile.evidence.contents import CustodyLine
from casefile.storage import fresh
from casefile.storage.in_list import among
from casefile.storage.tables import Audit, Hit, Officer, Pointer, Unit


def of_the_desk(session: Session, hit: Hit) -> tuple[CustodyLine, ...]:
    """Every line about the hit, its pointers, the record and the watch."""
    pointers = set(session.scalars(select(Pointer.id).where(Pointer.hit_id == hit.id)))
    return _lines(session, {hit.id, hit.record_id, hit.watch_id, *pointers}, None)


def of_a_unit(session: Session, hit: Hit, unit_id: str, pointer_id: str, subject_id: str) -> tuple[CustodyLine, ...]:
    """What the unit itself did, and that its own pointer was delivered: nothing the other one or the desk has done.

    Counted from 1: the numbers of the trail would tell how much was done by others in between.
    """
    lines = _lines(session, {hit.id, pointer_id, subject_id}, unit_id, {pointer_id})
    return tuple(replace(line, seq=number) for number, line in enumerate(lines, 1))


def _lines(
    session: Session, subjects: Collection[str], unit_id: str | None, delivered: Collection[str] = ()
) -> tuple[CustodyLine, ...]:
    wanted = select(Audit, Unit.name, Officer.login)
    wanted = wanted.outerjoin(Unit, Unit.id == Audit.unit_id).outerjoin(Officer, Officer.id == Audit.officer_id)
    wanted = wanted.where(among(Audit.subject_id, subjects)).order_by(Audit.seq)
    if unit_id is not None:
        by_the_machine = (Audit.unit_id.is_(None)) & among(Audit.subject_id, delivered)
        wanted = wanted.where(or_(Audit.unit_id == unit_id, by_the_machine))
    return tuple(
        CustodyLine(row.seq, row.at, row.action, row.subject_kind, unit or "", login or "")
        for row, unit, login in fresh.rows(session, wanted)
    )
