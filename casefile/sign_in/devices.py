"""Known devices: browsers from which an officer has signed in whole. A browser may be known to several officers.

The browser holds a random token in a signed cookie; here only its digest is kept. Known means one thing: strangers'
wrong passwords do not make it wait. It opens nothing and replaces no factor.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile.errors import MISSING, NotThere
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import KnownDevice, Officer, insert_for, new_id

LIFE = timedelta(days=180)
"""How long a browser stays known from its last sign-in."""


@dataclass(frozen=True, slots=True)
class DeviceView:
    """A known device as its officer sees it."""

    id: str
    agent: str
    known_since: datetime
    last_used_at: datetime
    here: bool


def is_known(session: Session, token: str, login: str) -> bool:
    """Whether the officer of this login has signed in from the browser that holds the token."""
    found = session.connection().execute(
        select(KnownDevice.id)
        .join(Officer, Officer.id == KnownDevice.officer_id)
        .where(
            KnownDevice.token_hash == digest(token),
            Officer.login == login,
            KnownDevice.ended_at.is_(None),
            KnownDevice.last_used_at > tables.now() - LIFE,
        )
    )
    return found.first() is not None


def remember(session: Session, officer_id: str, token: str, agent: str) -> None:
    """Know this browser from now on, or note its use."""
    moment = tables.now()
    row = {"id": new_id(), "token_hash": digest(token), "officer_id": officer_id, "agent": agent,
           "known_since": moment, "last_used_at": moment}  # fmt: skip
    session.connection().execute(
        insert_for(session)(KnownDevice)
        .values(row)
        .on_conflict_do_update(
            index_elements=["token_hash", "officer_id"],
            set_={"last_used_at": moment, "agent": agent, "ended_at": None},
        )
    )


def devices_of(session: Session, officer_id: str, token: str) -> list[DeviceView]:
    """An officer's known devices, the one last used first; `token` is that of the browser that asks."""
    rows = session.connection().execute(
        select(KnownDevice.__table__)
        .where(
            KnownDevice.officer_id == officer_id,
            KnownDevice.ended_at.is_(None),
            KnownDevice.last_used_at > tables.now() - LIFE,
        )
        .order_by(KnownDevice.last_used_at.desc(), KnownDevice.id)
    )
    return [
        DeviceView(row.id, row.agent, row.known_since, row.last_used_at, row.token_hash == digest(token))
        for row in rows
    ]


def forget(session: Session, officer_id: str, device_id: str) -> None:
    """One of the officer's devices is known no longer. Raises NotThere."""
    done = session.connection().execute(
        update(KnownDevice)
        .where(KnownDevice.id == device_id, KnownDevice.officer_id == officer_id, KnownDevice.ended_at.is_(None))
        .values(ended_at=tables.now())
    )
    if not done.rowcount:
        raise NotThere(MISSING)


def forget_all(session: Session, officer_id: str) -> None:
    session.connection().execute(
        update(KnownDevice)
        .where(KnownDevice.officer_id == officer_id, KnownDevice.ended_at.is_(None))
        .values(ended_at=tables.now())
    )
