"""Drafts of what officers type, keys of the forms they saved, and facts by kind of record."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "entry_draft",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=True),
        sa.Column("typed", sa.LargeBinary(), nullable=False),
        sa.Column("page", sa.String(32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_entry_draft_officer_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_entry_draft_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_entry_draft"),
    )
    op.create_index("ix_entry_draft_officer_id", "entry_draft", ["officer_id"])
    op.create_index("ix_entry_draft_saved_at", "entry_draft", ["saved_at"])
    op.create_table(
        "form_key",
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_form_key_officer_id"),
        sa.PrimaryKeyConstraint("key", name="pk_form_key"),
    )
    op.create_index("ix_form_key_made_at", "form_key", ["made_at"])
    op.create_table(
        "identity_fact",
        sa.Column("identity_id", sa.String(48), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name="fk_identity_fact_identity_id"),
        sa.PrimaryKeyConstraint("identity_id", "position", name="pk_identity_fact"),
    )


def downgrade() -> None:
    op.drop_table("identity_fact")
    op.drop_table("form_key")
    op.drop_table("entry_draft")
