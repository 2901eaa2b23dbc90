"""What must still reach the index or a reader, written in the transaction that made it necessary."""

from casefile.outbox.backlog import Debt, Parked, debt, owed_subjects, parked, unpark
from casefile.outbox.queue import (
    FIRST_STAGE,
    LONGEST_WAIT_S,
    MAX_ATTEMPTS,
    OwedItem,
    advance,
    claim,
    fail,
    owe,
    owe_many,
    release,
    settle,
)

__all__ = [
    "FIRST_STAGE",
    "LONGEST_WAIT_S",
    "MAX_ATTEMPTS",
    "Debt",
    "OwedItem",
    "Parked",
    "advance",
    "claim",
    "debt",
    "fail",
    "owe",
    "owe_many",
    "owed_subjects",
    "parked",
    "release",
    "settle",
    "unpark",
]
