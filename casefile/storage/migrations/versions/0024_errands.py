"""Errands; the order of a search's answer; searches kept to be asked again."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=False)


def _when(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [other], name=f"fk_{table}_{column}")


def upgrade() -> None:
    op.create_table(
        "errand",
        _id("id"),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _id("officer_id"),
        _id("unit_id"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.String(80), nullable=False),
        _id("purpose"),
        _when("begun_at"),
        _when("ends_at"),
        _when("ended_at", empty=True),
        _to("errand", "token_hash", "portal_session.token_hash"),
        _to("errand", "officer_id", "officer.id"),
        sa.PrimaryKeyConstraint("id", name="pk_errand"),
    )
    for column in ("token_hash", "officer_id", "begun_at"):
        op.create_index(f"ix_errand_{column}", "errand", [column])
    op.create_table(
        "search_answer",
        _id("lookup_id"),
        _when("made_at"),
        _id("sort"),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("searched", sa.Boolean(), nullable=False),
        _to("search_answer", "lookup_id", "lookup.id"),
        sa.PrimaryKeyConstraint("lookup_id", name="pk_search_answer"),
    )
    op.create_index("ix_search_answer_made_at", "search_answer", ["made_at"])
    op.create_table(
        "kept_question",
        _id("id"),
        _id("unit_id"),
        _id("officer_id"),
        sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        _when("made_at"),
        _when("used_at"),
        _to("kept_question", "unit_id", "unit.id"),
        _to("kept_question", "officer_id", "officer.id"),
        sa.PrimaryKeyConstraint("id", name="pk_kept_question"),
    )
    op.create_index("ix_kept_question_unit", "kept_question", ["unit_id", "officer_id"])
    op.create_index("ix_kept_question_used_at", "kept_question", ["used_at"])


def downgrade() -> None:
    for table in ("kept_question", "search_answer", "errand"):
        op.drop_table(table)
