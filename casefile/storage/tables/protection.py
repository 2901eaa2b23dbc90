"""The protection desks: their contacts, how a person is reached and who takes care, and what needs two persons."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class ProtectionContact(Table):
    """Two protection officers brought together by *same* on a protected hit. Nobody else learns that it exists."""

    __tablename__ = "protection_contact"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"), unique=True)
    reference: Mapped[str] = mapped_column(String(20))
    """Random; the same on both sides, so that they can speak of it."""
    state: Mapped[str] = mapped_column(Word)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    """Again when it was reopened: what was released before is not released any more."""
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(Id)
    outcome: Mapped[str] = mapped_column(Word, default="")
    outcome_note: Mapped[str] = mapped_column(Text, default="")


class ProtectionSide(Table):
    """What one side keeps in the contact. The other reads of it what two persons released."""

    __tablename__ = "protection_side"
    contact_id: Mapped[str] = mapped_column(ForeignKey("protection_contact.id"), primary_key=True)
    side: Mapped[str] = mapped_column(String(8), primary_key=True)
    """*record* or *watch*."""
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(Id)
    safe_contact: Mapped[str] = mapped_column(Text, default="")
    guardian_name: Mapped[str] = mapped_column(String(200), default="")
    guardian_authority: Mapped[str] = mapped_column(String(200), default="")
    guardian_phone: Mapped[str] = mapped_column(String(80), default="")
    noted_at: Mapped[datetime | None]
    noted_by: Mapped[str | None] = mapped_column(Id)


class ProtectionReferral(Table):
    """To whom a side referred the person, and what became of it."""

    __tablename__ = "protection_referral"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    contact_id: Mapped[str] = mapped_column(ForeignKey("protection_contact.id"), index=True)
    side: Mapped[str] = mapped_column(String(8))
    referred_to: Mapped[str] = mapped_column(Word)
    note: Mapped[str] = mapped_column(Text, default="")
    referred_on: Mapped[str] = mapped_column(String(10))
    """An ISO day."""
    outcome: Mapped[str] = mapped_column(Word)
    noted_by: Mapped[str | None] = mapped_column(Id)
    noted_at: Mapped[datetime] = mapped_column(default=now)
    consent_by: Mapped[str] = mapped_column(Word, default="")
    """Empty, as the day and the list: of one noted before a consent was asked for."""
    consented_on: Mapped[str] = mapped_column(String(10), default="")
    passes: Mapped[list[str]] = mapped_column(default=list)
    ended_on: Mapped[str] = mapped_column(String(10), default="")
    """The day on which the consent was taken back; empty while it stands."""


class ProtectionRequest(Table):
    """An act of the protection desk that needs two persons: asked for by one officer, confirmed by another."""

    __tablename__ = "protection_request"
    __table_args__ = (Index("ix_protection_request_subject", "subject_id", "act"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    act: Mapped[str] = mapped_column(Word)
    subject_kind: Mapped[str] = mapped_column(String(8))
    """*hit*, *record*, *watch* or *contact*."""
    subject_id: Mapped[str] = mapped_column(Id)
    side: Mapped[str] = mapped_column(String(8), default="")
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    """Until when a second officer may confirm it."""
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Word, default="")
    """*confirmed*, *refused*, or empty while it waits or has run out."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused."""
    good_until: Mapped[datetime | None]
    """How long what was confirmed is in force; None: without an end."""


class Interview(Table):
    """That a person was heard, and which indicators of trafficking were ticked; never changed. Goes with its record."""

    __tablename__ = "interview"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    held_on: Mapped[str] = mapped_column(String(10))
    """An ISO day."""
    indicators: Mapped[list[str]]
    noted_by: Mapped[str | None] = mapped_column(Id)
    noted_at: Mapped[datetime] = mapped_column(default=now)


class ProtectionReview(Table):
    """That the protection desk has to look at somebody's protection, raised by a rule. Goes with its record."""

    __tablename__ = "protection_review"
    __table_args__ = (UniqueConstraint("record_id", "ground", "detail"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    ground: Mapped[str] = mapped_column(Word)
    detail: Mapped[str] = mapped_column(Id, default="")
    """The interview, where that is the ground: each raises its own."""
    raised_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    outcome: Mapped[str] = mapped_column(Word, default="")
    """Empty while it waits."""
    reason: Mapped[str] = mapped_column(Text, default="")


class VictimReferral(Table):
    """That a service may be told of a person, by whose consent and to what; it ends with the consent. Goes with its
    record."""

    __tablename__ = "victim_referral"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    service: Mapped[str] = mapped_column(String(200))
    consent_by: Mapped[str] = mapped_column(Word)
    consented_on: Mapped[str] = mapped_column(String(10))
    """An ISO day."""
    passes: Mapped[list[str]]
    noted_by: Mapped[str | None] = mapped_column(Id)
    noted_at: Mapped[datetime] = mapped_column(default=now)
    ended_on: Mapped[str] = mapped_column(String(10), default="")
    """The day on which the consent was taken back; empty while it stands."""
    ended_by: Mapped[str | None] = mapped_column(Id)


class FocalPoint(Table):
    """The service of a country to which victims are referred, and how it is reached."""

    __tablename__ = "focal_point"
    country: Mapped[str] = mapped_column(String(2), primary_key=True)
    service: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(400))
    set_by: Mapped[str | None] = mapped_column(Id)
    set_at: Mapped[datetime] = mapped_column(default=now)
