"""A judgement can be undone for some seconds, before anybody is notified of it.

Until then it is held: nothing of it has happened, so that taking it back leaves nothing behind, for anybody. After it
the judgement is in force, and is corrected by judging the hit again.
"""

from datetime import datetime, timedelta

MAX_WITHIN = timedelta(seconds=60)
"""The longest that `GRIOT_UNDO_S` may say: whom it concerns waits no longer than this for what presses."""
SLACK = timedelta(seconds=30)
"""By so much two readings of one clock may differ (`outbox.queue.SLACK_S`) before a moment is disbelieved."""

OVERDUE_AFTER = timedelta(seconds=60)
"""A worker looks every few seconds: what is held so long after its time is carried out by nobody."""


def is_due(due_at: datetime, now: datetime) -> bool:
    """Whether a held judgement takes effect: its time is over, or was written by a clock that was wrong."""
    return due_at <= now or due_at > now + MAX_WITHIN + SLACK


def may_undo(officer_id: str, judged_by: str, due_at: datetime, now: datetime) -> bool:
    """Whether this officer may take the judgement back: who made it, as long as it is held."""
    return officer_id == judged_by and not is_due(due_at, now)
