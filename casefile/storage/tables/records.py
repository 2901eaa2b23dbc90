"""Case files, records with their versions and links, what is typed of them, searches, imports, counts of names;
tombstones."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Stated, Table, Word, new_id, now


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
    offences: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    exploitation: Mapped[list[str]] = mapped_column(default=list, server_default="[]")


class CaseVersion(Table):
    """What a case file said of itself, once somebody has amended it: from version 1, as it was opened."""

    __tablename__ = "case_version"
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    legal_basis: Mapped[str] = mapped_column(String(300))
    entered_at: Mapped[datetime] = mapped_column(default=now)
    entered_by: Mapped[str | None] = mapped_column(Id)
    change_note: Mapped[str] = mapped_column(Text, default="")
    offences: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    exploitation: Mapped[list[str]] = mapped_column(default=list, server_default="[]")


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
        Index("ix_record_state", "state", "owner_unit_id"),
        Index(
            "ix_record_hold",
            "owner_unit_id",
            sqlite_where=text("hold IS NOT NULL"),
            postgresql_where=text("hold IS NOT NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    owner_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str] = mapped_column(Word)
    origin_ref: Mapped[str | None] = mapped_column(String(200))
    """The id it carried where it came from; unique inside a unit only."""
    state: Mapped[str] = mapped_column(Word)
    hold: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    """A hold that was asked for or is in force (`casefile.retention.holds`); NULL, never JSON's null: few have one."""
    version: Mapped[int] = mapped_column(default=1)
    """The current version; also the index's external version."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    protection: Mapped[list[str] | None]
    """Whom the law protects in it, derived (`ProtectionSign`); None: not worked out yet, which counts as protected."""
    names_protected: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Its text is about somebody and names a protected person besides."""
    protected_values: Mapped[list[str] | None]
    """What of its text belongs to such a person: names and numbers as reading gives them."""


class RecordVersion(Ruled, Table):
    __tablename__ = "record_version"
    __table_args__ = (Index("ix_record_version_review_at", "review_at"),)
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(Word)
    suspicion_note: Mapped[str] = mapped_column(Text, default="")
    neutrality_check: Mapped[bool] = mapped_column(default=True)
    fact_or_opinion: Mapped[str] = mapped_column(String(8), default="fact")
    supersedes: Mapped[int | None]
    correction_of: Mapped[int | None]
    change_note: Mapped[str] = mapped_column(Stated, default="")


class RecordOffence(Table):
    """What a record's version is about, where it says so: a version without a row says nothing. A table of its own, so
    that the versions which stand are digested as they were (`casefile.storage.proven`)."""

    __tablename__ = "record_offence"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    """`identity_id` of the version."""
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    offences: Mapped[list[str]]
    exploitation: Mapped[list[str]]


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


class ProtectionSign(Table):
    """Why a record or watch is protected, one sign each: only ever added, and lowered by a protection officer;
    one that came with an import goes when the import is taken back, unless somebody has confirmed it."""

    __tablename__ = "protection_sign"
    __table_args__ = (UniqueConstraint("subject_id", "protection", "source", "detail"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    subject_id: Mapped[str] = mapped_column(Id)
    subject_kind: Mapped[str] = mapped_column(String(8))
    """*record* or *watch*."""
    protection: Mapped[str] = mapped_column(Word)
    source: Mapped[str] = mapped_column(Word)
    detail: Mapped[str] = mapped_column(String(200), default="")
    """What of the source said so: a date, a word, the id of the other record."""
    seen_at: Mapped[datetime] = mapped_column(default=now)
    seen_by: Mapped[str | None] = mapped_column(Id)
    asked_at: Mapped[datetime | None]
    """When its unit asked to have it lowered."""
    asked_by: Mapped[str | None] = mapped_column(Id)
    ask_reason: Mapped[str] = mapped_column(Text, default="")
    lowered_at: Mapped[datetime | None]
    lowered_by: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(Text, default="")


class SourceCopy(Table):
    """What the source of an import last said of a record or watch; what stands in its versions is the unit's word."""

    __tablename__ = "source_copy"
    subject_id: Mapped[str] = mapped_column(Id, primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(8))
    """*record* or *watch*."""
    content_hash: Mapped[str] = mapped_column(String(64))
    """Of the draft the source gave: equal to the next one's when the source says the same again."""
    version: Mapped[int | None]
    """The version that holds just this; None where an officer's word stands against it in every one."""
    content: Mapped[dict[str, object]] = mapped_column(default=dict)
    """Whole without a version; with one, what no version holds (`casefile.subjects.source_copies`)."""
    at: Mapped[datetime] = mapped_column(default=now)


class Lookup(Table):
    """One search an officer made, kept under an opaque id so that its link names nobody."""

    __tablename__ = "lookup"
    __table_args__ = (Index("ix_lookup_made_at", "made_at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    unit_id: Mapped[str] = mapped_column(Id, server_default="")
    """The unit it was made for: an officer who moves does not take it along."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str] = mapped_column(Text)
    case_ref: Mapped[str] = mapped_column(String(80), default="")
    purpose: Mapped[str] = mapped_column(Word)
    form: Mapped[dict[str, object] | None] = mapped_column(JSON(none_as_null=True))
    """What was typed, in clear: of searches made before it was sealed, until the worker's next round."""
    asked: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Which fields were filled in, not with what."""
    kept: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What was typed, locked with the unit's key; None once the unit keeps it no longer."""
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What was typed, sealed to the auditors."""
    auditor_key_id: Mapped[str | None] = mapped_column(Id)
    found: Mapped[int | None]
    """How many were found; None while it was not answered."""


class ImportRun(Table):
    __tablename__ = "import_run"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(Word)
    file_hash: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime] = mapped_column(default=now, index=True)
    finished_at: Mapped[datetime | None]
    report: Mapped[dict[str, object]] = mapped_column(default=dict)


class Source(Table):
    """A list that a unit's records come from: who publishes it, and the file of it that came in last."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("unit_id", "name"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(Word)
    """The reader of its files (`casefile.exchange.sources.adapters`)."""
    publisher: Mapped[str] = mapped_column(String(200), default="")
    licence: Mapped[str] = mapped_column(String(300), default="")
    cadence: Mapped[str] = mapped_column(String(80), default="")
    coverage: Mapped[str] = mapped_column(String(300), default="")
    as_of: Mapped[datetime | None]
    """The date of the newest file that was begun: an older one is refused from then on."""
    file_hash: Mapped[str] = mapped_column(String(64), default="")
    """Of that file, once all of it was in."""
    delta: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether that file said only what had changed."""
    imported_at: Mapped[datetime | None]


class Listing(Table):
    """That an entry stood on a list, from when to when; one row for each time. Goes with its record."""

    __tablename__ = "listing"
    __table_args__ = (Index("ix_listing_source", "source_id", "until_at"), Index("ix_listing_record", "record_id"))
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    source_id: Mapped[str] = mapped_column(ForeignKey("source.id"))
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"))
    topics: Mapped[list[str]] = mapped_column(default=list)
    """What the list names it for, in the words of FollowTheMoney (*sanction*, *wanted*)."""
    from_at: Mapped[datetime]
    """The date of the first file that had it."""
    until_at: Mapped[datetime | None]
    """The date of the first file that lacked it."""
    withdrew: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether its leaving withdrew the record: only then does its return bring it back."""


class FrequencyTable(Table):
    """How common each name key is, counted from the records; the newest version weighs the evidence."""

    __tablename__ = "name_frequency"
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    counted_at: Mapped[datetime] = mapped_column(default=now)
    total: Mapped[int]
    counts: Mapped[dict[str, object]]


class Tombstone(Table):
    """That there was something, whose it was, when and by which rule it went. Holds nothing of its content.

    The hash is keyed with a key of this record alone that was forgotten in the same moment: nobody can test a guess
    against it, the operator included.
    """

    __tablename__ = "tombstone"
    subject_id: Mapped[str] = mapped_column(Id, primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(8))
    """*record* or *watch*."""
    owner_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    entered_at: Mapped[datetime]
    retain_until: Mapped[datetime]
    destroyed_at: Mapped[datetime]
    policy_id: Mapped[str] = mapped_column(String(40))
    """The rule its date came from."""
    after_state: Mapped[str] = mapped_column(Word)
    """The state from which it went: *expired* (nobody kept it), *withdrawn*, *ended*."""
    approvers: Mapped[list[str]]
    """Ids of the officers who decided on its life: who entered, extended, held, withdrew or ended it."""
    content_hash: Mapped[str] = mapped_column(String(64))
    source_id_until: Mapped[datetime | None] = mapped_column(index=True)
    """Until when its id at the source stays on its head: the next file must not bring back what was taken back."""


class EntryDraft(Table):
    """A form as it was typed so far; `id` is the form's key. Its officer alone reads it, in the present unit."""

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
    """A form that was saved. Its key is unique: sent again, by a second click or by Back, it makes no other."""

    __tablename__ = "form_key"
    key: Mapped[str] = mapped_column(Id, primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    record_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
