"""Time: records are reviewed ahead, extended or let go, held by order; and what is over is destroyed for good."""

from casefile.retention.holds import Hold, ask_hold, ask_lifting, confirm, refuse_hold
from casefile.retention.review import extend
from casefile.retention.schedule import anything_due, run, run_now
from casefile.retention.views import Dated, Waiting, dated, due, held, leaving, waiting

__all__ = [
    "Dated",
    "Hold",
    "Waiting",
    "anything_due",
    "ask_hold",
    "ask_lifting",
    "confirm",
    "dated",
    "due",
    "extend",
    "held",
    "leaving",
    "refuse_hold",
    "run",
    "run_now",
    "waiting",
]
