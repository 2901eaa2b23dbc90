"""How far the clock is believed, and where checks that are spread over the day have come to."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    mark = op.create_table(
        "upkeep_mark",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cursor", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_upkeep_mark"),
    )
    trail = sa.table("audit", sa.column("seq"), sa.column("at", sa.DateTime(timezone=True)))
    newest = op.get_bind().execute(sa.select(trail.c.at).order_by(trail.c.seq.desc()).limit(1)).scalar()
    if newest is not None:  # what was seen so far, and no further than `policy.retention.LEAP` beyond it
        op.bulk_insert(mark, [{"name": "clock", "at": newest + timedelta(days=7), "cursor": ""}])


def downgrade() -> None:
    op.drop_table("upkeep_mark")
