"""Two lanes in the queue; on PostgreSQL, tables that are written and emptied all day are kept small.

Rows that stand already are in the lane of people, as they were entered.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ALIVE = sa.text("dead_lettered_at IS NULL")

HOT = ("outbox", "act", "portal_session", "sign_in_count", "sign_in_step")
"""Rows come and go with each save or page."""
KEPT_SMALL = {
    "autovacuum_vacuum_scale_factor": "0.02",
    "autovacuum_vacuum_threshold": "500",
    "autovacuum_analyze_scale_factor": "0.02",
    "autovacuum_analyze_threshold": "500",
    "autovacuum_vacuum_cost_delay": "0",
}
"""After 500 rows and a fiftieth of the table, not after 50 and a fifth; at the pace of the disk."""
FILLFACTOR = {"fillfactor": "70"}
"""A lease changes a row in its own page, and no index with it."""


def upgrade() -> None:
    op.add_column("outbox", sa.Column("lane", sa.String(32), nullable=False, server_default=""))
    op.create_index("ix_outbox_lane", "outbox", ["lane", "id"], postgresql_where=ALIVE, sqlite_where=ALIVE)
    if op.get_bind().dialect.name == "postgresql":
        for table in HOT:
            settings = KEPT_SMALL | (FILLFACTOR if table == "outbox" else {})
            said = ", ".join(f"{name} = {value}" for name, value in settings.items())
            op.execute(f"ALTER TABLE {table} SET ({said})")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in HOT:
            settings = KEPT_SMALL | (FILLFACTOR if table == "outbox" else {})
            op.execute(f"ALTER TABLE {table} RESET ({', '.join(settings)})")
    op.drop_index("ix_outbox_lane", "outbox")
    op.drop_column("outbox", "lane")
