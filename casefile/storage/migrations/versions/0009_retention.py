"""What the schedule of retention looks for, and what is left of what it destroyed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tombstone",
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(8), nullable=False),
        sa.Column("owner_unit_id", sa.String(32), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("policy_id", sa.String(40), nullable=False),
        sa.Column("after_state", sa.String(32), nullable=False),
        sa.Column("approvers", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("source_id_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_unit_id"], ["unit.id"], name="fk_tombstone_owner_unit_id"),
        sa.PrimaryKeyConstraint("subject_id", name="pk_tombstone"),
    )
    op.create_index("ix_tombstone_source_id_until", "tombstone", ["source_id_until"])
    # Records were written with JSON's null where there was no hold; only a NULL stays out of the index below.
    op.execute("UPDATE record SET hold = NULL WHERE CAST(hold AS TEXT) = 'null'")
    held = sa.text("hold IS NOT NULL")
    op.create_index("ix_record_hold", "record", ["owner_unit_id"], sqlite_where=held, postgresql_where=held)
    op.create_index("ix_record_state", "record", ["state", "owner_unit_id"])
    op.create_index("ix_record_version_review_at", "record_version", ["review_at"])


def downgrade() -> None:
    op.drop_index("ix_record_version_review_at", "record_version")
    op.drop_index("ix_record_state", "record")
    op.drop_index("ix_record_hold", "record")
    op.drop_index("ix_tombstone_source_id_until", "tombstone")
    op.drop_table("tombstone")
