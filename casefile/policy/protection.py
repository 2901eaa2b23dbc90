"""Whom the law protects before it lets anybody find anybody: victims, minors, sources at risk."""

from collections.abc import Collection

from casefile.vocabulary import Protection, SubjectCategory

PROTECTED_CATEGORIES = frozenset({SubjectCategory.VICTIM})


def is_protected(category: SubjectCategory, protection: Collection[Protection]) -> bool:
    """Whether it touches a victim, a minor or a source at risk. Source: docs/sources/governance.md, "Record fields"."""
    return bool(protection) or category in PROTECTED_CATEGORIES
