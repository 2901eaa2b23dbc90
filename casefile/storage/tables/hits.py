"""Hits, their reviews, the pointers they became, and pairs of names that were judged."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class Hit(Table):
    """A candidate that passed matching, with its evidence: once per record, watch and matched facts."""

    __tablename__ = "hit"
    __table_args__ = (
        UniqueConstraint("record_id", "watch_id", "facts_hash"),
        ForeignKeyConstraint(
            ["record_id", "record_version"],
            ["record_version.record_id", "record_version.version"],
            name="fk_hit_record_version",
        ),
        ForeignKeyConstraint(
            ["watch_id", "watch_version"],
            ["watch_version.watch_id", "watch_version.version"],
            name="fk_hit_watch_version",
        ),
        Index("ix_hit_queue", "desk", "state", "detected_at"),
        Index("ix_hit_watch", "watch_id"),
        Index("ix_hit_coincidence", "coincidence_id"),
        Index("ix_hit_value_key", "value_key"),
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
    """*hit* or *possible*: how matching graded it."""
    evidence: Mapped[list[dict[str, object]]]
    """What agreed or contradicted: always read whole, written once, hence one JSON value."""
    model_version: Mapped[str] = mapped_column(String(40))
    desk: Mapped[str] = mapped_column(Word)
    state: Mapped[str] = mapped_column(Word)
    detected_at: Mapped[datetime] = mapped_column(default=now)
    part_protected: Mapped[bool] = mapped_column(default=False, server_default=false())
    """What agreed belongs to a protected person whom the record's text names."""
    answer_due_at: Mapped[datetime | None]
    """Until when the record's owner may agree or refuse, where its rule asks the owner first."""
    coincidence_id: Mapped[str | None] = mapped_column(Id)
    """What the hits of one coincidence share: one item at the desk. None: the hit is one by itself."""
    value_key: Mapped[str | None] = mapped_column(Id)
    """A digest of the one number by which the two meet, where nothing else agrees."""
    common_value: Mapped[bool] = mapped_column(default=False, server_default=false())
    """So many records hold that number that all its hits are one line."""
    judged_evidence: Mapped[list[dict[str, object]] | None] = mapped_column(JSON(none_as_null=True))
    """What the last judgement was made on; None: nobody has judged, or what was judged is still in `evidence`."""
    judged_decision: Mapped[str | None] = mapped_column(Word)
    """How matching graded that."""
    asked_again_at: Mapped[datetime | None]
    """Since when the judgement has to be confirmed: it stands meanwhile."""


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
    protection_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why so, where one side seeks as a suspect whom the other knows as a victim."""
    from_state: Mapped[str] = mapped_column(Word)
    to_state: Mapped[str] = mapped_column(Word)
    decided_at: Mapped[datetime] = mapped_column(default=now)


class Pointer(Table):
    """What one party of a confirmed hit learns: which unit, which desk, which reference. Nothing else."""

    __tablename__ = "pointer"
    __table_args__ = (UniqueConstraint("hit_id", "unit_id"), Index("ix_pointer_sent_at", "sent_at"))
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    """The recipient."""
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
    """When the recipient was notified that the coincidence no longer stands."""
    read_at: Mapped[datetime | None]
    asks: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The other unit learns nothing before this one has agreed."""
    answer: Mapped[str] = mapped_column(String(8), default="", server_default="")
    """*agree* or *refuse*; empty while there is none."""
    answer_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(Id)


class NameJudgement(Table):
    """A pair of names a coordinator marked the same or not: what `griot names fit` learns from."""

    __tablename__ = "name_judgement"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    left: Mapped[str] = mapped_column("left_name", Text)
    right: Mapped[str] = mapped_column("right_name", Text)
    judgement: Mapped[str] = mapped_column(Word)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    hit_id: Mapped[str | None] = mapped_column(Id)
    made_at: Mapped[datetime] = mapped_column(default=now, index=True)


class HeldJudgement(Table):
    """A judgement that may still be undone: nothing of it has happened yet. One row for each hit it answers."""

    __tablename__ = "held_judgement"
    __table_args__ = (UniqueConstraint("hit_id"), Index("ix_held_judgement_due_at", "due_at"))
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(Id, index=True)
    """What the hits of one judgement share: all of them take effect, or none."""
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"))
    lead: Mapped[bool]
    """The hit that was open when it was judged."""
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    judgement: Mapped[str] = mapped_column(Word)
    reason: Mapped[str] = mapped_column(Text)
    protection_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    from_state: Mapped[str] = mapped_column(Word)
    facts_hash: Mapped[str] = mapped_column(String(64))
    """The facts it was made on: on others it does not take effect."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    """From when it takes effect."""
    returned_at: Mapped[datetime | None]
    """Since when it stands here as not in effect: the hit changed before its time."""


class HitAssignment(Table):
    """Who has a hit in hand: said to the desk, keeps nobody from judging. The trail has who gave it when."""

    __tablename__ = "hit_assignment"
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"), primary_key=True)
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
