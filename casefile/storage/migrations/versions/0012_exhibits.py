"""Exhibits: files of records and cases, the parts they are kept in, their chain of custody."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _id(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=empty)


def _when(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _text(name: str, length: int | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    op.create_table(
        "exhibit",
        _id("id"),
        _text("reference", 20),
        _id("unit_id"),
        _id("case_id"),
        _id("record_id", empty=True),
        _text("state", 32),
        _text("name", 200),
        _text("description"),
        _text("kept_at", 300),
        _text("media_type", 100),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _text("sha256", 64),
        _when("begun_at"),
        _id("begun_by"),
        _when("received_at", empty=True),
        _when("kept_until", empty=True),
        _id("holder_id"),
        _id("offered_to", empty=True),
        _text("outside", 200),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=True),
        sa.Column("preview", sa.LargeBinary(), nullable=True),
        _to("exhibit", "unit_id", "unit"),
        _to("exhibit", "case_id", "case_file"),
        _to("exhibit", "record_id", "record"),
        _to("exhibit", "begun_by", "officer"),
        _to("exhibit", "holder_id", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_exhibit"),
    )
    op.create_index("ix_exhibit_case_id", "exhibit", ["case_id"])
    op.create_index("ix_exhibit_record_id", "exhibit", ["record_id"])
    op.create_index("ix_exhibit_state", "exhibit", ["state", "begun_at"])
    op.create_table(
        "exhibit_part",
        _id("exhibit_id"),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _to("exhibit_part", "exhibit_id", "exhibit"),
        sa.PrimaryKeyConstraint("exhibit_id", "number", name="pk_exhibit_part"),
    )
    op.create_table(
        "exhibit_line",
        _id("exhibit_id"),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        _when("at"),
        _text("act", 32),
        _id("officer_id", empty=True),
        _id("to_officer_id", empty=True),
        _text("outside", 200),
        _text("reason"),
        _to("exhibit_line", "exhibit_id", "exhibit"),
        sa.PrimaryKeyConstraint("exhibit_id", "number", name="pk_exhibit_line"),
    )


def downgrade() -> None:
    for table in ("exhibit_line", "exhibit_part", "exhibit"):
        op.drop_table(table)
