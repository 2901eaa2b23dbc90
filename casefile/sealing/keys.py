"""Keys that lie in the database locked: with the installation's key, or with a passphrase that only people hold.

The installation's key is `GRIOT_SECRET_KEY`, or the file that stands for it: it lies outside the database and its
backups. Whoever has only those reads no search. While it is rotated the former one still opens what it locked.
"""

from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile.sealing import boxes
from casefile.storage.store import secrets_of
from casefile.storage.tables import AuditorKey, Post, UnitKey, Webhook


class Opened(NamedTuple):
    """A key, and whether a former key of the installation had locked it: then it is to be locked again."""

    key: bytes
    by_former: bool


def lock(session: Session, key: bytes, what: str) -> bytes:
    return boxes.lock(_derived(secrets_of(session)[0]), key, what)


def unlock(session: Session, locked: bytes, what: str) -> Opened | None:
    """None where no key of the installation opens it: it was changed without keeping the former one."""
    for number, secret in enumerate(secrets_of(session)):
        try:
            return Opened(boxes.unlock(_derived(secret), locked, what), number > 0)
        except boxes.Unreadable:
            continue
    return None


def lock_again(session: Session) -> int:
    """Lock with the installation's present key all that a former one locked; how many there were.

    What is not used meanwhile would else be locked with a key that is gone: a quiet unit's history, searches sealed
    long ago, the secret of a webhook.
    """
    stood = 0
    bare = AuditorKey.salt == b""  # a passphrase is no key of the installation
    for table, name, column, where in (
        (UnitKey, UnitKey.unit_id, UnitKey.locked, UnitKey.locked.is_not(None)),
        (AuditorKey, AuditorKey.id, AuditorKey.locked, bare),
        (Post, Post.id, Post.locked, Post.ended_at.is_(None)),
        (Webhook, Webhook.id, Webhook.secret, Webhook.secret.is_not(None)),
        (Webhook, Webhook.id, Webhook.former, Webhook.former.is_not(None)),
    ):
        for what, locked in session.connection().execute(select(name, column).where(where)).all():
            opened = unlock(session, locked, what) if locked else None
            if opened is not None and opened.by_former:
                again = {column.key: lock(session, opened.key, what)}
                session.connection().execute(update(table).where(name == what).values(**again))
                stood += 1
    return stood


@lru_cache(maxsize=8)
def _derived(secret: str) -> bytes:
    return boxes.derived(secret.encode(), "griot keys of searches")
