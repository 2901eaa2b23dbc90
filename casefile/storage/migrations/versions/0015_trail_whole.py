"""Searched texts sealed to the auditors and locked for the unit; the auditors' openings and samples."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _id(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=empty)


def _when(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _bytes(name: str, *, empty: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=empty)


def _stated(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text().with_variant(sa.String(500), "sqlite"), nullable=False)


def upgrade() -> None:
    """What was searched before stays in clear until the worker's next round seals it: no key is known here."""
    with op.batch_alter_table("lookup") as lookup:
        lookup.alter_column("form", existing_type=sa.JSON(), nullable=True)
        lookup.add_column(sa.Column("asked", sa.JSON(), nullable=False, server_default="[]"))
        lookup.add_column(_bytes("kept", empty=True))
        lookup.add_column(_bytes("sealed", empty=True))
        lookup.add_column(_id("auditor_key_id", empty=True))
    op.create_index("ix_lookup_made_at", "lookup", ["made_at"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_officer", "audit", ["officer_id", "seq"])
    op.create_table(
        "unit_key",
        _id("unit_id"),
        _bytes("locked"),
        sa.Column("days", sa.Integer(), nullable=False),
        _when("made_at"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_unit_key_unit_id"),
        sa.PrimaryKeyConstraint("unit_id", name="pk_unit_key"),
    )
    op.create_table(
        "auditor_key",
        _id("id"),
        _id("unit_id", empty=True),
        _bytes("public"),
        _bytes("locked"),
        _bytes("salt"),
        _when("made_at"),
        _id("made_by", empty=True),
        sa.PrimaryKeyConstraint("id", name="pk_auditor_key"),
    )
    _openings()
    _samples()


def _openings() -> None:
    op.create_table(
        "seal_opening",
        _id("id"),
        _id("lookup_id"),
        sa.Column("state", sa.String(32), nullable=False),
        _id("asked_by"),
        _when("asked_at"),
        _stated("reason"),
        _id("decided_by", empty=True),
        _when("decided_at", empty=True),
        _stated("answer"),
        _when("opened_at", empty=True),
        sa.PrimaryKeyConstraint("id", name="pk_seal_opening"),
    )
    op.create_index("ix_seal_opening_asked_at", "seal_opening", ["asked_at"])
    op.create_index("ix_seal_opening_lookup_id", "seal_opening", ["lookup_id"])


def _samples() -> None:
    op.create_table(
        "audit_sample",
        _id("id"),
        sa.Column("month", sa.String(32), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seed", sa.String(32), nullable=False),
        _id("drawn_by"),
        _when("drawn_at"),
        sa.Column("finding", sa.String(32), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        _id("checked_by", empty=True),
        _when("checked_at", empty=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_sample"),
        sa.UniqueConstraint("month", "seq", name="uq_audit_sample_month"),
    )


def downgrade() -> None:
    """Searches sealed since are lost: no key is known here."""
    op.drop_table("audit_sample")
    op.drop_table("seal_opening")
    op.drop_table("auditor_key")
    op.drop_table("unit_key")
    op.drop_index("ix_audit_officer", "audit")
    op.drop_index("ix_audit_at", "audit")
    op.drop_index("ix_lookup_made_at", "lookup")
    op.execute("UPDATE lookup SET form = '{}' WHERE form IS NULL")
    with op.batch_alter_table("lookup") as lookup:
        for column in ("auditor_key_id", "sealed", "kept", "asked"):
            lookup.drop_column(column)
        lookup.alter_column("form", existing_type=sa.JSON(), nullable=False)
