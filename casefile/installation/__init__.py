"""Whose everything is: the installation's id, kept in its database and its home, and its mark on the index."""

from casefile.installation.identity import fits, id_of, identified, note_in, renamed
from casefile.installation.marks import (
    Doubt,
    Standing,
    check,
    doubt,
    fenced,
    forget,
    forget_all,
    known,
    note,
    put_in_doubt,
    standing,
    trusted,
)

__all__ = [
    "Doubt",
    "Standing",
    "check",
    "doubt",
    "fenced",
    "fits",
    "forget",
    "forget_all",
    "id_of",
    "identified",
    "known",
    "note",
    "note_in",
    "put_in_doubt",
    "renamed",
    "standing",
    "trusted",
]
