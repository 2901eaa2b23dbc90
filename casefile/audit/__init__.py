"""The trail: who did what, when and why, in a chain that shows an alteration."""

from casefile.audit.refusals import next_state, refuse
from casefile.audit.trail import (
    GENESIS,
    Action,
    Entry,
    append_now,
    one_at_a_time,
    row_hash,
    verify,
    write,
    write_many,
)

__all__ = [
    "GENESIS",
    "Action",
    "Entry",
    "append_now",
    "next_state",
    "one_at_a_time",
    "refuse",
    "row_hash",
    "verify",
    "write",
    "write_many",
]
