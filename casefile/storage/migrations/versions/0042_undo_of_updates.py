"""What a table wrote over can be put back."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("table_row", sa.Column("before", sa.JSON(none_as_null=True), nullable=True))
    op.create_index("ix_table_row_subject_id", "table_row", ["subject_id"])


def downgrade() -> None:
    op.drop_index("ix_table_row_subject_id", "table_row")
    op.drop_column("table_row", "before")
