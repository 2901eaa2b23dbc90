"""What records are about, by version; interviews with their indicators, and the reviews that they raise."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_offence",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("offences", sa.JSON(), nullable=False),
        sa.Column("exploitation", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_record_offence_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_record_offence"),
    )
    op.create_index("ix_record_offence_record_id", "record_offence", ["record_id"])
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "interview",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("held_on", sa.String(10), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("noted_by", sa.String(32), nullable=True),
        sa.Column("noted_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_interview_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_interview"),
    )
    op.create_index("ix_interview_record_id", "interview", ["record_id"])
    op.create_table(
        "protection_review",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("detail", sa.String(32), nullable=False),
        sa.Column("raised_at", moment, nullable=False),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_protection_review_record_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name="fk_protection_review_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_protection_review"),
        sa.UniqueConstraint("record_id", "ground", "detail", name="uq_protection_review_record_id"),
    )


def downgrade() -> None:
    op.drop_table("protection_review")
    op.drop_table("interview")
    op.drop_table("record_offence")
