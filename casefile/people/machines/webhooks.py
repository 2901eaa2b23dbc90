"""Webhooks of a unit: made, listed, given another secret, removed; by the home's own command line, or by an
administrator of the unit itself.

A webhook tells a machine of the unit that the unit has a pointer to read. The secret is given once; the database holds
it locked with the installation's key.
"""

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, N_, BadInput, Conflict, NotAllowed, NotThere
from casefile.people.units import unit_by_code
from casefile.policy.logins import clean_login
from casefile.policy.network import webhooks as rules
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.sealing.keys import lock
from casefile.storage import tables
from casefile.storage.tables import Unit, Webhook, WebhookCall, new_id
from casefile.vocabulary import Json, UnitKind

LONGEST_URL = 500
NOT_HERE = "The webhook of another unit is made on the command line: griot webhook add."
REMOVED = N_("This webhook was removed.")
MOST_CALLS = 20
"""The newest calls of a webhook that are shown."""
NO_ADDRESS = "Write the whole address of the receiver, such as https://hook.example.org/griot."
NOT_ALLOWED = "Calls go to public addresses under https:// alone. Another one is listed in GRIOT_WEBHOOK_PRIVATE first."


@dataclass(frozen=True, slots=True)
class WebhookView:
    """A webhook as whoever runs the installation sees it; the secret nobody sees again."""

    id: str
    name: str
    unit_code: str
    url: str
    made_at: datetime
    removed_at: datetime | None
    former_until: datetime | None
    pending: int
    dead: int
    """Calls that were given up since one was last taken."""
    last_sent_at: datetime | None
    last_status: str

    @property
    def in_force(self) -> bool:
        return self.removed_at is None


@dataclass(frozen=True, slots=True)
class CallView:
    """A call as the page shows it: when, what came of it, and never of which pointer."""

    made_at: datetime
    test: bool
    tries: int
    waits: bool
    sent_at: datetime | None
    dead_at: datetime | None
    status: str


@dataclass(frozen=True, slots=True)
class Made:
    """What is given once."""

    view: WebhookView
    secret: str


def add_webhook(
    session: Session, viewer: Viewer, name: str, *, unit: str, url: str, listed: Collection[str] = ()
) -> Made:
    """Make a webhook for the unit of this code. Raises BadInput, Conflict, NotAllowed, NotThere.

    `listed`: hosts and networks that are not public and may be called all the same.
    """
    require(viewer, Permission.ADMINISTER)
    name, held, url = clean_login(name), unit_by_code(session, unit), url.strip()
    if not rules.keeps(viewer, held.id):
        raise NotAllowed(NOT_HERE)
    if not held.open or held.kind is UnitKind.SOURCE:
        raise Conflict("This unit has no officers, or has left the network: it cannot be given a webhook.")
    _check_url(url, listed)
    audit.one_at_a_time(session)
    if _views(session, Webhook.name == name, Webhook.removed_at.is_(None)):
        raise Conflict("There is a webhook of this name in force. Remove it first, or choose another name.")
    webhook_id, secret = new_id(), os.urandom(rules.SECRET_BYTES)
    row = {"id": webhook_id, "unit_id": held.id, "name": name, "url": url, "made_at": tables.now(),
           "secret": lock(session, secret, webhook_id)}  # fmt: skip
    session.connection().execute(insert(Webhook), row)
    _note(session, viewer, webhook_id, {"added": True, "unit": held.id})
    return Made(_views(session, Webhook.id == webhook_id)[0], rules.secret_text(secret))


def webhooks_of(session: Session, viewer: Viewer) -> list[WebhookView]:
    """All webhooks that are the viewer's to keep, those in force first, then by unit and name."""
    require(viewer, Permission.ADMINISTER)
    return sorted(
        _views(session, *_kept_by(viewer)), key=lambda one: (not one.in_force, one.unit_code, one.name, one.id)
    )


def webhook_named(session: Session, viewer: Viewer, name: str) -> WebhookView:
    """The webhook of this name that is in force. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    found = _views(session, Webhook.name == name.strip().lower(), Webhook.removed_at.is_(None), *_kept_by(viewer))
    if not found:
        raise NotThere("There is no webhook %(name)s in force.", name=name)
    return found[0]


def webhook_of(session: Session, viewer: Viewer, webhook_id: str) -> WebhookView:
    """One webhook by its id, removed or not. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    found = _views(session, Webhook.id == webhook_id, *_kept_by(viewer))
    if not found:
        raise NotThere(MISSING)
    return found[0]


def calls_of(session: Session, viewer: Viewer, webhook_id: str) -> list[CallView]:
    """Its newest calls, the newest first. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    held = webhook_of(session, viewer, webhook_id)
    newest = select(WebhookCall.__table__).where(WebhookCall.webhook_id == held.id)
    rows = session.connection().execute(newest.order_by(WebhookCall.made_at.desc(), WebhookCall.id).limit(MOST_CALLS))
    return [
        CallView(
            row.made_at, row.event == rules.TEST, row.tries, row.next_at is not None, row.sent_at, row.dead_at,
            row.last_status,
        )
        for row in rows
    ]  # fmt: skip


def rotate(session: Session, viewer: Viewer, webhook_id: str) -> Made:
    """Give it another secret; for a day calls are signed by the former one as well. Raises Conflict, NotThere."""
    require(viewer, Permission.ADMINISTER)
    webhook_of(session, viewer, webhook_id)
    secret = os.urandom(rules.SECRET_BYTES)
    until = tables.now() + rules.FORMER_GOOD
    changed = {"secret": lock(session, secret, webhook_id), "former": Webhook.secret, "former_until": until}
    mine = (Webhook.id == webhook_id, Webhook.removed_at.is_(None))
    if not session.connection().execute(update(Webhook).where(*mine).values(**changed)).rowcount:
        raise Conflict(REMOVED)
    _note(session, viewer, webhook_id, {"rotated": True})
    return Made(_views(session, Webhook.id == webhook_id)[0], rules.secret_text(secret))


def remove(session: Session, viewer: Viewer, webhook_id: str) -> WebhookView:
    """End it at once: its secrets go, and calls that wait. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    if webhook_of(session, viewer, webhook_id).in_force:
        gone = {"removed_at": tables.now(), "secret": None, "former": None, "former_until": None}
        session.connection().execute(update(Webhook).where(Webhook.id == webhook_id).values(**gone))
        waiting = (WebhookCall.webhook_id == webhook_id, WebhookCall.next_at.is_not(None))
        session.connection().execute(delete(WebhookCall).where(*waiting))
        _note(session, viewer, webhook_id, {"removed": True})
    return _views(session, Webhook.id == webhook_id)[0]


def _kept_by(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    """The rule of `keeps`, for a statement."""
    return (Webhook.unit_id == viewer.unit_id,) if viewer.officer_id else ()


def _note(session: Session, viewer: Viewer, webhook_id: str, detail: dict[str, Json]) -> None:
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "webhook", webhook_id, detail=detail)


def _check_url(url: str, listed: Collection[str]) -> None:
    """Raises BadInput. What a name stands for is looked up at each call, not here."""
    try:
        parts = urlsplit(url)
        fine = _is_whole(url, parts)
    except ValueError as error:
        raise BadInput(NO_ADDRESS, field="url") from error
    if not fine:
        raise BadInput(NO_ADDRESS, field="url")
    host = parts.hostname or ""
    try:
        literal = [str(ip_address(host))]
    except ValueError:
        literal = []
    plain = parts.scheme == "http"
    if (literal or (plain and host not in listed)) and not rules.may_go(parts.scheme, host, literal, listed):
        raise BadInput(NOT_ALLOWED, field="url")


def _is_whole(url: str, parts: SplitResult) -> bool:
    """Also without a password in it, which would stand in lists, and without what a line of a header would end at."""
    clean = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    return clean and named and parts.scheme in ("https", "http") and "@" not in parts.netloc and not parts.fragment


def _views(session: Session, *where: ColumnElement[bool]) -> list[WebhookView]:
    connection = session.connection()
    rows = connection.execute(
        select(Webhook.__table__, Unit.code).join(Unit, Unit.id == Webhook.unit_id).where(*where)
    ).all()
    return [_view(session, row) for row in rows]


def _view(session: Session, row: "Row[*tuple[object, ...]]") -> WebhookView:
    mine = WebhookCall.webhook_id == row.id
    taken = select(func.max(WebhookCall.sent_at, type_=tables.Moment())).where(mine)
    connection = session.connection()
    last_sent = connection.execute(taken).scalar_one()
    since = [] if last_sent is None else [WebhookCall.dead_at > last_sent]
    counted = select(func.count()).select_from(WebhookCall)
    pending = connection.execute(counted.where(mine, WebhookCall.next_at.is_not(None))).scalar_one()
    dead = connection.execute(counted.where(mine, WebhookCall.dead_at.is_not(None), *since)).scalar_one()
    newest = select(WebhookCall.last_status).where(mine, WebhookCall.tries > 0)
    status = connection.execute(newest.order_by(WebhookCall.made_at.desc(), WebhookCall.id).limit(1)).scalar()
    return WebhookView(
        row.id, row.name, row.code, row.url, row.made_at, row.removed_at, row.former_until, pending, dead, last_sent,
        status or "",
    )  # fmt: skip
