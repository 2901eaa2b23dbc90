"""Passwords as they are kept: argon2id, one run whoever asks."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1  # OWASP's least for argon2id: 19 MiB, two passes, one lane
MAX_PASSWORD = 256


def hashed(password: str) -> str:
    return _hasher().hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether it is this password. Takes as long where there is no hash: the time must not tell."""
    _decoy()  # made at the first sign-in of the process, whoever it is
    try:
        return _hasher().verify(password_hash or _decoy(), password[:MAX_PASSWORD]) and bool(password_hash)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other figures than today's."""
    return _hasher().check_needs_rehash(password_hash)


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID)


@lru_cache(maxsize=1)
def _decoy() -> str:
    """A hash nobody has the password of."""
    return hashed(secrets.token_urlsafe(32))
