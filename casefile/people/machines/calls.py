"""The calls of webhooks: written with what they tell, taken in hand by a worker, noted as taken or to be tried again.

Written in the transaction in which a unit is told of a pointer: none is lost, none invented. *Taken in hand* in one
transaction, sent, and *noted* in another: killed in between, it is sent again under the same id.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, and_, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import Conflict, NotThere
from casefile.people.machines.webhooks import REMOVED, webhook_named, webhook_of
from casefile.policy.network import webhooks as rules
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.sealing.keys import unlock
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Unit, Webhook, WebhookCall, new_id

AT_ONCE = 10
"""Calls of one turn, made side by side: a receiver that hangs holds up nobody else for longer than its 10 s."""
_LONGEST = rules.WAITS[-1]
_IN_FORCE = and_(Webhook.removed_at.is_(None), Unit.closed_at.is_(None))


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is to be made now. `secrets`: by which it is signed; none where the installation's key is lost."""

    id: str
    webhook_id: str
    url: str
    event: str
    subject: str
    made_at: datetime
    tries: int
    """With this one."""
    secrets: tuple[bytes, ...]


def told(session: Session, pointers: Iterable[tuple[str, str]], moment: datetime) -> None:
    """These units are told of these pointers: (unit, pointer). One call for each webhook of the unit in force."""
    by_unit: dict[str, list[str]] = {}
    for unit_id, pointer_id in pointers:
        by_unit.setdefault(unit_id, []).append(pointer_id)
    if not by_unit:
        return
    held = select(Webhook.id, Webhook.unit_id).join(Unit, Unit.id == Webhook.unit_id)
    rows = session.connection().execute(held.where(_IN_FORCE, among(Webhook.unit_id, list(by_unit)))).all()
    calls = [
        _row(row.id, rules.NOTIFIED, pointer_id, moment) | {"next_at": moment}
        for row in rows
        for pointer_id in by_unit[row.unit_id]
    ]
    if calls:
        session.connection().execute(insert(WebhookCall), calls)


def waits(session: Session, now: datetime) -> bool:
    """Whether a call is due."""
    return bool(session.connection().execute(select(exists().where(_due(now)))).scalar_one())


def take_due(session: Session, now: datetime) -> list[Call]:
    """The calls that are due and nobody else has in hand. For the schedule."""
    connection, found = session.connection(), list[Call]()
    chosen = _calls().where(_due(now), _IN_FORCE).order_by(WebhookCall.next_at, WebhookCall.id).limit(AT_ONCE)
    for row in connection.execute(chosen).all():
        mine = (WebhookCall.id == row.id, WebhookCall.tries == row.tries, WebhookCall.next_at.is_not(None))
        if row.tries > len(rules.WAITS):  # a worker ended with it in hand the last time too
            connection.execute(update(WebhookCall).where(*mine).values(dead_at=now, next_at=None))
            continue
        taken = {"tries": row.tries + 1, "next_at": now + rules.HELD}
        if connection.execute(update(WebhookCall).where(*mine).values(**taken)).rowcount:
            found.append(_call(session, row, now))
    return found


def note(session: Session, call: Call, status: str, *, taken: bool) -> None:
    """What came of it: the receiver has it, or it is tried again, or it is given up."""
    moment = tables.now()
    mine = [WebhookCall.id == call.id, WebhookCall.sent_at.is_(None)]
    if taken:
        noted: dict[str, object] = {"sent_at": moment, "dead_at": None, "next_at": None}
    elif call.event == rules.TEST:  # somebody looks at what it met; nothing is told, so nothing is tried again
        noted = {"next_at": None}
    else:
        mine.append(WebhookCall.tries == call.tries)  # else another worker has it in hand
        wait = rules.wait(call.tries)
        noted = {"next_at": moment + wait} if wait else {"dead_at": moment, "next_at": None}
    session.connection().execute(update(WebhookCall).where(*mine).values(last_status=status, **noted))


def trial_of(session: Session, viewer: Viewer, name: str) -> Call:
    """A call to the webhook of this name that tells nothing. Kept by `note_trial` alone. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    view, moment = webhook_named(session, viewer, name), tables.now()
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "webhook", view.id, detail={"tested": True})
    chosen = select(Webhook.__table__).join(Unit, Unit.id == Webhook.unit_id).where(Webhook.id == view.id, _IN_FORCE)
    row = session.connection().execute(chosen).first()
    if row is None:
        raise NotThere("There is no webhook %(name)s in force.", name=name)
    secrets = _secrets(session, row.id, row, moment)
    return Call(new_id(), row.id, row.url, rules.TEST, new_id(), moment, 1, secrets)


def order_trial(session: Session, viewer: Viewer, webhook_id: str) -> None:
    """The worker is to call the webhook once with what tells nothing; what it met stands among its calls.

    Raises Conflict when it was removed, NotThere.
    """
    require(viewer, Permission.ADMINISTER)
    view, moment = webhook_of(session, viewer, webhook_id), tables.now()
    if not view.in_force:
        raise Conflict(REMOVED)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "webhook", view.id, detail={"tested": True})
    session.connection().execute(insert(WebhookCall), _row(view.id, rules.TEST, new_id(), moment) | {"next_at": moment})


def note_trial(session: Session, call: Call, status: str) -> None:
    """The receiver took it: what was given up before no longer counts against the webhook."""
    row = _row(call.webhook_id, call.event, call.subject, call.made_at) | {"id": call.id, "tries": 1, "next_at": None}
    session.connection().execute(insert(WebhookCall), row | {"sent_at": tables.now(), "last_status": status})


def _row(webhook_id: str, event: str, subject: str, moment: datetime) -> dict[str, object]:
    return {"id": new_id(), "webhook_id": webhook_id, "event": event, "subject": subject, "made_at": moment,
            "tries": 0, "last_status": ""}  # fmt: skip


def _due(now: datetime) -> ColumnElement[bool]:
    """Further ahead than any wait: dated by a clock that was put back since."""
    return or_(WebhookCall.next_at <= now, WebhookCall.next_at > now + _LONGEST)


def _calls() -> "Select[*tuple[object, ...]]":
    return (
        select(WebhookCall.__table__, Webhook.url, Webhook.secret, Webhook.former, Webhook.former_until)
        .join(Webhook, Webhook.id == WebhookCall.webhook_id)
        .join(Unit, Unit.id == Webhook.unit_id)
    )


def _call(session: Session, row: "Row[*tuple[object, ...]]", now: datetime) -> Call:
    secrets = _secrets(session, row.webhook_id, row, now)
    return Call(row.id, row.webhook_id, row.url, row.event, row.subject, row.made_at, row.tries + 1, secrets)


def _secrets(session: Session, webhook_id: str, row: "Row[*tuple[object, ...]]", now: datetime) -> tuple[bytes, ...]:
    rotated = row.former is not None and row.former_until is not None and row.former_until > now
    locked = (row.secret, row.former) if rotated else (row.secret,)
    opened = [unlock(session, one, webhook_id) for one in locked if one is not None]
    return tuple(one.key for one in opened if one is not None)
