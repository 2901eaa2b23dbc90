"""The tables: the truth, of which the index is a copy.

Ids that a page, a link or another unit may ever see are random (`new_id`), never counted: gaps in a number
would tell what is hidden (governance.md, side channel 8). Versions of records and watches are append-only.
"""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

Id = String(32)
Word = String(32)  # a value of casefile.vocabulary
AutoId = BigInteger().with_variant(Integer(), "sqlite")


def new_id() -> str:
    """A random 128-bit id, 32 hex digits."""
    return secrets.token_hex(16)


def new_ids(many: int) -> list[str]:
    """Ids of rows that are written together: 64 random bits they share, 64 of their own.

    So they become neighbours in every index of the database, and a batch of 200 records writes a few pages instead of
    a page for nearly every row: entering takes 0.15 ms of processor time a record instead of 0.26. An id says nothing
    of when it was made or how many there are; two say at most that they came in one batch.
    """
    together = secrets.token_hex(8)
    return [together + secrets.token_hex(8) for _ in range(many)]


def now() -> datetime:
    """The present moment, in UTC. Tests replace it here."""
    return datetime.now(UTC)


def insert_for(session: Session) -> Any:
    """The dialect's own `insert`, which knows ON CONFLICT."""
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON, list[str]: JSON}


# ---- who ------------------------------------------------------------------------------------------------------


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
    desk: Mapped[str] = mapped_column(String(200), default="")
    """How another unit reaches this one: what a pointer tells."""
    locale: Mapped[str] = mapped_column(String(10), default="fr")
    timezone: Mapped[str] = mapped_column(String(40), default="Africa/Dakar")
    created_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]


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
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]


class OfficerRole(Table):
    __tablename__ = "officer_role"
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    role: Mapped[str] = mapped_column(Word, primary_key=True)


class AccessLink(Table):
    """A one-time link by which an officer sets the own password; nobody else ever knows one."""

    __tablename__ = "access_link"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PortalSession(Table):
    """A sign-in, kept by the server so that it can be ended everywhere at once."""

    __tablename__ = "portal_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]


# ---- what is known of a subject -------------------------------------------------------------------------------


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


class PlaceRow(Table):
    __tablename__ = "identity_place"
    identity_id: Mapped[str] = mapped_column(ForeignKey("identity.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    text: Mapped[str] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(String(2))


# ---- cases and records ----------------------------------------------------------------------------------------


class Case(Table):
    __tablename__ = "case_file"
    __table_args__ = (UniqueConstraint("unit_id", "reference"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    reference: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300), default="")
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    opened_by: Mapped[str | None] = mapped_column(ForeignKey("officer.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]


class Ruled:
    """Columns that a record's version and a watch's version share: why it is held, how good it is, who may know."""

    purpose: Mapped[str] = mapped_column(Word)
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    subject_category: Mapped[str] = mapped_column(Word)
    source_grade: Mapped[str] = mapped_column(String(1))
    info_grade: Mapped[str] = mapped_column(String(1))
    handling: Mapped[str] = mapped_column(String(2))
    handling_text: Mapped[str] = mapped_column(String(500), default="")
    sharing: Mapped[str] = mapped_column(Word)
    sharing_units: Mapped[list[str]] = mapped_column(default=lambda: ["*"])
    notify: Mapped[str] = mapped_column(Word, default="mutual")
    protection: Mapped[list[str]] = mapped_column(default=list)
    review_at: Mapped[datetime]
    retain_until: Mapped[datetime]
    policy_id: Mapped[str] = mapped_column(String(40), default="default-5y")
    entered_by: Mapped[str | None] = mapped_column(Id)
    entered_at: Mapped[datetime] = mapped_column(default=now)
    content_hash: Mapped[str] = mapped_column(String(64))


class Record(Table):
    """One thing a unit knows, in a case. Its content stands in its versions."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("owner_unit_id", "origin_ref"),
        Index("ix_record_case", "case_id"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    owner_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(Word)
    origin_ref: Mapped[str | None] = mapped_column(String(200))
    """The id it carried where it came from; unique inside a unit only."""
    state: Mapped[str] = mapped_column(Word)
    hold: Mapped[dict[str, Any] | None]
    version: Mapped[int] = mapped_column(default=1)
    """The current version; also the index's external version."""
    created_at: Mapped[datetime] = mapped_column(default=now)


class RecordVersion(Ruled, Table):
    __tablename__ = "record_version"
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Word)
    suspicion_note: Mapped[str] = mapped_column(Text, default="")
    neutrality_check: Mapped[bool] = mapped_column(default=True)
    fact_or_opinion: Mapped[str] = mapped_column(String(8), default="fact")
    supersedes: Mapped[int | None]
    correction_of: Mapped[int | None]
    change_note: Mapped[str] = mapped_column(String(500), default="")


class RecordLink(Table):
    """A record's part in another: *from* is the person or thing, *to* the event, report, case member it belongs to."""

    __tablename__ = "record_link"
    __table_args__ = (UniqueConstraint("from_record_id", "to_record_id", "role"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    owner_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    from_record_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    to_record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    role: Mapped[str] = mapped_column(Word)
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]


# ---- watches --------------------------------------------------------------------------------------------------


class Watchlist(Table):
    __tablename__ = "watchlist"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(default=now)


class Watch(Table):
    """A standing question of a unit about a subject."""

    __tablename__ = "watch"
    __table_args__ = (UniqueConstraint("owner_unit_id", "origin_ref"), Index("ix_watch_expiry", "state", "expires_at"))
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    owner_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    watchlist_id: Mapped[str] = mapped_column(ForeignKey("watchlist.id"))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(Word)
    origin_ref: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(Word)
    state_reason: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)


class WatchVersion(Ruled, Table):
    __tablename__ = "watch_version"
    watch_id: Mapped[str] = mapped_column(ForeignKey("watch.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    ground: Mapped[str] = mapped_column(Text)


# ---- hits -----------------------------------------------------------------------------------------------------


class Hit(Table):
    """A candidate that passed matching, with its evidence: once per record, watch and matched facts."""

    __tablename__ = "hit"
    __table_args__ = (
        UniqueConstraint("record_id", "watch_id", "facts_hash"),
        ForeignKeyConstraint(
            ["record_id", "record_version"], ["record_version.record_id", "record_version.version"],
            name="fk_hit_record_version",
        ),
        ForeignKeyConstraint(
            ["watch_id", "watch_version"], ["watch_version.watch_id", "watch_version.version"],
            name="fk_hit_watch_version",
        ),
        Index("ix_hit_queue", "desk", "state", "detected_at"),
        Index("ix_hit_watch", "watch_id"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    record_id: Mapped[str] = mapped_column(Id)
    record_version: Mapped[int]
    watch_id: Mapped[str] = mapped_column(Id)
    watch_version: Mapped[int]
    record_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    watch_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    facts_hash: Mapped[str] = mapped_column(String(64))
    score: Mapped[float] = mapped_column(Float)
    """Weight of evidence, in bits."""
    decision: Mapped[str] = mapped_column(Word)
    """*hit* or *look*: how matching graded it."""
    evidence: Mapped[list[Any]]
    """What agreed or contradicted: always read whole, written once, hence one JSON value."""
    rules_version: Mapped[str] = mapped_column(String(40))
    desk: Mapped[str] = mapped_column(Word)
    state: Mapped[str] = mapped_column(Word)
    detected_at: Mapped[datetime] = mapped_column(default=now)


class Review(Table):
    """One decision on a hit. The unique number per hit lets only one of two simultaneous reviewers through."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("hit_id", "number"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"))
    number: Mapped[int]
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    judgement: Mapped[str] = mapped_column(Word)
    reason: Mapped[str] = mapped_column(Text)
    from_state: Mapped[str] = mapped_column(Word)
    to_state: Mapped[str] = mapped_column(Word)
    decided_at: Mapped[datetime] = mapped_column(default=now)


class Pointer(Table):
    """What one party of a confirmed hit is told: which unit, which desk, which reference. Nothing else."""

    __tablename__ = "pointer"
    __table_args__ = (UniqueConstraint("hit_id", "unit_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    """Who is told."""
    about_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    own_subject: Mapped[str] = mapped_column(String(8))
    """*record* or *watch*: which of the receiver's own things it concerns."""
    desk: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(20))
    """Random; the same on both sides, so that they can speak of it."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    """When it was delivered; before that the unit sees nothing of it."""
    withdrawn_at: Mapped[datetime | None]
    """When the receiver was told that the coincidence no longer stands."""
    read_at: Mapped[datetime | None]


# ---- what is owed, what was done ------------------------------------------------------------------------------


class Outbox(Table):
    """What must still reach the index or a reader. A row is deleted when nothing is owed any more."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_subject", "subject_id"), {"sqlite_autoincrement": True})  # ids never come again
    id: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    topic: Mapped[str] = mapped_column(Word)
    subject_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(Word)
    created_at: Mapped[datetime] = mapped_column(default=now)
    available_at: Mapped[datetime] = mapped_column(default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    refusals: Mapped[int] = mapped_column(default=0)
    """Failures that were the row's own fault; only these park it."""
    lease_until: Mapped[datetime | None]
    lease_by: Mapped[str | None] = mapped_column(String(64))
    parked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(500), default="")


class Audit(Table):
    """Who did what, when and why. Append-only, each row holding the hash of the one before."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject_id"),)
    seq: Mapped[int] = mapped_column(AutoId, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(40))
    officer_id: Mapped[str | None] = mapped_column(Id)
    unit_id: Mapped[str | None] = mapped_column(Id)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    case_ref: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[str] = mapped_column(Word, default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Ids and counts; never a name."""
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Lookup(Table):
    """One search an officer made, kept under an opaque id so that its link names nobody."""

    __tablename__ = "lookup"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str] = mapped_column(Text)
    case_ref: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[str] = mapped_column(Word)
    form: Mapped[dict[str, Any]]
    found: Mapped[int | None]
    """How many were found; None while it was not answered."""


class ImportRun(Table):
    __tablename__ = "import_run"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(Word)
    file_hash: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)


class NameJudgement(Table):
    """A pair of names a coordinator marked the same or not: what `griot names fit` learns from."""

    __tablename__ = "name_judgement"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    left: Mapped[str] = mapped_column("left_name", Text)
    right: Mapped[str] = mapped_column("right_name", Text)
    judgement: Mapped[str] = mapped_column(Word)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    hit_id: Mapped[str | None] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(default=now)


class FrequencyTable(Table):
    """How common each name key is, counted from the records; the newest version weighs the evidence."""

    __tablename__ = "name_frequency"
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counted_at: Mapped[datetime] = mapped_column(default=now)
    total: Mapped[int]
    counts: Mapped[dict[str, Any]]
