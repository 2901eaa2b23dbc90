"""At which hours an officer is sent a digest, and which one left last."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_digest",
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("slot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_mail_digest_officer_id"),
        sa.PrimaryKeyConstraint("officer_id", name="pk_mail_digest"),
    )


def downgrade() -> None:
    op.drop_table("mail_digest")
