"""Joint cases, cases handed to the judiciary, agreements of two units, figures of past months; a unit's service."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _id(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=empty)


def _when(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    op.add_column("unit", sa.Column("service", sa.String(32), nullable=False, server_default=""))
    _joint()
    _handover()
    _coordination()


def _joint() -> None:
    op.create_table(
        "joint_case",
        _id("id"),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        _text("purpose"),
        _id("lead_unit_id"),
        _id("proposed_by"),
        _when("proposed_at"),
        _id("hit_id", empty=True),
        sa.Column("state", sa.String(32), nullable=False),
        _when("ends_at"),
        _when("closed_at", empty=True),
        _id("closed_by", empty=True),
        _text("close_reason"),
        _to("joint_case", "lead_unit_id", "unit"),
        _to("joint_case", "proposed_by", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_joint_case"),
    )
    op.create_index("ix_joint_case_due", "joint_case", ["state", "ends_at"])
    op.create_table(
        "joint_seat",
        _id("joint_id"),
        _id("unit_id"),
        sa.Column("state", sa.String(32), nullable=False),
        _when("asked_at"),
        _when("decided_at", empty=True),
        _id("decided_by", empty=True),
        _text("reason"),
        _to("joint_seat", "joint_id", "joint_case"),
        _to("joint_seat", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("joint_id", "unit_id", name="pk_joint_seat"),
    )
    op.create_index("ix_joint_seat_unit_id", "joint_seat", ["unit_id"])
    op.create_table(
        "joint_member",
        _id("id"),
        _id("joint_id"),
        _id("unit_id"),
        _id("officer_id"),
        sa.Column("part", sa.String(32), nullable=False),
        _when("named_at"),
        _id("named_by"),
        _when("removed_at", empty=True),
        _to("joint_member", "joint_id", "joint_case"),
        _to("joint_member", "unit_id", "unit"),
        _to("joint_member", "officer_id", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_joint_member"),
        sa.UniqueConstraint("joint_id", "officer_id", name="uq_joint_member_joint_id"),
    )
    op.create_index("ix_joint_member_officer_id", "joint_member", ["officer_id"])
    op.create_table(
        "joint_record",
        _id("id"),
        _id("joint_id"),
        _id("record_id"),
        _id("unit_id"),
        sa.Column("extent", sa.String(32), nullable=False),
        _when("put_at"),
        _id("put_by"),
        _when("taken_at", empty=True),
        _to("joint_record", "joint_id", "joint_case"),
        _to("joint_record", "record_id", "record"),
        _to("joint_record", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("id", name="pk_joint_record"),
        sa.UniqueConstraint("joint_id", "record_id", name="uq_joint_record_joint_id"),
    )
    op.create_index("ix_joint_record_record_id", "joint_record", ["record_id"])
    op.create_table(
        "joint_minute",
        _id("id"),
        _id("joint_id"),
        _id("unit_id"),
        _id("officer_id"),
        _text("text"),
        _when("written_at"),
        _to("joint_minute", "joint_id", "joint_case"),
        _to("joint_minute", "unit_id", "unit"),
        _to("joint_minute", "officer_id", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_joint_minute"),
    )
    op.create_index("ix_joint_minute_joint", "joint_minute", ["joint_id", "written_at"])


def _handover() -> None:
    op.create_table(
        "handover",
        _id("id"),
        sa.Column("receipt", sa.String(20), nullable=False),
        _id("case_id"),
        _id("from_unit_id"),
        _id("to_unit_id"),
        _id("to_officer_id"),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("list_hash", sa.String(64), nullable=False),
        _text("reason"),
        _when("handed_at"),
        _id("handed_by"),
        _when("decided_at", empty=True),
        _id("decided_by", empty=True),
        _text("answer"),
        _to("handover", "case_id", "case_file"),
        _to("handover", "from_unit_id", "unit"),
        _to("handover", "to_unit_id", "unit"),
        _to("handover", "to_officer_id", "officer"),
        _to("handover", "handed_by", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
        sa.UniqueConstraint("receipt", name="uq_handover_receipt"),
    )
    op.create_index("ix_handover_case_id", "handover", ["case_id"])
    op.create_index("ix_handover_to", "handover", ["to_unit_id", "handed_at"])


def _coordination() -> None:
    op.create_table(
        "agreement",
        _id("id"),
        _id("unit_a_id"),
        _id("unit_b_id"),
        sa.Column("record_kind", sa.String(32), nullable=False),
        sa.Column("treaty", sa.String(300), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        _when("ends_at"),
        _text("reason"),
        _when("proposed_at"),
        _id("proposed_by"),
        _when("decided_at", empty=True),
        _id("decided_by", empty=True),
        _when("ended_at", empty=True),
        _id("ended_by", empty=True),
        _text("end_reason"),
        _to("agreement", "unit_a_id", "unit"),
        _to("agreement", "unit_b_id", "unit"),
        _to("agreement", "proposed_by", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_agreement"),
    )
    op.create_index("ix_agreement_pair", "agreement", ["unit_a_id", "unit_b_id", "record_kind"])
    op.create_table(
        "reciprocity_month",
        sa.Column("month", sa.String(7), nullable=False),
        _id("unit_id"),
        sa.Column("direction", sa.String(32), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        _when("counted_at"),
        _to("reciprocity_month", "unit_id", "unit"),
        sa.PrimaryKeyConstraint("month", "unit_id", "direction", name="pk_reciprocity_month"),
    )
    op.create_index("ix_pointer_sent_at", "pointer", ["sent_at"])


def downgrade() -> None:
    op.drop_index("ix_pointer_sent_at", "pointer")
    for table in (
        "reciprocity_month", "agreement", "handover", "joint_minute", "joint_record", "joint_member", "joint_seat",
        "joint_case",
    ):  # fmt: skip
        op.drop_table(table)
    op.drop_column("unit", "service")
