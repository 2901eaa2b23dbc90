"""The auditors' key pair: every search is sealed to its public half, and only its private half opens it.

Until the auditors set a passphrase the private half is locked with the installation's key: whoever holds that and the
database could open a seal. With a passphrase nobody can who does not know it, and nobody can restore it.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple

import orjson
from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from casefile.errors import N_, BadInput, Conflict
from casefile.policy.oversight.trail import check_passphrase
from casefile.sealing import boxes, keys
from casefile.storage import tables
from casefile.storage.tables import AuditorKey, Lookup, new_id
from casefile.vocabulary import Json

WRONG = N_("This is not the auditors’ passphrase for this search.")
NOTHING_SEALED = N_("Nothing was sealed of this search.")
_KEY = "griot_auditors_key"


class KeyState(NamedTuple):
    """A key as a page shows it: whether a passphrase guards it."""

    id: str
    by_passphrase: bool


class Sealed(NamedTuple):
    """What was typed, sealed, and the key it was sealed to."""

    box: bytes
    key_id: str


def seal_for_auditors(session: Session, unit_id: str, form: Mapping[str, Json]) -> Sealed:
    """What was typed, as only the auditors read it. Without a passphrase a unit's first search makes its key."""
    known: dict[str, tuple[str, bytes]] = session.info.setdefault(_KEY, {})
    held = known.get(unit_id) or _newest(session, unit_id) or _new(session, "", None, unit_id)
    known[unit_id] = held
    return Sealed(boxes.seal(held[1], orjson.dumps(dict(form))), held[0])


def _newest(session: Session, unit_id: str) -> tuple[str, bytes] | None:
    """Id and public half of the key that counts for the unit; None where there is none, or its private half no longer
    opens: nothing may be sealed that nobody can open."""
    columns = (AuditorKey.id, AuditorKey.public, AuditorKey.locked, AuditorKey.salt)
    known = select(*columns).where(or_(AuditorKey.unit_id.is_(None), AuditorKey.unit_id == unit_id))
    found = session.connection().execute(known.order_by(AuditorKey.made_at.desc(), AuditorKey.id).limit(1)).first()
    if found is None:
        return None
    if not found.salt:
        opened = keys.unlock(session, found.locked, found.id)
        if opened is None:
            return None
        if opened.by_former:
            again = keys.lock(session, opened.key, found.id)
            session.connection().execute(update(AuditorKey).where(AuditorKey.id == found.id).values(locked=again))
    return found.id, found.public


def set_passphrase(session: Session, officer_id: str, passphrase: str) -> str:
    """From now on the searches of all units are sealed to a new key that this passphrase guards. Returns the key's id.

    What was sealed before still opens with what guarded it then.
    """
    check_passphrase(passphrase)
    session.info.pop(_KEY, None)
    return _new(session, passphrase, officer_id)[0]


def _new(session: Session, passphrase: str, officer_id: str | None, unit_id: str | None = None) -> tuple[str, bytes]:
    public, private = boxes.new_pair()
    key_id, salt = new_id(), os.urandom(boxes.SALT_BYTES) if passphrase else b""
    locked = (
        boxes.lock(boxes.stretched(passphrase, salt), private, key_id)
        if passphrase
        else keys.lock(session, private, key_id)
    )
    row = {"id": key_id, "public": public, "locked": locked, "salt": salt, "made_at": tables.now()}
    session.connection().execute(insert(AuditorKey), {**row, "made_by": officer_id, "unit_id": unit_id})
    return key_id, public


def key_of(session: Session, search_id: str | None = None) -> KeyState | None:
    """The key a search was sealed to; without one the newest that bears a passphrase. None where there is none."""
    wanted = select(AuditorKey.id, AuditorKey.salt)
    if search_id is None:
        everybodys = wanted.where(AuditorKey.unit_id.is_(None))
        wanted = everybodys.order_by(AuditorKey.made_at.desc(), AuditorKey.id).limit(1)
    else:
        wanted = wanted.join(Lookup, Lookup.auditor_key_id == AuditorKey.id).where(Lookup.id == search_id)
    found = session.connection().execute(wanted).first()
    return KeyState(found.id, bool(found.salt)) if found else None


def open_sealed(session: Session, search_id: str, passphrase: str = "") -> dict[str, Json]:
    """What was typed into a search. Who may ask for it `casefile.auditing` decides. Raises BadInput, Unreadable."""
    wanted = select(Lookup.sealed, AuditorKey.id, AuditorKey.locked, AuditorKey.salt)
    joined = wanted.outerjoin(AuditorKey, AuditorKey.id == Lookup.auditor_key_id)
    row = session.connection().execute(joined.where(Lookup.id == search_id)).first()
    if row is None or row.sealed is None:
        raise Conflict(NOTHING_SEALED)
    private = _private(session, row.id, row.locked, row.salt, passphrase)
    opened: dict[str, Json] = orjson.loads(boxes.unseal(private, row.sealed))
    return opened


def _private(session: Session, key_id: str, locked: bytes, salt: bytes, passphrase: str) -> bytes:
    if not salt:
        opened = keys.unlock(session, locked, key_id)
        if opened is None:
            raise boxes.Unreadable(boxes.UNREADABLE)
        return opened.key
    try:
        return boxes.unlock(boxes.stretched(passphrase, salt), locked, key_id)
    except boxes.Unreadable as error:
        raise BadInput(WRONG, field="passphrase") from error
