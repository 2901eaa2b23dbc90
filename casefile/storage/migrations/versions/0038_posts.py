"""Posts, to which the documents on lists are carried."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "post",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("locked", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("ended_at", moment, nullable=True),
        sa.Column("extract_at", moment, nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_post_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
    )
    op.create_index("ix_post_unit_id", "post", ["unit_id"])
    op.create_index("ix_post_name", "post", ["name"])


def downgrade() -> None:
    op.drop_table("post")
