"""The course of a joint simulation in a training space."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "simulation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_simulation")),
    )


def downgrade() -> None:
    op.drop_table("simulation")
