"""The contact: how a desk is reached and by which clock it answers, what two desks did, which values were released."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REACH = (
    ("telephone", sa.String(60), ""),
    ("hours", sa.String(200), ""),
    ("holidays", sa.JSON(), "[]"),
    ("languages", sa.JSON(), "[]"),
    ("ack_hours", sa.Integer(), "48"),
    ("decide_hours", sa.Integer(), "72"),
)


def upgrade() -> None:
    for name, kind, default in REACH:
        op.add_column("unit", sa.Column(name, kind, nullable=False, server_default=default))
    op.create_table(
        "contact_line",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("hit_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=True),
        sa.Column("officer_id", sa.String(32), nullable=True),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("word", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("only_unit_id", sa.String(32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hit_id"], ["hit.id"], name="fk_contact_line_hit_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_contact_line_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_line"),
        sa.UniqueConstraint("hit_id", "number", name="uq_contact_line_hit_id"),
    )
    op.create_table(
        "released_field",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("request_id", sa.String(32), nullable=False),
        sa.Column("hit_id", sa.String(32), nullable=False),
        sa.Column("from_unit_id", sa.String(32), nullable=False),
        sa.Column("to_unit_id", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(8), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("second", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("handling", sa.String(8), nullable=False),
        sa.Column("handling_text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("noted_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["hit_id"], ["hit.id"], name="fk_released_field_hit_id"),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"], name="fk_released_field_from_unit_id"),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"], name="fk_released_field_to_unit_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name="fk_released_field_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name="fk_released_field_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_released_field"),
    )
    op.create_index("ix_released_field_hit", "released_field", ["hit_id"])
    op.create_index("ix_released_field_subject", "released_field", ["subject_id"])
    op.create_index("ix_released_field_standing", "released_field", ["released_at", "recalled_at"])


def downgrade() -> None:
    for index in ("standing", "subject", "hit"):
        op.drop_index(f"ix_released_field_{index}", "released_field")
    op.drop_table("released_field")
    op.drop_table("contact_line")
    for name, _, _ in reversed(REACH):
        op.drop_column("unit", name)
