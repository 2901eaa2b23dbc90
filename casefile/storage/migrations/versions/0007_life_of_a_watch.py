"""Watches that are wide or wait for approval, units that ask for it, and notices of what became of a watch."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("unit", sa.Column("approves_watches", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("watch", sa.Column("wide", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("watch", sa.Column("asked_by", sa.String(32), nullable=True))
    op.add_column("watch", sa.Column("approved_by", sa.String(32), nullable=True))
    op.create_table(
        "watch_notice",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("watch_id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("about", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name="fk_watch_notice_watch_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_watch_notice_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_watch_notice"),
        sa.UniqueConstraint("watch_id", "kind", "about", name="uq_watch_notice_watch_id"),
    )
    op.create_index("ix_watch_notice_unit", "watch_notice", ["unit_id", "at"])


def downgrade() -> None:
    op.drop_table("watch_notice")
    op.drop_column("watch", "approved_by")
    op.drop_column("watch", "asked_by")
    op.drop_column("watch", "wide")
    op.drop_column("unit", "approves_watches")
