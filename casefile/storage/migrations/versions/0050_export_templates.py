"""Templates by which an office takes records out into another system's form."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "export_template",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_export_template_unit_id"),
        sa.PrimaryKeyConstraint("name", name="pk_export_template"),
    )


def downgrade() -> None:
    op.drop_table("export_template")
