"""Nobody alone: requests that wait for a second administrator, changes a unit's people see, searches by unit."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("change", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=True),
        sa.Column("login", sa.String(80), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["officer.id"], name="fk_approval_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["officer.id"], name="fk_approval_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    op.create_index("ix_approval_expires_at", "approval", ["expires_at"])
    op.create_table(
        "people_changed",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("change", sa.String(32), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(32), nullable=True),
        sa.Column("confirmed_by", sa.String(32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_people_changed_unit_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_people_changed_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people_changed"),
    )
    op.create_index("ix_people_changed_unit", "people_changed", ["unit_id", "at"])
    op.add_column("lookup", sa.Column("unit_id", sa.String(32), nullable=False, server_default=""))
    op.execute(  # nobody could be moved before: the officer's unit is the search's
        "UPDATE lookup SET unit_id = (SELECT officer.unit_id FROM officer WHERE officer.id = lookup.officer_id)"
    )


def downgrade() -> None:
    op.drop_column("lookup", "unit_id")
    op.drop_index("ix_people_changed_unit", "people_changed")
    op.drop_table("people_changed")
    op.drop_index("ix_approval_expires_at", "approval")
    op.drop_table("approval")
