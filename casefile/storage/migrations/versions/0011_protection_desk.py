"""The protection desks: contacts, what each side keeps, referrals, requests that wait for a second officer."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "protection_contact",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("hit_id", sa.String(32), nullable=False),
        sa.Column("reference", sa.String(20), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("closed_by", sa.String(32), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("outcome_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["hit_id"], ["hit.id"], name="fk_protection_contact_hit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_protection_contact"),
        sa.UniqueConstraint("hit_id", name="uq_protection_contact_hit_id"),
    )
    op.create_table(
        "protection_side",
        sa.Column("contact_id", sa.String(32), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("acknowledged_by", sa.String(32), nullable=True),
        sa.Column("safe_contact", sa.Text(), nullable=False),
        sa.Column("guardian_name", sa.String(200), nullable=False),
        sa.Column("guardian_authority", sa.String(200), nullable=False),
        sa.Column("guardian_phone", sa.String(80), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=True),
        sa.Column("noted_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["protection_contact.id"], name="fk_protection_side_contact_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_protection_side_unit_id"),
        sa.PrimaryKeyConstraint("contact_id", "side", name="pk_protection_side"),
    )
    op.create_index("ix_protection_side_unit_id", "protection_side", ["unit_id"])
    op.create_table(
        "protection_referral",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("contact_id", sa.String(32), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("referred_to", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("referred_on", sa.String(10), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("noted_by", sa.String(32), nullable=True),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["protection_contact.id"], name="fk_protection_referral_contact_id"),
        sa.PrimaryKeyConstraint("id", name="pk_protection_referral"),
    )
    op.create_index("ix_protection_referral_contact_id", "protection_referral", ["contact_id"])
    op.create_table(
        "protection_request",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(8), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("good_until", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name="fk_protection_request_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name="fk_protection_request_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_protection_request"),
    )
    op.create_index("ix_protection_request_subject", "protection_request", ["subject_id", "act"])
    op.create_index("ix_protection_request_expires_at", "protection_request", ["expires_at"])
    op.add_column("review", sa.Column("protection_reason", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("review", "protection_reason")
    for index, table in (
        ("ix_protection_request_expires_at", "protection_request"),
        ("ix_protection_request_subject", "protection_request"),
        ("ix_protection_referral_contact_id", "protection_referral"),
        ("ix_protection_side_unit_id", "protection_side"),
    ):
        op.drop_index(index, table)
    for table in ("protection_request", "protection_referral", "protection_side", "protection_contact"):
        op.drop_table(table)
