"""What must still reach the index or a reader, written in the transaction that made it necessary."""

from casefile.outbox.backlog import (
    Backlog,
    DeadLetter,
    dead_letters,
    pending_subjects,
    read_backlog,
    retry_dead_letters,
)
from casefile.outbox.queue import (
    FIRST_STAGE,
    MAX_ATTEMPTS,
    MAX_WAIT_S,
    PEOPLE,
    Due,
    PendingItem,
    advance,
    claim,
    complete,
    count_due,
    enqueue,
    enqueue_many,
    fail,
    release,
)
from casefile.outbox.worker_name import WorkerName, this_host

__all__ = [
    "FIRST_STAGE",
    "MAX_WAIT_S",
    "MAX_ATTEMPTS",
    "PEOPLE",
    "Backlog",
    "PendingItem",
    "WorkerName",
    "DeadLetter",
    "advance",
    "claim",
    "count_due",
    "Due",
    "read_backlog",
    "fail",
    "enqueue",
    "enqueue_many",
    "pending_subjects",
    "dead_letters",
    "release",
    "complete",
    "retry_dead_letters",
    "this_host",
]
