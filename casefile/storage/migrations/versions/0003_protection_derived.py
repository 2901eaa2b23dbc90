"""Protection is derived and kept by its signs; a hit may wait for its owner's answer.

`protection` of a record or watch that was entered before is NULL: not worked out yet, which counts as protected until
the worker has looked at it (`casefile.records.protection.work_out_pending`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "protection_sign",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(8), nullable=False),
        sa.Column("protection", sa.String(32), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("detail", sa.String(200), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.String(32), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.String(32), nullable=True),
        sa.Column("ask_reason", sa.Text(), nullable=False),
        sa.Column("lowered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lowered_by", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.UniqueConstraint("subject_id", "protection", "source", "detail", name="uq_protection_sign_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_protection_sign"),
    )
    op.add_column("record", sa.Column("protection", sa.JSON(), nullable=True))
    op.add_column("record", sa.Column("names_protected", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("record", sa.Column("protected_values", sa.JSON(), nullable=True))
    op.add_column("watch", sa.Column("protection", sa.JSON(), nullable=True))
    op.add_column("hit", sa.Column("part_protected", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("hit", sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("pointer", sa.Column("asks", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("pointer", sa.Column("answer", sa.String(8), nullable=False, server_default=""))
    op.add_column("pointer", sa.Column("answer_reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("pointer", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("pointer", sa.Column("answered_by", sa.String(32), nullable=True))


def downgrade() -> None:
    for name in ("answered_by", "answered_at", "answer_reason", "answer", "asks"):
        op.drop_column("pointer", name)
    for name in ("answer_due_at", "part_protected"):
        op.drop_column("hit", name)
    op.drop_column("watch", "protection")
    for name in ("protected_values", "names_protected", "protection"):
        op.drop_column("record", name)
    op.drop_table("protection_sign")
