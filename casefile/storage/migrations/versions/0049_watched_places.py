"""The keys by which planned operations meet watches on departures. The worker writes those of watches that stand."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

LANE = "watched_places"
"""Of the backlog: what people enter goes before it."""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "event_key",
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("over_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "key", name="pk_event_key"),
    )
    op.create_index("ix_event_key_key", "event_key", ["key"])
    op.create_index("ix_event_key_over_at", "event_key", ["over_at"])
    kind = sa.Column("kind", sa.String(32), nullable=False, server_default="operation")
    op.add_column("operation_meeting", kind)
    _ask_worker(op.get_bind())


def downgrade() -> None:
    op.execute("DELETE FROM outbox WHERE topic = 'operation' AND subject_id IN (SELECT id FROM watch)")
    op.execute("DELETE FROM operation_meeting WHERE kind = 'watch'")
    op.drop_column("operation_meeting", "kind")
    op.drop_table("event_key")


def _ask_worker(bind: sa.Connection) -> None:
    """A row of the outbox for each watch on an event that stands: its keys are worked out from what it says, and it is
    compared as one just registered."""
    moment = sa.DateTime(timezone=True)
    now: datetime = bind.execute(sa.select(sa.func.now())).scalar_one()
    watch = sa.table("watch", *map(sa.column, ("id", "kind", "state", "version")))
    names = ("topic", "subject_id", "version", "stage", "attempts", "refusals", "reason", "lane", "request_id")
    outbox = sa.table(
        "outbox", *map(sa.column, names), sa.column("created_at", moment), sa.column("available_at", moment)
    )
    stand = sa.and_(watch.c.kind == "event", watch.c.state.in_(["active", "broken"]))
    written: dict[str, object] = {
        "topic": "operation", "stage": "match", "attempts": 0, "refusals": 0, "reason": "", "lane": LANE,
        "request_id": "", "created_at": now, "available_at": now,
    }  # fmt: skip
    values = [
        sa.literal(value, outbox.c[name].type if name.endswith("_at") else None) for name, value in written.items()
    ]
    rows = sa.select(watch.c.id, watch.c.version, *values).where(stand).order_by(watch.c.id)
    bind.execute(sa.insert(outbox).from_select(["subject_id", "version", *written], rows))
