"""What still has to be done, what was done, whose database it is, and what the processes say of themselves."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Float,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import AutoId, Id, Table, Word, new_id, now

ALIVE = text("dead_lettered_at IS NULL")


class Outbox(Table):
    """What must still reach the index or a reader. A row is deleted when its work is done."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_subject", "subject_id"),
        Index("ix_outbox_lane", "lane", "id", postgresql_where=ALIVE, sqlite_where=ALIVE),
        {"sqlite_autoincrement": True},  # ids never come again
    )
    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    topic: Mapped[str] = mapped_column(Word)
    subject_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(Word)
    created_at: Mapped[datetime] = mapped_column(default=now)
    available_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    refusals: Mapped[int] = mapped_column(default=0)
    """Failures that were the row's own fault; only these dead-letter it."""
    lease_until: Mapped[datetime | None]
    lease_by: Mapped[str | None] = mapped_column(String(64))
    dead_lettered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")
    lane: Mapped[str] = mapped_column(Id, default="", server_default="")
    """Empty for what people enter; else the bulk it came with: the importing unit's id, or an upkeep's word."""
    request_id: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """The request that made it necessary, as the logs call it; empty where none did."""


class UpkeepMark(Table):
    """What upkeep has come to, by name: a moment, and where a check that is spread out goes on."""

    __tablename__ = "upkeep_mark"
    name: Mapped[str] = mapped_column(Word, primary_key=True)
    at: Mapped[datetime]
    cursor: Mapped[str] = mapped_column(String(64), default="")


class IndexWrite(Table):
    """Numbers that the engine gave to writes of Griot's own, `first` to `last`: one row as a rule, some for a moment.

    The engine numbers each write to an index, 0, 1, 2 …, whoever makes it: a document that carries another number was
    written past Griot.
    """

    __tablename__ = "index_write"
    index_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    """The engine's own id of the index: one made again under the same name has another."""
    first: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(Word)
    """Records or watches."""


class Audit(Table):
    """Who did what, when and why. Append-only, each row holding the hash of the one before."""

    __tablename__ = "audit"
    __table_args__ = (
        Index("ix_audit_subject", "subject_id"),
        Index("ix_audit_at", "at"),
        Index("ix_audit_officer", "officer_id", "seq"),
    )
    seq: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(40))
    officer_id: Mapped[str | None] = mapped_column(Id)
    unit_id: Mapped[str | None] = mapped_column(Id)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    case_ref: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[str] = mapped_column(Word, default="")
    detail: Mapped[dict[str, object]] = mapped_column(default=dict)
    """Ids and counts; never a name."""
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Leaf(Table):
    """That a row was written, and the digest of what stood in it: a leaf of the tree of proof, as audit lines are.

    Written in the transaction that writes the row (`casefile.storage.leaves`). Only ever added, but for the salt, which
    is taken away when the content is destroyed or replaced.
    """

    __tablename__ = "leaf"
    __table_args__ = (Index("ix_leaf_key", "key"),)
    seq: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=False)
    trail: Mapped[int] = mapped_column(AutoId)
    """The last audit line before it; its place in the tree is `seq + trail`."""
    kind: Mapped[str] = mapped_column(Word)
    """The table its subject is a row of."""
    key: Mapped[str] = mapped_column(String(120))
    number: Mapped[int | None]
    """The version of a record or watch, where the leaf holds one."""
    mark: Mapped[str] = mapped_column(String(8))
    form: Mapped[int]
    row: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """Digest of the row itself; None where only a version was written, or where it is gone."""
    content: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """Digest of the version with its identity."""
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))


class ActRow(Table):
    """One act that a budget counts. Rows go after `casefile.policy.budgets.KEPT`."""

    __tablename__ = "act"
    __table_args__ = (
        Index("ix_act_unit", "unit_id", "kind", "at"),
        Index("ix_act_officer", "officer_id", "kind", "at"),
        Index("ix_act_at", "at"),
    )
    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    unit_id: Mapped[str] = mapped_column(Id)
    officer_id: Mapped[str | None] = mapped_column(Id)
    kind: Mapped[str] = mapped_column(Word)
    at: Mapped[datetime]
    subject_id: Mapped[str] = mapped_column(String(48), default="")
    """What it was: the search, the record, the watch's identity. What was asked stands there, not here."""
    run: Mapped[str | None] = mapped_column(Id)
    """The run of a command it belongs to; None for what an officer did at the portal."""


class Alarm(Table):
    """What coordinator and auditor should see: one for each cause and day, with how often it came."""

    __tablename__ = "alarm"
    __table_args__ = (UniqueConstraint("day", "kind", "cause"), Index("ix_alarm_last_at", "last_at"))
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    day: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(Word)
    cause: Mapped[str] = mapped_column(String(120))
    """Which budget of whom, which series: what makes the next try the same alarm."""
    at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[str | None] = mapped_column(Id)
    officer_id: Mapped[str | None] = mapped_column(Id)
    detail: Mapped[dict[str, object]] = mapped_column(default=dict)
    """Ids and counts; never a name or a searched text."""
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str | None] = mapped_column(Id)


class InstallationRow(Table):
    """The one row that names the installation: its mark on everything that others could take for theirs."""

    __tablename__ = "installation"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    adopts: Mapped[bool] = mapped_column(default=False)
    """Set by the migration of a database that was in use before there were marks: an index without one may be its own.
    Ends with the first index it has, and with a restore."""
    doubt: Mapped[str] = mapped_column(Word, default="")
    """Why the index is not to be relied on until it is built again (`casefile.installation.Doubt`); empty: it is."""
    fence: Mapped[str] = mapped_column(Word, default="")
    """A number that is changed again and again, here and in the index: of two copies of one database only the one that
    changed it last knows the one in the index."""
    fence_before: Mapped[str] = mapped_column(Word, default="")
    """The one before it: a process may have been killed between the two places."""
    training: Mapped[bool] = mapped_column(default=False)
    """A training space's (`casefile.installation.identified`): never opened as a real one, nor the other way round."""


class IndexMade(Table):
    """An index of the engine that this installation made or adopted, by the number the engine gave it."""

    __tablename__ = "index_made"
    uuid: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime] = mapped_column(default=now)


class Heartbeat(Table):
    """That a kind of process runs, or that a chore was done: one row each."""

    __tablename__ = "heartbeat"
    kind: Mapped[str] = mapped_column(Word, primary_key=True)
    first_at: Mapped[datetime]
    at: Mapped[datetime]
    detail: Mapped[dict[str, object]] = mapped_column(default=dict)
    """Counts; never an id or a name."""


class Counter(Table):
    """A figure that only grows, added up over all processes and their restarts."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(Word, primary_key=True)
    value: Mapped[float] = mapped_column(Float, default=0.0)


class HealthStanding(Table):
    """How a signal stands for the alarms, and of what each way of notifying has notified."""

    __tablename__ = "health_standing"
    signal: Mapped[str] = mapped_column(Word, primary_key=True)
    level: Mapped[int]
    since: Mapped[datetime]
    bad_since: Mapped[datetime | None]
    announced: Mapped[int] = mapped_column(default=0)
    mailed: Mapped[int] = mapped_column(default=0)
    posted: Mapped[int] = mapped_column(default=0)
