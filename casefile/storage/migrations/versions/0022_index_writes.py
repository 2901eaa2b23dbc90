"""Which of the engine's writes were Griot's own."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_write",
        sa.Column("index_id", sa.String(40), nullable=False),
        sa.Column("first", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("index_id", "first", name="pk_index_write"),
    )


def downgrade() -> None:
    op.drop_table("index_write")
