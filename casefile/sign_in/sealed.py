"""Secrets that the portal must be able to read again: sealed under the home's key, which is not in the database.

AES-128-CBC with HMAC-SHA-256 (Fernet), under a key derived from the home's own (HKDF-SHA-256).
"""

import base64
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from casefile.errors import SetupError

_PURPOSE = b"griot second factor"


def seal(text: str, keys: Sequence[str]) -> str:
    """`keys`: the home's, the present one first."""
    return _fernet(keys[0]).encrypt(text.encode()).decode()


def unseal(sealed: str, keys: Sequence[str]) -> tuple[str, bool]:
    """The text, and whether it was sealed under a former key. Raises SetupError when no key opens it."""
    for number, key in enumerate(keys):
        try:
            return _fernet(key).decrypt(sealed.encode()).decode(), number > 0
        except InvalidToken:
            continue
    raise SetupError(
        "A second factor was sealed under another GRIOT_SECRET_KEY. Give that one as GRIOT_SECRET_KEY_BEFORE."
    )


@lru_cache(maxsize=4)
def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=_PURPOSE).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
