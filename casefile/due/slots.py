"""At which hours an officer is sent the digest, and which of them is due: each hour's once, whoever dies in between.

An hour is *taken* in one transaction, sent, and *noted* in another. Killed in between, it is taken again after
`policy.oversight.due.TRIED_AGAIN` and goes under the same Message-ID; nothing is sent by a clock that leapt.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.policy.oversight.due import MOST_HOURS, TRIED_AGAIN, offset, slot
from casefile.policy.viewer import Viewer
from casefile.storage import tables
from casefile.storage.tables import MailDigest, Officer, Unit

AT_ONCE = 50
"""Digests of one turn: a turn is short, and the next comes within a minute."""
ADDRESS = re.compile(r"[^@\s,;<>()\"\\]+@[^@\s,;<>()\"\\]+\.[^@\s,;<>()\"\\.]+")
LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3
HOURS_OF_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an officer has set. No hours: off."""

    address: str = ""
    hours: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A digest that is to leave now."""

    officer_id: str
    address: str
    slot: datetime
    language: str
    timezone: str


def wanted(session: Session, viewer: Viewer) -> Wanted:
    """The officer's own setting."""
    row = session.connection().execute(
        select(MailDigest.address, MailDigest.hours).where(MailDigest.officer_id == viewer.officer_id)
    ).first()  # fmt: skip
    return Wanted(row.address, tuple(row.hours)) if row else Wanted()


def choose(session: Session, viewer: Viewer, address: str, hours: Collection[int]) -> None:
    """Keep at which hours, and where to. No hours turn it off, and the address is forgotten. Raises BadInput."""
    before, chosen = wanted(session, viewer), tuple(sorted(set(hours)))
    address = address.strip()
    if chosen and (not ADDRESS.fullmatch(address) or not address.isascii() or len(address) > LONGEST_ADDRESS):
        raise BadInput("Write one address, such as name@service.sn.", field="address")
    if len(chosen) > MOST_HOURS or not set(chosen) <= set(range(HOURS_OF_A_DAY)):
        raise BadInput("Choose one from the list.", field="hour")
    after = Wanted(address, chosen) if chosen else Wanted()
    if after != before:
        _keep(session, viewer, after)
    detail = {"digest": len(chosen)}
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", viewer.officer_id, detail=detail)


def _keep(session: Session, viewer: Viewer, after: Wanted) -> None:
    connection, moment = session.connection(), tables.now()
    connection.execute(delete(MailDigest).where(MailDigest.officer_id == viewer.officer_id))
    if after.hours:  # an hour that has passed is not caught up on: from the next one on
        row = {"officer_id": viewer.officer_id, "address": after.address, "hours": list(after.hours)}
        connection.execute(insert(MailDigest), {**row, "slot_at": moment, "taken_at": None, "sent_at": moment})


def take_due(session: Session, now: datetime) -> list[Taken]:
    """The digests that are due and nobody else has in hand. For the schedule."""
    connection = session.connection()
    gone = select(Officer.id).where(~Officer.active)
    connection.execute(delete(MailDigest).where(MailDigest.officer_id.in_(gone)))
    rows = connection.execute(
        select(MailDigest.__table__, Officer.locale, Unit.locale.label("unit_locale"), Unit.timezone)
        .join(Officer, Officer.id == MailDigest.officer_id)
        .join(Unit, Unit.id == Officer.unit_id)
        .where(Unit.closed_at.is_(None))
        .order_by(MailDigest.taken_at, MailDigest.officer_id)
    ).all()
    found: list[Taken] = []
    for row in rows:
        at = slot(row.hours, row.timezone, now - offset(row.officer_id))
        if at is None or len(found) == AT_ONCE or not _is_due(row.slot_at, row.taken_at, row.sent_at, at, now):
            continue
        mine = (MailDigest.officer_id == row.officer_id, _same(row.taken_at))
        done = connection.execute(update(MailDigest).where(*mine).values(slot_at=at, taken_at=now, sent_at=None))
        if done.rowcount:
            language = row.locale or row.unit_locale
            found.append(Taken(row.officer_id, row.address, at, language, row.timezone))
    return found


def _is_due(held: datetime | None, taken: datetime | None, sent: datetime | None, at: datetime, now: datetime) -> bool:
    if held is None or held < at:
        return True
    waits = held == at and sent is None
    return waits and (taken is None or taken + TRIED_AGAIN <= now or taken > now)


def _same(taken: datetime | None) -> ColumnElement[bool]:
    return MailDigest.taken_at.is_(None) if taken is None else MailDigest.taken_at == taken


def note_sent(session: Session, taken: Taken) -> None:
    """The mail server has accepted it."""
    mine = (MailDigest.officer_id == taken.officer_id, MailDigest.slot_at == taken.slot)
    session.connection().execute(update(MailDigest).where(*mine).values(sent_at=tables.now()))
