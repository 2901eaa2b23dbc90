"""A referral within a protection contact rests on a consent; those from before state none."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLE = "protection_referral"
COLUMNS = ("consent_by", "consented_on", "passes", "ended_on")


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("consent_by", sa.String(32), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("consented_on", sa.String(10), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("passes", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(TABLE, sa.Column("ended_on", sa.String(10), nullable=False, server_default=""))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column(TABLE, name)
