"""Webhooks of units, and their calls."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "webhook",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=True),
        sa.Column("former", sa.LargeBinary(), nullable=True),
        sa.Column("former_until", moment, nullable=True),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("removed_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_webhook_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook"),
    )
    op.create_index("ix_webhook_unit_id", "webhook", ["unit_id"])
    op.create_table(
        "webhook_call",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("webhook_id", sa.String(32), nullable=False),
        sa.Column("event", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", moment, nullable=True),
        sa.Column("sent_at", moment, nullable=True),
        sa.Column("dead_at", moment, nullable=True),
        sa.Column("last_status", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"], name="fk_webhook_call_webhook_id"),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_call"),
    )
    for column in ("webhook_id", "made_at", "next_at"):
        op.create_index(f"ix_webhook_call_{column}", "webhook_call", [column])


def downgrade() -> None:
    for name in ("webhook_call", "webhook"):
        op.drop_table(name)
