"""Signing in: counted tries, known devices, second factors, steps half done; who made a one-time code."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _id(name: str, *, empty: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(32), nullable=empty)


def _when(name: str, *, empty: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=empty)


def _hash(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(64), nullable=False)


def _to_officer(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["officer_id"], ["officer.id"], name=f"fk_{table}_officer_id")


def upgrade() -> None:
    op.drop_column("officer", "failed_attempts")
    op.drop_column("officer", "locked_until")
    op.add_column("access_link", _when("made_at", empty=True))
    op.add_column("access_link", _id("made_by", empty=True))
    op.add_column("portal_session", sa.Column("factor", sa.String(32), nullable=False, server_default=""))
    op.add_column("portal_session", _when("factor_at", empty=True))
    op.add_column("portal_session", sa.Column("limited", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("portal_session", sa.Column("network", sa.String(64), nullable=False, server_default=""))
    op.add_column("portal_session", sa.Column("agent", sa.String(80), nullable=False, server_default=""))
    _counts_and_devices()
    _factors()


def _counts_and_devices() -> None:
    op.create_table(
        "sign_in_count",
        _hash("key"),
        sa.Column("kind", sa.String(32), nullable=False),
        _hash("account"),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        _when("since"),
        _when("last_at"),
        _when("wait_until", empty=True),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_count"),
    )
    op.create_index("ix_sign_in_count_account", "sign_in_count", ["account"])
    op.create_index("ix_sign_in_count_last_at", "sign_in_count", ["last_at"])
    op.create_table(
        "known_device",
        _id("id"),
        _hash("token_hash"),
        _id("officer_id"),
        sa.Column("agent", sa.String(80), nullable=False),
        _when("known_since"),
        _when("last_used_at"),
        _when("ended_at", empty=True),
        _to_officer("known_device"),
        sa.PrimaryKeyConstraint("id", name="pk_known_device"),
        sa.UniqueConstraint("token_hash", "officer_id", name="uq_known_device_token_hash"),
    )
    op.create_index("ix_known_device_officer_id", "known_device", ["officer_id"])
    op.create_table(
        "sign_in_step",
        _hash("token_hash"),
        _id("officer_id"),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("challenge", sa.Text(), nullable=False),
        _when("expires_at"),
        _to_officer("sign_in_step"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_in_step"),
    )
    op.create_index("ix_sign_in_step_officer_id", "sign_in_step", ["officer_id"])
    op.create_index("ix_sign_in_step_expires_at", "sign_in_step", ["expires_at"])


def _factors() -> None:
    op.create_table(
        "second_factor",
        _id("officer_id"),
        sa.Column("secret", sa.Text(), nullable=False),
        _when("made_at"),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        _to_officer("second_factor"),
        sa.PrimaryKeyConstraint("officer_id", name="pk_second_factor"),
    )
    op.create_table(
        "recovery_code",
        _hash("code_hash"),
        _id("officer_id"),
        _when("made_at"),
        _when("used_at", empty=True),
        _to_officer("recovery_code"),
        sa.PrimaryKeyConstraint("code_hash", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_officer_id", "recovery_code", ["officer_id"])
    op.create_table(
        "security_key",
        _id("id"),
        _id("officer_id"),
        _hash("credential_hash"),
        sa.Column("credential", sa.Text(), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        _when("added_at"),
        _when("last_used_at", empty=True),
        _to_officer("security_key"),
        sa.PrimaryKeyConstraint("id", name="pk_security_key"),
        sa.UniqueConstraint("credential_hash", name="uq_security_key_credential_hash"),
    )
    op.create_index("ix_security_key_officer_id", "security_key", ["officer_id"])


def downgrade() -> None:
    for table in ("security_key", "recovery_code", "second_factor", "sign_in_step", "known_device", "sign_in_count"):
        op.drop_table(table)
    for column in ("factor", "factor_at", "limited", "network", "agent"):
        op.drop_column("portal_session", column)
    op.drop_column("access_link", "made_by")
    op.drop_column("access_link", "made_at")
    op.add_column("officer", _when("locked_until", empty=True))
    op.add_column("officer", sa.Column("failed_attempts", sa.Integer(), nullable=False, server_default="0"))
