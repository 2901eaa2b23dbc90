"""A unit's own tables on their way in: the file, what is said of it, what became of each row."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class TableImport(Table):
    """One file that an officer sent. `plan` is what its columns are and what is said of all of it."""

    __tablename__ = "table_import"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    officer_id: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    """Who sent it, and in whose name it comes in; None: the command line."""
    file_name: Mapped[str] = mapped_column(String(200))
    file_hash: Mapped[str] = mapped_column(String(64))
    plan: Mapped[dict[str, object]] = mapped_column(JSON)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    ordered_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    undo_at: Mapped[datetime | None]
    undo_reason: Mapped[str] = mapped_column(Text, default="")
    undone_at: Mapped[datetime | None]
    claim: Mapped[str | None] = mapped_column(Id)
    """Which worker has it in hand, until `claimed_until`: another one's parts are refused."""
    claimed_until: Mapped[datetime | None]
    stopped: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    """Why its last attempt ended early: `message` and `values`."""


class TableFile(Table):
    """The file itself: read again by whoever carries it out, and to give refused rows back."""

    __tablename__ = "table_file"
    import_id: Mapped[str] = mapped_column(ForeignKey("table_import.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime] = mapped_column(default=now, index=True)


class TableRow(Table):
    """What became of a row; written in the transaction that made it so."""

    __tablename__ = "table_row"
    __table_args__ = (Index("ix_table_row_ref", "ref"), Index("ix_table_row_outcome", "import_id", "outcome"))
    import_id: Mapped[str] = mapped_column(ForeignKey("table_import.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    sheet: Mapped[int]
    line: Mapped[int]
    ref: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(Word)
    subject_id: Mapped[str | None] = mapped_column(Id)
    version: Mapped[int | None]
    problems: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    at: Mapped[datetime] = mapped_column(default=now, index=True)


class TableMapping(Table):
    """What a unit said of the columns of a table, kept for the next one like it."""

    __tablename__ = "table_mapping"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(80))
    plan: Mapped[dict[str, object]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(default=now)
