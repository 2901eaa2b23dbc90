"""What processes say of themselves: heartbeats, counters, how signals stand for the alarms; a row's request."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("request_id", sa.String(64), nullable=False, server_default=""))
    op.create_table(
        "heartbeat",
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.Float(), nullable=False),
    )
    op.create_table(
        "health_standing",
        sa.Column("signal", sa.String(32), primary_key=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bad_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced", sa.Integer(), nullable=False),
        sa.Column("mailed", sa.Integer(), nullable=False),
        sa.Column("posted", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("outbox", "request_id")
    for table in ("health_standing", "counter", "heartbeat"):
        op.drop_table(table)
