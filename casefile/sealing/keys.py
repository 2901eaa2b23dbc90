"""Keys that lie in the database locked: with the installation's key, or with a passphrase that only people hold.

The installation's key is `GRIOT_SECRET_KEY`, or the file that stands for it: it lies outside the database and its
backups. Whoever has only those reads no search.
"""

from sqlalchemy.orm import Session

from casefile.sealing import boxes
from casefile.storage.store import secret_of


def lock(session: Session, key: bytes, what: str) -> bytes:
    return boxes.lock(_installations(session), key, what)


def unlock(session: Session, locked: bytes, what: str) -> bytes:
    """Raises Unreadable: the installation's key was changed."""
    return boxes.unlock(_installations(session), locked, what)


def _installations(session: Session) -> bytes:
    return boxes.derived(secret_of(session).encode(), "griot keys of searches")
