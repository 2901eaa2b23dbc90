"""Sealed dossiers addressed to a magistrate, and what the magistrate asks for besides."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _id(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=empty)


def _when(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def upgrade() -> None:
    op.create_table(
        "dossier",
        _id("id"),
        sa.Column("reference", sa.String(20), nullable=False),
        _id("hit_id"),
        _id("pointer_id"),
        _id("from_unit_id"),
        _id("to_unit_id"),
        _id("to_officer_id"),
        sa.Column("state", sa.String(32), nullable=False),
        _text("reason"),
        _text("permission"),
        sa.Column("released", sa.JSON(), nullable=False),
        _when("made_at"),
        _id("made_by"),
        sa.Column("manifest_hash", sa.String(64), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        _to("dossier", "hit_id", "hit"),
        _to("dossier", "pointer_id", "pointer"),
        _to("dossier", "from_unit_id", "unit"),
        _to("dossier", "to_unit_id", "unit"),
        _to("dossier", "to_officer_id", "officer"),
        _to("dossier", "made_by", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier"),
        sa.UniqueConstraint("reference", name="uq_dossier_reference"),
    )
    op.create_index("ix_dossier_to", "dossier", ["to_unit_id", "made_at"])
    op.create_index("ix_dossier_from", "dossier", ["from_unit_id", "hit_id"])
    op.create_index("ix_dossier_hit", "dossier", ["hit_id"])
    op.create_table(
        "dossier_request",
        _id("id"),
        _id("dossier_id"),
        _text("text"),
        _when("asked_at"),
        _id("asked_by"),
        _text("answer"),
        _when("answered_at", empty=True),
        _id("answered_by", empty=True),
        _to("dossier_request", "dossier_id", "dossier"),
        _to("dossier_request", "asked_by", "officer"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_request"),
    )
    op.create_index("ix_dossier_request_dossier_id", "dossier_request", ["dossier_id"])


def downgrade() -> None:
    op.drop_table("dossier_request")
    op.drop_table("dossier")
