"""Lists that a unit checks as a whole: the list, locked; and what became of each line, without its words."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


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
