"""What the coordination office keeps: agreements between two units, and the figures of past months."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class Agreement(Table):
    """By treaty, a strong hit between these two units on one kind of record becomes a pointer without a review."""

    __tablename__ = "agreement"
    __table_args__ = (Index("ix_agreement_pair", "unit_a_id", "unit_b_id", "record_kind"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_a_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    """The smaller of the two ids."""
    unit_b_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    record_kind: Mapped[str] = mapped_column(Word)
    treaty: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(Word)
    ends_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    proposed_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    """A coordinator."""
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Id)
    """An administrator, another person."""
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(Id)
    end_reason: Mapped[str] = mapped_column(Text, default="")


class ReciprocityMonth(Table):
    """How one unit and its partners answered in a month that is over: counted once and never again.

    So that two looks at the same month cannot be subtracted from each other.
    """

    __tablename__ = "reciprocity_month"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    direction: Mapped[str] = mapped_column(Word, primary_key=True)
    """*received*: what the unit was sent; *given*: what others were sent about it."""
    total: Mapped[int]
    in_time: Mapped[int]
    useful: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(default=now)
