"""Secrets that the portal must be able to read again: sealed under the home's key, which is not in the database.

AES-128-CBC with HMAC-SHA-256 (Fernet), under a key derived from the home's own (HKDF-SHA-256).
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy.orm import Session

from casefile.errors import SetupError
from casefile.sealing import boxes
from casefile.storage.store import secrets_of


def seal(session: Session, text: str) -> str:
    """Under the home's present key, with which the store was opened."""
    return _fernet(secrets_of(session)[0]).encrypt(text.encode()).decode()


def unseal(session: Session, sealed: str) -> tuple[str, bool]:
    """The text, and whether it was sealed under a former key. Raises SetupError when no key opens it."""
    for number, key in enumerate(secrets_of(session)):
        try:
            return _fernet(key).decrypt(sealed.encode()).decode(), number > 0
        except InvalidToken:
            continue
    raise SetupError(
        "A second factor was sealed under another GRIOT_SECRET_KEY. Give that one as GRIOT_SECRET_KEY_BEFORE."
    )


@lru_cache(maxsize=4)
def _fernet(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(boxes.derived(key.encode(), "griot second factor")))
