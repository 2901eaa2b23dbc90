"""What a unit sends in as a whole: its tables on their way in, and lists that are checked, without their words."""

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
    subject_id: Mapped[str | None] = mapped_column(Id, index=True)
    version: Mapped[int | None]
    before: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    """Of a record or watch that it wrote over: what no version holds, until an undo has put it back."""
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


class ExportTemplate(Table):
    """Which columns another system's form has, and what of a record goes into each; as an office wrote it down."""

    __tablename__ = "export_template"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    """None: every unit's."""
    lines: Mapped[list[list[str]]] = mapped_column(JSON)
    """Those of its file (`casefile.exchange.outgoing.template`)."""
    installed_at: Mapped[datetime] = mapped_column(default=now)


class BatchCheck(Table):
    """One list that an officer gave. `kept` holds kind and text of its lines, locked with the unit's key."""

    __tablename__ = "batch_check"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    kept: Mapped[bytes | None] = mapped_column(LargeBinary)
    """None once the unit keeps its searches no longer."""
    lines: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    case_ref: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[str] = mapped_column(Word, default="")
    ordered_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    """How often it was gone through; what could not be checked is tried again."""
    claim: Mapped[str | None] = mapped_column(Id)
    """Which worker has it in hand, until `claimed_until`: another one's parts are refused."""
    claimed_until: Mapped[datetime | None]


class BatchLine(Table):
    """What became of a line; written in the transaction that says so in the trail."""

    __tablename__ = "batch_line"
    __table_args__ = (Index("ix_batch_line_answer", "check_id", "answer"),)
    check_id: Mapped[str] = mapped_column(ForeignKey("batch_check.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    lookup_id: Mapped[str | None] = mapped_column(Id, index=True)
    """The search it was asked as; None until it is."""
    mark: Mapped[str] = mapped_column(String(64), default="", index=True)
    """What it asks for, as a digest under the unit's key: whether a later search asks the same."""
    mark_latin: Mapped[str] = mapped_column(String(64), default="", index=True)
    answer: Mapped[str] = mapped_column(Word)
    found: Mapped[int] = mapped_column(default=0)
    records: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Ids of the first that were found."""
    problem: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    """Why it is never asked: `message` and `values`."""
    answered_at: Mapped[datetime | None]
    seen_by: Mapped[str | None] = mapped_column(Id)
    seen_at: Mapped[datetime | None]
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
