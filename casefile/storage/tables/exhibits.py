"""Exhibits: files that belong to a record or a case, the parts they are kept in, their chain of custody."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class Exhibit(Table):
    """A file as it was received: never altered, and destroyed with the record it belongs to."""

    __tablename__ = "exhibit"
    __table_args__ = (
        Index("ix_exhibit_case_id", "case_id"),
        Index("ix_exhibit_record_id", "record_id"),
        Index("ix_exhibit_state", "state", "begun_at"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(20))
    """Random; for the bag, the report, the telephone."""
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    record_id: Mapped[str | None] = mapped_column(ForeignKey("record.id"))
    """None: it belongs to the case as a whole, and `kept_until` is its date."""
    state: Mapped[str] = mapped_column(Word)
    name: Mapped[str] = mapped_column(String(200))
    """The file's name as the officer's machine had it."""
    description: Mapped[str] = mapped_column(Text, default="")
    kept_at: Mapped[str] = mapped_column(String(300), default="")
    """Where the thing or medium itself lies: a safe, a bag's number."""
    media_type: Mapped[str] = mapped_column(String(100), default="")
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    """Of the whole file, worked out here on receipt."""
    begun_at: Mapped[datetime] = mapped_column(default=now)
    begun_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    received_at: Mapped[datetime | None]
    kept_until: Mapped[datetime | None]
    holder_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    offered_to: Mapped[str | None] = mapped_column(Id)
    outside: Mapped[str] = mapped_column(String(200), default="")
    """Who has it while it is out."""
    thumbnail: Mapped[bytes | None] = mapped_column(LargeBinary)
    preview: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Drawn again from the picture, without anything else that the file held."""


class ExhibitPart(Table):
    """A piece of the file, `policy.exhibits.PART_BYTES` long but for the last."""

    __tablename__ = "exhibit_part"
    exhibit_id: Mapped[str] = mapped_column(ForeignKey("exhibit.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ExhibitLine(Table):
    """One line of the chain of custody. Rows are only ever added."""

    __tablename__ = "exhibit_line"
    exhibit_id: Mapped[str] = mapped_column(ForeignKey("exhibit.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(default=now)
    act: Mapped[str] = mapped_column(Word)
    officer_id: Mapped[str | None] = mapped_column(Id)
    """None: the schedule."""
    to_officer_id: Mapped[str | None] = mapped_column(Id)
    outside: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
