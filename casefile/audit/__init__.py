"""The trail: who did what, when and why, in a chain that shows an alteration."""

from casefile.audit.refusals import refuse
from casefile.audit.trail import (
    GENESIS,
    Action,
    Entry,
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
    "one_at_a_time",
    "refuse",
    "row_hash",
    "verify",
    "write",
    "write_many",
]
