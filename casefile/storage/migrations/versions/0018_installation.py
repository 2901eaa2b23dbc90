"""The installation's own id, and which indices are its own."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "installation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopts", sa.Boolean(), nullable=False),
        sa.Column("doubt", sa.String(32), nullable=False),
        sa.Column("fence", sa.String(32), nullable=False),
        sa.Column("fence_before", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.create_table(
        "index_made",
        sa.Column("uuid", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("uuid", name="pk_index_made"),
    )
    used = op.get_bind().execute(sa.text("SELECT count(*) FROM unit")).scalar()
    own = {"id": secrets.token_hex(16), "made_at": datetime.now(UTC), "adopts": bool(used)}
    op.bulk_insert(table, [{**own, "doubt": "", "fence": "", "fence_before": ""}])


def downgrade() -> None:
    op.drop_table("index_made")
    op.drop_table("installation")
