"""What is known of a subject, one identity for each version of a record or watch."""

from sqlalchemy import (
    Boolean,
    ForeignKey,
    String,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Table, Word


class IdentityRow(Table):
    """One identity: of a record's version or of a watch's version. `id` is `<record or watch id>:<version>`."""

    __tablename__ = "identity"
    id: Mapped[str] = mapped_column(String(48), primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    sex: Mapped[str | None] = mapped_column(String(1))
    nationalities: Mapped[list[str]] = mapped_column(default=list)
    narrative: Mapped[str] = mapped_column(Text, default="")


class NameRow(Table):
    __tablename__ = "identity_name"
    identity_id: Mapped[str] = mapped_column(ForeignKey("identity.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    text: Mapped[str] = mapped_column(Text)
    lang: Mapped[str | None] = mapped_column(String(16))


class IdentifierRow(Table):
    __tablename__ = "identity_identifier"
    identity_id: Mapped[str] = mapped_column(ForeignKey("identity.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    value: Mapped[str] = mapped_column(String(400))
    country: Mapped[str | None] = mapped_column(String(2))


class DateRow(Table):
    __tablename__ = "identity_date"
    identity_id: Mapped[str] = mapped_column(ForeignKey("identity.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    value: Mapped[str] = mapped_column(String(10))
    until: Mapped[str | None] = mapped_column(String(10))
    circa: Mapped[bool] = mapped_column(Boolean, default=False)


class FactRow(Table):
    __tablename__ = "identity_fact"
    identity_id: Mapped[str] = mapped_column(ForeignKey("identity.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    value: Mapped[str] = mapped_column(Text)


class PlaceRow(Table):
    __tablename__ = "identity_place"
    identity_id: Mapped[str] = mapped_column(ForeignKey("identity.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    text: Mapped[str] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(String(2))
