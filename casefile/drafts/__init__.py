"""Forms that are being typed: kept until they are saved, and saved once."""

from casefile.drafts.defaults import case_rules
from casefile.drafts.keep import DraftLine, DraftView, Typed, discard, how_many_left, keep, list_of, read
from casefile.drafts.once import SavedBefore, amend_once, enter_once, saved_as

__all__ = [
    "DraftLine",
    "DraftView",
    "SavedBefore",
    "Typed",
    "amend_once",
    "case_rules",
    "discard",
    "enter_once",
    "how_many_left",
    "keep",
    "list_of",
    "read",
    "saved_as",
]
