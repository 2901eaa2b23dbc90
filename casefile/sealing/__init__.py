"""What was typed into a search, kept from whoever reads the database: sealed to the auditors, locked for the unit."""

from casefile.sealing.auditors import key_of, open_sealed, seal_for_auditors, set_passphrase
from casefile.sealing.history import drop_old, keep, keep_days, kept, mark, old_ones, set_days
from casefile.sealing.keys import lock_again
from casefile.sealing.older import asked_for, seal_older

__all__ = [
    "asked_for",
    "drop_old",
    "keep",
    "keep_days",
    "lock_again",
    "kept",
    "mark",
    "key_of",
    "old_ones",
    "open_sealed",
    "seal_older",
    "seal_for_auditors",
    "set_days",
    "set_passphrase",
]
