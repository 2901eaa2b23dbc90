"""Planned operations meet records of events, whose keys stand with those of watches. The worker writes those of the
records that stand."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

LANE = "recorded_events"
"""Of the backlog: what people enter goes before it."""


def upgrade() -> None:
    _ask_worker(op.get_bind())


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE topic = 'operation' AND subject_id IN (SELECT id FROM record)")
    op.execute("DELETE FROM operation_meeting WHERE kind = 'record'")
    op.execute("DELETE FROM event_key WHERE subject_id NOT IN (SELECT id FROM watch)")


def _ask_worker(bind: sa.Connection) -> None:
    """A row of the outbox for each record of an event that stands: its keys are worked out from what it says, and it is
    compared as one just entered."""
    moment = sa.DateTime(timezone=True)
    now: datetime = bind.execute(sa.select(sa.func.now())).scalar_one()
    record = sa.table("record", *map(sa.column, ("id", "kind", "state", "version")))
    names = ("topic", "subject_id", "version", "stage", "attempts", "refusals", "reason", "lane", "request_id")
    outbox = sa.table(
        "outbox", *map(sa.column, names), sa.column("created_at", moment), sa.column("available_at", moment)
    )
    stand = sa.and_(record.c.kind == "event", record.c.state.in_(["active", "review_due", "extended", "hold"]))
    written: dict[str, object] = {
        "topic": "operation", "stage": "match", "attempts": 0, "refusals": 0, "reason": "", "lane": LANE,
        "request_id": "", "created_at": now, "available_at": now,
    }  # fmt: skip
    values = [
        sa.literal(value, outbox.c[name].type if name.endswith("_at") else None) for name, value in written.items()
    ]
    rows = sa.select(record.c.id, record.c.version, *values).where(stand).order_by(record.c.id)
    bind.execute(sa.insert(outbox).from_select(["subject_id", "version", *written], rows))
