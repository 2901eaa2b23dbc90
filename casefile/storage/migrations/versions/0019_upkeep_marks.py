"""How far the clock is believed, and where checks that are spread over the day have come to.

And an index for each question that the hourly sweep of old rows asks of a table that grows.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ASKED_EVERY_HOUR = (
    ("access_link", "expires_at"),
    ("import_run", "started_at"),
    ("known_device", "last_used_at"),
    ("name_judgement", "made_at"),
    ("people_changed", "at"),
    ("portal_session", "last_seen_at"),
    ("stated_reason", "stated_at"),
    ("watch", "case_id"),
    ("watch_notice", "at"),
)


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
    for table, column in ASKED_EVERY_HOUR:
        op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    for table, column in ASKED_EVERY_HOUR:
        op.drop_index(f"ix_{table}_{column}", table)
    op.drop_table("upkeep_mark")
