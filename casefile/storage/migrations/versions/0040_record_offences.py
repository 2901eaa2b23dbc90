"""What records are about, by version; interviews with their indicators, the reviews that they raise, and
referrals of victims with their consent to the focal point of a country."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
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
    op.create_table(
        "victim_referral",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("service", sa.String(200), nullable=False),
        sa.Column("consent_by", sa.String(32), nullable=False),
        sa.Column("consented_on", sa.String(10), nullable=False),
        sa.Column("passes", sa.JSON(), nullable=False),
        sa.Column("noted_by", sa.String(32), nullable=True),
        sa.Column("noted_at", moment, nullable=False),
        sa.Column("ended_on", sa.String(10), nullable=False),
        sa.Column("ended_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_victim_referral_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_victim_referral"),
    )
    op.create_index("ix_victim_referral_record_id", "victim_referral", ["record_id"])
    op.create_table(
        "focal_point",
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("service", sa.String(200), nullable=False),
        sa.Column("contact", sa.String(400), nullable=False),
        sa.Column("set_by", sa.String(32), nullable=True),
        sa.Column("set_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("country", name="pk_focal_point"),
    )


def downgrade() -> None:
    op.drop_table("focal_point")
    op.drop_table("victim_referral")
    op.drop_table("protection_review")
    op.drop_table("interview")
    op.drop_table("record_offence")
