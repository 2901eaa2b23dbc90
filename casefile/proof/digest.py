"""Digests of stored rows, and what one leaf of the tree is made of.

A row's values are taken as SQLite stores them (PostgreSQL's are brought into the same form, `casefile.storage.proven`),
in the order of their columns' names, as JSON; so the same content has the same form on both. A digest is SHA-256 over
16 random bytes and that JSON. The random bytes, the *salt*, are kept as long as the content and destroyed with it:
afterwards the digest tells nobody whether a guess is right, the operator included.
"""

from collections.abc import Sequence
from hashlib import sha256

import orjson

FORMAT = 1
"""Stored with each leaf. A later format may take further columns in; leaves of this one stay as they are."""
SALT_BYTES = 16
GONE = "gone"
"""The mark of a leaf that says that its subject was destroyed or taken away by Griot itself."""
BACKFILL = "backfill"
"""The mark of a leaf over what stood in the database before there were leaves: it proves nothing of earlier times."""

PADDING = "padding"
"""The mark of a leaf that stands for nothing: so many of them, by chance, that sizes do not tell what happened."""


def digest(salt: bytes, content: Sequence[object]) -> bytes:
    """The keyed hash of content, 32 bytes. Bytes in it, a picture or a part of a file, count by their own hash."""
    return sha256(salt + orjson.dumps(content, default=_of_bytes)).digest()


def _of_bytes(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return f"sha256:{sha256(value).hexdigest()}"
    raise TypeError(type(value))


def leaf_data(
    seq: int, subject: tuple[str, str, int | None], mark: str, form: int, digests: tuple[bytes | None, bytes | None]
) -> bytes:
    """The data of a content leaf: what its hash in the tree is over. `subject`: kind, key, version.

    `digests`: of the row, of the version.
    """
    shown = [part.hex() if part is not None else None for part in digests]
    return orjson.dumps(["leaf", seq, *subject, mark, form, *shown])


def line_data(seq: int, row_hash: str) -> bytes:
    """The data of an audit line's leaf; the line's own hash is over all of its columns and the line before."""
    return orjson.dumps(["audit", seq, row_hash])
