"""The contact of two desks after a confirmed hit: what each did, and which values were released."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class ContactLine(Table):
    """One act in a contact. Append-only: what a side has done is read from its lines."""

    __tablename__ = "contact_line"
    __table_args__ = (UniqueConstraint("hit_id", "number"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"))
    number: Mapped[int]
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("unit.id"))
    """Whose act it is; None: the coordination office's."""
    officer_id: Mapped[str | None] = mapped_column(Id)
    act: Mapped[str] = mapped_column(Word)
    word: Mapped[str] = mapped_column(Word, default="")
    """The decision, the outcome or the phrase."""
    text: Mapped[str] = mapped_column(Text, default="")
    """What both desks read."""
    reason: Mapped[str] = mapped_column(Text, default="")
    """What the own desk and the coordination office read."""
    only_unit_id: Mapped[str | None] = mapped_column(Id)
    """The one unit that sees the line; None: both."""
    at: Mapped[datetime] = mapped_column(default=now)


class ReleasedField(Table):
    """One value a unit released to the other, or asks a second officer to release.

    The value is never copied: the row says where it stands in the version it was taken from, so that what is erased
    there is gone here.
    """

    __tablename__ = "released_field"
    __table_args__ = (
        Index("ix_released_field_hit", "hit_id"),
        Index("ix_released_field_subject", "subject_id"),
        Index("ix_released_field_standing", "released_at", "recalled_at"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(Id)
    """Values that were asked for together."""
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"))
    from_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    subject_kind: Mapped[str] = mapped_column(String(8))
    """*record* or *watch*."""
    subject_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    part: Mapped[str] = mapped_column(Word)
    position: Mapped[int]
    """Which of the names, numbers, dates…; of a sentence, its first character in the text."""
    until: Mapped[int]
    """The character after a sentence's last; else 0."""
    second: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Beyond the core: a second officer of the unit confirms it."""
    handling: Mapped[str] = mapped_column(String(8))
    handling_text: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    """The second officer; None while it waits, and where one was enough."""
    refused_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]
    """When it was found that the value no longer stands."""
    noted_at: Mapped[datetime | None]
    """When the receiver acknowledged that."""
    noted_by: Mapped[str | None] = mapped_column(Id)
