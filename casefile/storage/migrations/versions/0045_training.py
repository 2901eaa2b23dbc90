"""Whether a database is a training space's, and the register of training."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

ID = sa.String(32)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("installation", sa.Column("training", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "training",
        sa.Column("id", ID, nullable=False),
        sa.Column("unit_id", ID, nullable=False),
        sa.Column("officer_id", ID, nullable=False),
        sa.Column("course", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tutor", sa.String(120), nullable=False),
        sa.Column("noted_at", moment, nullable=False),
        sa.Column("noted_by", ID, nullable=False),
        sa.Column("withdrawn_at", moment, nullable=True),
        sa.Column("withdrawn_by", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_training_unit_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_training_officer_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["officer.id"], name="fk_training_noted_by"),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["officer.id"], name="fk_training_withdrawn_by"),
        sa.PrimaryKeyConstraint("id", name="pk_training"),
    )
    op.create_index("ix_training_unit", "training", ["unit_id", "day"])
    op.create_index("ix_training_officer_id", "training", ["officer_id"])
    op.create_index("ix_training_noted_at", "training", ["noted_at"])


def downgrade() -> None:
    op.drop_table("training")
    op.drop_column("installation", "training")
