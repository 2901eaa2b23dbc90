"""Judgements that may still be undone, who has a hit in hand, and who has put the tour away."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_judgement",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("batch_id", sa.String(32), nullable=False),
        sa.Column("hit_id", sa.String(32), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("judgement", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("protection_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("from_state", sa.String(32), nullable=False),
        sa.Column("facts_hash", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hit_id"], ["hit.id"], name="fk_held_judgement_hit_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_held_judgement_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_held_judgement"),
        sa.UniqueConstraint("hit_id", name="uq_held_judgement_hit_id"),
    )
    op.create_index("ix_held_judgement_due_at", "held_judgement", ["due_at"])
    op.create_index("ix_held_judgement_batch_id", "held_judgement", ["batch_id"])
    op.create_table(
        "hit_assignment",
        sa.Column("hit_id", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["hit_id"], ["hit.id"], name="fk_hit_assignment_hit_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_hit_assignment_officer_id"),
        sa.PrimaryKeyConstraint("hit_id", name="pk_hit_assignment"),
    )
    op.create_index("ix_hit_assignment_officer_id", "hit_assignment", ["officer_id"])
    op.create_table(
        "tour_seen",
        sa.Column("officer_id", sa.String(32), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_tour_seen_officer_id"),
        sa.PrimaryKeyConstraint("officer_id", name="pk_tour_seen"),
    )


def downgrade() -> None:
    op.drop_table("tour_seen")
    op.drop_table("hit_assignment")
    op.drop_table("held_judgement")
