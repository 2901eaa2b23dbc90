"""What officers are typing, and which form became which record."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, now


class EntryDraft(Table):
    """A form as it was typed so far; `id` is the form's key. Its officer alone reads it, in the unit it was typed in."""

    __tablename__ = "entry_draft"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(Word)
    record_id: Mapped[str | None] = mapped_column(Id)
    """The record it amends; None for a new one."""
    typed: Mapped[bytes] = mapped_column(LargeBinary)
    """The fields, locked with the unit's key as searches are."""
    page: Mapped[str] = mapped_column(String(32), default="")
    """The opened page that sent it; `count` orders what one page sends."""
    count: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime] = mapped_column(default=now)
    saved_at: Mapped[datetime] = mapped_column(default=now, index=True)


class FormKey(Table):
    """A form that was saved. Its key is unique: sent again, by a second click or from Back, it makes no second record."""

    __tablename__ = "form_key"
    key: Mapped[str] = mapped_column(Id, primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    record_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
