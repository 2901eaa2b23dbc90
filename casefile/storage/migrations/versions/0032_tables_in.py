"""A unit's own tables on their way in."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "table_import",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("officer_id", sa.String(32), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("sent_at", moment, nullable=False),
        sa.Column("ordered_at", moment, nullable=True),
        sa.Column("finished_at", moment, nullable=True),
        sa.Column("undo_at", moment, nullable=True),
        sa.Column("undo_reason", sa.Text(), nullable=False),
        sa.Column("undone_at", moment, nullable=True),
        sa.Column("claim", sa.String(32), nullable=True),
        sa.Column("claimed_until", moment, nullable=True),
        sa.Column("stopped", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_table_import_unit_id"),
        sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name="fk_table_import_officer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_table_import"),
    )
    op.create_index("ix_table_import_unit_id", "table_import", ["unit_id"])
    op.create_table(
        "table_file",
        sa.Column("import_id", sa.String(32), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["table_import.id"], name="fk_table_file_import_id"),
        sa.PrimaryKeyConstraint("import_id", name="pk_table_file"),
    )
    op.create_index("ix_table_file_sent_at", "table_file", ["sent_at"])
    op.create_table(
        "table_row",
        sa.Column("import_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(200), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["table_import.id"], name="fk_table_row_import_id"),
        sa.PrimaryKeyConstraint("import_id", "position", name="pk_table_row"),
    )
    op.create_index("ix_table_row_ref", "table_row", ["ref"])
    op.create_index("ix_table_row_outcome", "table_row", ["import_id", "outcome"])
    op.create_index("ix_table_row_at", "table_row", ["at"])
    op.create_table(
        "table_mapping",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("unit_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("kept_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_table_mapping_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_table_mapping"),
        sa.UniqueConstraint("unit_id", "name", name="uq_table_mapping_unit_id"),
    )


def downgrade() -> None:
    for name in ("table_mapping", "table_row", "table_file", "table_import"):
        op.drop_table(name)
