"""Lists as sources with their newest file, and from when to when an entry stood on them."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("publisher", sa.String(200), nullable=False),
        sa.Column("licence", sa.String(300), nullable=False),
        sa.Column("cadence", sa.String(80), nullable=False),
        sa.Column("coverage", sa.String(300), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("delta", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_source_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_source"),
        sa.UniqueConstraint("unit_id", "name", name="uq_source_unit_id"),
    )
    op.create_table(
        "listing",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("source_id", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrew", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name="fk_listing_source_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_listing_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listing"),
    )
    op.create_index("ix_listing_source", "listing", ["source_id", "until_at"])
    op.create_index("ix_listing_record", "listing", ["record_id"])


def downgrade() -> None:
    op.drop_table("listing")
    op.drop_table("source")
