"""Who: countries, units, officers, their roles, links and sign-ins."""

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    String,
    Text,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class Country(Table):
    __tablename__ = "country"
    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))


class Unit(Table):
    __tablename__ = "unit"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(Word, default="investigation")
    country: Mapped[str] = mapped_column(ForeignKey("country.code"))
    service: Mapped[str] = mapped_column(Word, default="", server_default="")
    """Police, gendarmerie, customs, border police, judiciary; empty: not stated."""
    desk: Mapped[str] = mapped_column(String(200), default="")
    """How another unit reaches this one: what a pointer tells."""
    locale: Mapped[str] = mapped_column(String(10), default="fr")
    timezone: Mapped[str] = mapped_column(String(40), default="Africa/Dakar")
    approves_watches: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a second officer of the unit has to approve each new watch."""
    telephone: Mapped[str] = mapped_column(String(60), default="", server_default="")
    hours: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """When the desk answers, such as `Mo-Fr 08:00-18:00`; empty: always (casefile/policy/contact/clock.py)."""
    holidays: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Days it is closed, ISO."""
    languages: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """What is spoken there, BCP 47."""
    ack_hours: Mapped[int] = mapped_column(default=48, server_default="48")
    decide_hours: Mapped[int] = mapped_column(default=72, server_default="72")
    """Until when the unit wants to have acknowledged and decided a contact. No other unit learns of these."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    asks_for: Mapped[str | None] = mapped_column(Id, index=True)
    """The unit whose questions at the post this one holds (`casefile.sightings`): nobody serves in it. None: it is a
    unit of people."""


class Officer(Table):
    __tablename__ = "officer"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(String(80), unique=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    display_name: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(10))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_login_at: Mapped[datetime | None]


class OfficerRole(Table):
    __tablename__ = "officer_role"
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Word, primary_key=True)


class MailDigest(Table):
    """At which hours an officer is sent what is due in numbers, and which of these mails left last."""

    __tablename__ = "mail_digest"
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
    hours: Mapped[list[int]] = mapped_column(JSON)
    """Of the unit's day, 0 to 23."""
    slot_at: Mapped[datetime | None]
    """The hour that was taken in hand last."""
    taken_at: Mapped[datetime | None]
    """When somebody last tried to send it."""
    sent_at: Mapped[datetime | None]
    """When it was accepted; None while it is not."""


class AccessLink(Table):
    """A one-time code, typed or as a link, by which an officer sets the own password; nobody else ever knows one."""

    __tablename__ = "access_link"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    made_at: Mapped[datetime | None]
    made_by: Mapped[str | None] = mapped_column(Id)
    """The administrator by whom it came into force; None: the command line."""


class PortalSession(Table):
    """A sign-in, kept by the server so that it can be ended everywhere at once."""

    __tablename__ = "portal_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now, index=True)
    ended_at: Mapped[datetime | None]
    factor: Mapped[str] = mapped_column(Word, default="", server_default="")
    """By what it was last shown who sits there: `policy.factors.Factor`; empty: before 0014."""
    factor_at: Mapped[datetime | None]
    """When a second factor was last given; None: never in this sign-in."""
    limited: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Opens nothing but the pages on which a second factor is set up."""
    network: Mapped[str] = mapped_column(String(64), default="", server_default="")
    agent: Mapped[str] = mapped_column(String(80), default="", server_default="")
    """From where and with what, as the officer sees it on the own page."""


class StatedReason(Table):
    """Why an officer opened one record of another unit: good for this record and this sign-in, nothing else."""

    __tablename__ = "stated_reason"
    token_hash: Mapped[str] = mapped_column(ForeignKey("portal_session.token_hash"), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    case_ref: Mapped[str] = mapped_column(String(80), default="")
    stated_at: Mapped[datetime] = mapped_column(default=now, index=True)


class Approval(Table):
    """An act that waits for a second administrator, or was decided by one. Before, nothing of it is in force."""

    __tablename__ = "approval"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    change: Mapped[str] = mapped_column(Word)
    officer_id: Mapped[str | None] = mapped_column(Id)
    """Whom it concerns; None for an officer who is to be added."""
    login: Mapped[str] = mapped_column(String(80))
    unit_id: Mapped[str] = mapped_column(Id)
    """The unit the officer belongs to afterwards."""
    wanted: Mapped[dict[str, object]] = mapped_column(default=dict)
    found: Mapped[dict[str, object]] = mapped_column(default=dict)
    """The officer as found when it was asked: what differs at confirmation is not confirmed."""
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    decided_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(Word, default="")
    """*confirmed*, *refused*, or empty while it waits or has run out."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused."""


class PeopleChanged(Table):
    """What changed in a unit's people, as its home page shows it: the officer, by whom, confirmed by whom."""

    __tablename__ = "people_changed"
    __table_args__ = (Index("ix_people_changed_unit", "unit_id", "at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    change: Mapped[str] = mapped_column(Word)
    roles: Mapped[list[str]] = mapped_column(default=list)
    """The officer's duties from then on."""
    by_id: Mapped[str | None] = mapped_column(Id)
    """The administrator who did it or asked for it; None: the command line."""
    confirmed_by: Mapped[str | None] = mapped_column(Id)
    at: Mapped[datetime] = mapped_column(default=now, index=True)


class TourSeen(Table):
    """That an officer has put the tour of the first day away."""

    __tablename__ = "tour_seen"
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(default=now)


class Training(Table):
    """That an officer was trained: never changed but for its withdrawal, which leaves it to be read."""

    __tablename__ = "training"
    __table_args__ = (Index("ix_training_unit", "unit_id", "day"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    """Of the officer, when it was noted."""
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    course: Mapped[str] = mapped_column(Word)
    day: Mapped[date]
    tutor: Mapped[str] = mapped_column(String(120))
    noted_at: Mapped[datetime] = mapped_column(default=now, index=True)
    noted_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was withdrawn."""
