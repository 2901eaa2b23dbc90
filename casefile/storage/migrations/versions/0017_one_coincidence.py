"""Hits of one coincidence are one item at the desk; a judgement is remembered with what it was made on."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

JUDGED = ("asked_again_at", "judged_decision", "judged_evidence")


def upgrade() -> None:
    op.add_column("hit", sa.Column("coincidence_id", sa.String(32), nullable=True))
    op.add_column("hit", sa.Column("value_key", sa.String(32), nullable=True))
    op.add_column("hit", sa.Column("common_value", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("hit", sa.Column("judged_evidence", sa.JSON(), nullable=True))
    op.add_column("hit", sa.Column("judged_decision", sa.String(32), nullable=True))
    op.add_column("hit", sa.Column("asked_again_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_hit_coincidence", "hit", ["coincidence_id"])
    op.create_index("ix_hit_value_key", "hit", ["value_key"])


def downgrade() -> None:
    op.drop_index("ix_hit_value_key", "hit")
    op.drop_index("ix_hit_coincidence", "hit")
    for column in (*JUDGED, "common_value", "value_key", "coincidence_id"):
        op.drop_column("hit", column)
