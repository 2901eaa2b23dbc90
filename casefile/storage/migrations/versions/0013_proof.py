"""Leaves of the tree of proof; PostgreSQL: what may be done to the trail is adding to it.

What stands in the database already is given its leaves by `casefile.storage.migrate`, once all revisions are in.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEPT = ("seq", "trail", "kind", "key", "number", "mark", "form", "row", "content")
COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "leaf",
        sa.Column("seq", COUNT, autoincrement=False, nullable=False),
        sa.Column("trail", COUNT, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("mark", sa.String(8), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("row", sa.LargeBinary(32), nullable=True),
        sa.Column("content", sa.LargeBinary(32), nullable=True),
        sa.Column("salt", sa.LargeBinary(16), nullable=True),
        sa.PrimaryKeyConstraint("seq", name="pk_leaf"),
    )
    op.create_index("ix_leaf_key", "leaf", ["key"])
    if op.get_bind().dialect.name == "postgresql":
        _only_added()


def _only_added() -> None:
    """Rights for a role of its own; triggers for one that owns the tables or may do anything."""
    op.execute("""
        CREATE FUNCTION griot_only_added() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the trail is only added to'; END $$
    """)
    same = ", ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in KEPT).replace(", ", " OR ")
    for name, what in (
        ("audit_kept", "DELETE OR UPDATE ON audit FOR EACH ROW"),
        ("audit_whole", "TRUNCATE ON audit FOR EACH STATEMENT"),
        ("leaf_kept", "DELETE ON leaf FOR EACH ROW"),
        ("leaf_unchanged", f"UPDATE ON leaf FOR EACH ROW WHEN (NEW.salt IS NOT NULL OR {same})"),
        ("leaf_whole", "TRUNCATE ON leaf FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {name} BEFORE {what} EXECUTE FUNCTION griot_only_added()")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON audit, leaf FROM CURRENT_USER, PUBLIC")
    op.execute("GRANT UPDATE (salt) ON leaf TO CURRENT_USER")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name in ("audit_kept", "audit_whole"):
            op.execute(f"DROP TRIGGER {name} ON audit")
        op.execute("GRANT UPDATE, DELETE, TRUNCATE ON audit TO CURRENT_USER")
    op.drop_index("ix_leaf_key", "leaf")
    op.drop_table("leaf")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION griot_only_added()")
