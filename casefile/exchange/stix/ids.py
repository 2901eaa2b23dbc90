"""Ids of a bundle's objects: worked out, so that the same thing has the same id in every bundle of every installation
that knows it by the same key."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid5

NAMESPACE: Final = UUID("6b0c3c63-1f0e-5a44-9a55-0f6f1d4d7c21")
"""Of Griot alone. STIX keeps its own for what it computes itself."""
FIXED: Final = "2026-01-01T00:00:00.000Z"
"""When what is never changed was made: markings, the extension, units."""


def stix_id(kind: str, key: str) -> str:
    """The id of an object of this type."""
    return f"{kind}--{uuid5(NAMESPACE, f'{kind}/{key}')}"


def bundle_id(reference: str) -> str:
    """A bundle bears the reference of its line in the trail: a file that turns up leads to who took it.

    All but the two digits that say which kind of UUID it is (RFC 9562); the first twelve are those of the reference.
    """
    return f"bundle--{UUID(reference, version=4)}"


def instant(moment: datetime) -> str:
    """A moment as STIX writes it: UTC, milliseconds."""
    at = moment.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"
