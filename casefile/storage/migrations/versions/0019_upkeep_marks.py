"""How far the clock is believed, and where checks that are spread over the day have come to."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "upkeep_mark",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cursor", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_upkeep_mark"),
    )


def downgrade() -> None:
    op.drop_table("upkeep_mark")
