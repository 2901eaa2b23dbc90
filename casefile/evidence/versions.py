"""Which rules and which analysis of names an installation runs: versions, and hashes over the files that hold them."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import casefile
from casefile.evidence.contents import Versions
from casefile.matching import MODEL_VERSION
from casefile.storage.tables import FrequencyTable

ANALYSIS, RULES = ("names", "narrative"), ("matching", "policy")
"""Folders of `casefile`: what makes of a name what is compared; what decides that two agree, and who learns of it."""


def versions_of(session: Session, matched_by: str) -> Versions:
    """The version a hit was matched by, and what runs now."""
    newest = session.scalars(select(func.max(FrequencyTable.version))).one()
    return Versions(matched_by, MODEL_VERSION, _program(), _hash_of(ANALYSIS), _hash_of(RULES), newest)


def _program() -> str:
    try:
        return version("griot")
    except PackageNotFoundError:
        return ""


@lru_cache
def _hash_of(folders: Iterable[str]) -> str:
    """SHA-256 over the name and the bytes of every file, in the order of their names."""
    digest, root = hashlib.sha256(), Path(casefile.__file__).parent
    for path in sorted(path for folder in folders for path in (root / folder).rglob("*") if path.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
