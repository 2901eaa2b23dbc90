"""Operations that units plan, the keys by which two find each other, and those that meet."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

ID, WORD = sa.String(32), sa.String(32)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "operation",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("place", sa.String(200), nullable=False),
        sa.Column("radius_km", sa.Integer(), nullable=False),
        sa.Column("starts_at", moment, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("means", sa.String(300), nullable=False),
        sa.Column("targets", sa.String(300), nullable=False),
        sa.Column("contact_id", ID, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", moment, nullable=False),
        sa.Column("entered_by", ID, nullable=False),
        sa.Column("over_at", moment, nullable=False),
        sa.Column("step_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_operation_unit_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_operation_case_id"),
        sa.ForeignKeyConstraint(["contact_id"], ["officer.id"], name="fk_operation_contact_id"),
        sa.ForeignKeyConstraint(["entered_by"], ["officer.id"], name="fk_operation_entered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_operation"),
    )
    op.create_index("ix_operation_unit", "operation", ["unit_id", "starts_at"])
    op.create_index("ix_operation_over", "operation", ["over_at"])
    op.create_index("ix_operation_case_id", "operation", ["case_id"])
    op.create_table(
        "operation_key",
        sa.Column("operation_id", ID, nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("over_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("operation_id", "key", name="pk_operation_key"),
    )
    op.create_index("ix_operation_key_key", "operation_key", ["key"])
    op.create_index("ix_operation_key_over_at", "operation_key", ["over_at"])
    op.create_table(
        "operation_meeting",
        sa.Column("id", ID, nullable=False),
        sa.Column("one_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("one_version", sa.Integer(), nullable=False),
        sa.Column("other_version", sa.Integer(), nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.Column("found_at", moment, nullable=False),
        sa.Column("over_at", moment, nullable=False),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("one_called_at", moment, nullable=True),
        sa.Column("other_called_at", moment, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_operation_meeting"),
        sa.UniqueConstraint("one_id", "other_id", name="uq_operation_meeting_one_id"),
    )
    op.create_index("ix_operation_meeting_other_id", "operation_meeting", ["other_id"])
    op.create_index("ix_operation_meeting_over_at", "operation_meeting", ["over_at"])
    op.create_index("ix_operation_meeting_state", "operation_meeting", ["state", "found_at"])


def downgrade() -> None:
    for name in ("operation_meeting", "operation_key", "operation"):
        op.drop_table(name)
