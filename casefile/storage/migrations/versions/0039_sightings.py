"""Questions at a post, kept to be compared; the units that hold them, in which nobody serves."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("unit", sa.Column("asks_for", sa.String(32), nullable=True))
    op.create_index("ix_unit_asks_for", "unit", ["asks_for"])
    op.create_table(
        "sighting",
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("watch_id", sa.String(32), nullable=False),
        sa.Column("first_at", moment, nullable=False),
        sa.Column("last_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_sighting_unit_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_sighting_record_id"),
        sa.ForeignKeyConstraint(["watch_id"], ["watch.id"], name="fk_sighting_watch_id"),
        sa.PrimaryKeyConstraint("unit_id", "digest", name="pk_sighting"),
    )
    for column in ("record_id", "watch_id", "last_at"):
        op.create_index(f"ix_sighting_{column}", "sighting", [column])


def downgrade() -> None:
    op.drop_table("sighting")
    op.drop_index("ix_unit_asks_for", "unit")
    op.drop_column("unit", "asks_for")
