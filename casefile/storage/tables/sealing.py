"""Keys of what was typed into searches, the order of an answer, questions kept to be asked again, who opens a seal, and
the samples auditors check each month."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import AutoId, Id, Stated, Table, Word, new_id, now


class UnitKey(Table):
    """The key of a unit's search history, itself locked with the installation's. Without it the history is gone."""

    __tablename__ = "unit_key"
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    locked: Mapped[bytes] = mapped_column(LargeBinary)
    days: Mapped[int]
    """How long the unit keeps what its officers searched for."""
    made_at: Mapped[datetime] = mapped_column(default=now)


class AuditorKey(Table):
    """A key pair of the auditors: whoever searches seals with the public half; the newest one counts."""

    __tablename__ = "auditor_key"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str | None] = mapped_column(Id)
    """Whose searches it is for; None for all, once it bears a passphrase. A key of its own for each unit: that another
    unit has searched before must not be felt in a search of this one."""
    public: Mapped[bytes] = mapped_column(LargeBinary)
    locked: Mapped[bytes] = mapped_column(LargeBinary)
    """The private half, locked with the auditors' passphrase, or with the installation's key until they set one."""
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    """Of the passphrase; empty when there is none."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str | None] = mapped_column(Id)


class SearchAnswer(Table):
    """What one search found, in its order: so that its pages hold every record once, whatever is entered meanwhile."""

    __tablename__ = "search_answer"
    lookup_id: Mapped[str] = mapped_column(ForeignKey("lookup.id"), primary_key=True)
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)
    sort: Mapped[str] = mapped_column(Word)
    total: Mapped[int]
    ids: Mapped[bytes] = mapped_column(LargeBinary)
    """Of the records, 16 bytes each."""
    counts: Mapped[dict[str, object]] = mapped_column(JSON)
    """By counted field: [value, how many] in their order."""
    whole: Mapped[bool]
    """Whether the index held all that its reader may find, and all of it could be searched."""
    searched: Mapped[bool]


class KeptQuestion(Table):
    """A search kept to be asked again, by its officer or by the whole unit: locked with the unit's key."""

    __tablename__ = "kept_question"
    __table_args__ = (Index("ix_kept_question_unit", "unit_id", "officer_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the whole unit sees it."""
    locked: Mapped[bytes] = mapped_column(LargeBinary)
    """What is asked, and what it is called."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime] = mapped_column(default=now, index=True)


class SealOpening(Table):
    """An auditor's request to read what was typed into one search, and what another auditor said to it."""

    __tablename__ = "seal_opening"
    __table_args__ = (Index("ix_seal_opening_asked_at", "asked_at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    lookup_id: Mapped[str] = mapped_column(Id, index=True)
    state: Mapped[str] = mapped_column(Word)
    asked_by: Mapped[str] = mapped_column(Id)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str] = mapped_column(Stated)
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Stated, default="")
    opened_at: Mapped[datetime | None]


class AuditSample(Table):
    """One line of the trail that was drawn to be checked, and what the auditor found."""

    __tablename__ = "audit_sample"
    __table_args__ = (UniqueConstraint("month", "seq"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    month: Mapped[str] = mapped_column(Word)
    """*2026-11*."""
    seq: Mapped[int] = mapped_column(AutoId)
    seed: Mapped[str] = mapped_column(Word)
    """With which it was drawn: whoever has the trail draws the same again."""
    drawn_by: Mapped[str] = mapped_column(Id)
    drawn_at: Mapped[datetime] = mapped_column(default=now)
    finding: Mapped[str] = mapped_column(Word, default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    checked_by: Mapped[str | None] = mapped_column(Id)
    checked_at: Mapped[datetime | None]


class Post(Table):
    """A place with a thin line, to which the documents on lists are carried (`casefile.posts`)."""

    __tablename__ = "post"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    locked: Mapped[bytes] = mapped_column(LargeBinary)
    """Its key, locked with the installation's; empty once the post is ended."""
    added_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    extract_at: Mapped[datetime | None]
    """When the last extract was made for it."""


class Sighting(Table):
    """A question at a post, as it is compared with what others hold (`casefile.sightings`): one of unit and subject."""

    __tablename__ = "sighting"
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    """Whose officer asked; what stands for it in comparing belongs to the unit that asks for it."""
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Of what was asked: the same again is no other."""
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    """What meets other units' watches."""
    watch_id: Mapped[str] = mapped_column(ForeignKey("watch.id"), index=True)
    """What meets other units' records."""
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
