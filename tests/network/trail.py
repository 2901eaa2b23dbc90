"""What the trail must not hold: everything that a database knows about persons, and the lines it stands in."""

from sqlalchemy import select

from casefile.storage.store import Store
from casefile.storage.tables import (
    Audit,
    IdentifierRow,
    IdentityRow,
    NameRow,
    PlaceRow,
    RecordVersion,
    WatchVersion,
)

PERSONAL = (
    NameRow.text, IdentifierRow.value, PlaceRow.text, IdentityRow.narrative, RecordVersion.suspicion_note,
    WatchVersion.ground,
)  # fmt: skip
"""Columns that say who somebody is, and why somebody is looked for."""
LEAST = 4
"""Characters: what is shorter stands in other words too."""


def personal_texts(store: Store) -> set[str]:
    with store.reading() as session:
        found = {text for column in PERSONAL for text in session.scalars(select(column).distinct())}
    return {text for text in found if text and len(text) >= LEAST}


def said_by_the_trail(store: Store, texts: set[str]) -> list[str]:
    """Lines in which one of the texts stands: action, subject, text."""
    with store.reading() as session:
        rows = session.execute(select(Audit.action, Audit.subject_kind, Audit.subject_id, Audit.reason, Audit.detail))
        lines = [(row.action, row.subject_kind, f"{row.subject_id} {row.reason} {row.detail}") for row in rows]
    return [f"{action} {kind}: {text}" for action, kind, line in lines for text in texts if text in line]
