"""Acts that budgets count, and the alarms that coordinator and auditor see."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "act",
        sa.Column("id", COUNTED, autoincrement=True, nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_id", sa.String(48), nullable=False),
        sa.Column("run", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_act"),
    )
    op.create_index("ix_act_unit", "act", ["unit_id", "kind", "at"])
    op.create_index("ix_act_officer", "act", ["officer_id", "kind", "at"])
    op.create_index("ix_act_at", "act", ["at"])
    op.create_table(
        "alarm",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("cause", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=True),
        sa.Column("officer_id", sa.String(32), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_alarm"),
        sa.UniqueConstraint("day", "kind", "cause", name="uq_alarm_day"),
    )
    op.create_index("ix_alarm_last_at", "alarm", ["last_at"])


def downgrade() -> None:
    op.drop_table("alarm")
    op.drop_table("act")
