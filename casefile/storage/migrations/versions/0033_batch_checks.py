"""Lists that are checked as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "batch_check",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("kept", sa.LargeBinary(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.String(80), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("ordered_at", moment, nullable=True),
        sa.Column("finished_at", moment, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(32), nullable=True),
        sa.Column("claimed_until", moment, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_batch_check_unit_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_batch_check_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_batch_check"),
    )
    for column in ("unit_id", "officer_id", "made_at"):
        op.create_index(f"ix_batch_check_{column}", "batch_check", [column])
    op.create_table(
        "batch_line",
        sa.Column("check_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("lookup_id", sa.String(32), nullable=True),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("mark_latin", sa.String(64), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("records", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("answered_at", moment, nullable=True),
        sa.Column("seen_by", sa.String(32), nullable=True),
        sa.Column("seen_at", moment, nullable=True),
        sa.Column("made_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["check_id"], ["batch_check.id"], name="fk_batch_line_check_id"),
        sa.PrimaryKeyConstraint("check_id", "position", name="pk_batch_line"),
    )
    for column in ("lookup_id", "mark", "mark_latin", "made_at"):
        op.create_index(f"ix_batch_line_{column}", "batch_line", [column])
    op.create_index("ix_batch_line_answer", "batch_line", ["check_id", "answer"])


def downgrade() -> None:
    for name in ("batch_line", "batch_check"):
        op.drop_table(name)
