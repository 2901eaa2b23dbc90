"""What an officer sees of the own account and does with it: sign-ins, devices, second factors, the password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.people import passwords, sessions
from casefile.policy.identity.factors import Held
from casefile.policy.identity.waiting import Counted
from casefile.policy.viewer import Viewer
from casefile.settings import Settings
from casefile.sign_in import devices, hashing, security_keys, throttle
from casefile.sign_in.devices import DeviceView
from casefile.sign_in.second import held_by
from casefile.sign_in.security_keys import KeyView
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.storage.tables import AccessLink, Officer, PortalSession

SHOWN = timedelta(days=30)
MOST = 50


@dataclass(frozen=True, slots=True)
class SignIn:
    """One of the own sign-ins."""

    began_at: datetime
    last_seen_at: datetime
    factor: str
    network: str
    agent: str
    open: bool
    here: bool
    """Whether it is the one that asks."""


@dataclass(frozen=True, slots=True)
class Account:
    """The own account, whole."""

    sign_ins: list[SignIn]
    devices: list[DeviceView]
    keys: list[KeyView]
    held: Held


def account(session: Session, viewer: Viewer, token: str, device: str, settings: Settings) -> Account:
    """The viewer's sign-ins of the last thirty days, and what belongs to signing in. `token`: of this sign-in."""
    return Account(
        _sign_ins(session, viewer, token, settings),
        devices.devices_of(session, viewer.officer_id, device),
        security_keys.keys_of(session, viewer.officer_id),
        held_by(session, viewer.officer_id),
    )


def _sign_ins(session: Session, viewer: Viewer, token: str, settings: Settings) -> list[SignIn]:
    moment, mine = tables.now(), digest(token)
    rows = session.connection().execute(
        select(PortalSession.__table__)
        .where(PortalSession.officer_id == viewer.officer_id, PortalSession.created_at > moment - SHOWN)
        .order_by(PortalSession.created_at.desc(), PortalSession.token_hash)
        .limit(MOST)
    )
    return [
        SignIn(
            row.created_at, row.last_seen_at, row.factor, row.network, row.agent,
            sessions.is_open(row, moment, settings), row.token_hash == mine,
        )
        for row in rows
    ]  # fmt: skip


def end_sign_ins(session: Session, viewer: Viewer, *, but: str = "") -> int:
    """End the own sign-ins everywhere, but for this one where its token is given; how many there were."""
    ended = sessions.end_all(session, viewer.officer_id, but=but)
    audit.write(session, viewer, audit.Action.SIGN_OUT, "officer", viewer.officer_id, detail={"ended": ended})
    return ended


def forget_device(session: Session, viewer: Viewer, device_id: str) -> None:
    """One of the own devices is known no longer."""
    devices.forget(session, viewer.officer_id, device_id)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "officer", viewer.officer_id, detail={"device": "gone"})


def change_password(store: Store, viewer: Viewer, token: str, old: str, new: str) -> None:
    """Choose another password, showing the present one; every other sign-in ends. Raises BadInput.

    The checks run outside the write lock. Wrong tries are counted for this sign-in.
    """
    place = throttle.place(Counted.FACTOR, viewer.officer_id, "password", token)
    with store.reading() as session:
        waiting = throttle.waits(session, [place])
        kept, name = session.connection().execute(
            select(Officer.password_hash, Officer.display_name).where(Officer.id == viewer.officer_id)
        ).one()  # fmt: skip
    if waiting or not hashing.is_right(kept, old):
        if not waiting:
            with store.writing() as session:
                throttle.count(session, [place])
        raise BadInput("This is not your present password, or you must wait a little after several.", field="old")
    passwords.check_password(new, viewer.login, viewer.unit_code, name)
    if new == old:
        raise BadInput("This is the password you have. Choose another.", field="password")
    new_hash = hashing.hashed(new)
    with store.writing() as session:
        throttle.clear(session, [place])
        sessions.end_all(session, viewer.officer_id, but=token)
        passwords.keep_hash(session, viewer.officer_id, new_hash)


def code_used_at(session: Session, officer_id: str) -> datetime | None:
    """When the officer last used a one-time code."""
    return (
        session.connection()
        .execute(
            select(AccessLink.used_at)
            .where(AccessLink.officer_id == officer_id, AccessLink.used_at.is_not(None))
            .order_by(AccessLink.used_at.desc())
            .limit(1)
        )
        .scalar()
    )
