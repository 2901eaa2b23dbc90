"""Joint cases: the units in them, members by name, what each put in, minutes; cases handed to the judiciary; and what
the coordination office keeps: agreements between two units, planned operations that meet, figures of past months."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Table, Word, new_id, now


class JointCase(Table):
    """A case that two or more units hold together until its last day. It holds no record: each unit keeps its own."""

    __tablename__ = "joint_case"
    __table_args__ = (Index("ix_joint_case_due", "state", "ends_at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(20))
    """Random; the same for all its units."""
    title: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[str] = mapped_column(Text)
    lead_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    proposed_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    proposed_at: Mapped[datetime] = mapped_column(default=now)
    hit_id: Mapped[str | None] = mapped_column(Id)
    """The coincidence it came of; its reference is shown to nobody but those who hold a pointer of it."""
    state: Mapped[str] = mapped_column(Word)
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(Id)
    close_reason: Mapped[str] = mapped_column(Text, default="")


class JointSeat(Table):
    """One unit's part in a joint case: asked, taken, declined, left."""

    __tablename__ = "joint_seat"
    joint_id: Mapped[str] = mapped_column(ForeignKey("joint_case.id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(Word)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(Text, default="")


class JointMember(Table):
    """An officer who takes part, by name; each unit names its own."""

    __tablename__ = "joint_member"
    __table_args__ = (UniqueConstraint("joint_id", "officer_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    joint_id: Mapped[str] = mapped_column(ForeignKey("joint_case.id"))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    """The unit that named the officer: who moves to another one is a member no more."""
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"), index=True)
    part: Mapped[str] = mapped_column(Word)
    named_at: Mapped[datetime] = mapped_column(default=now)
    named_by: Mapped[str] = mapped_column(Id)
    removed_at: Mapped[datetime | None]


class JointRecord(Table):
    """A record its unit put in, in full or its core; it stays that unit's and may be taken out at any time."""

    __tablename__ = "joint_record"
    __table_args__ = (UniqueConstraint("joint_id", "record_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    joint_id: Mapped[str] = mapped_column(ForeignKey("joint_case.id"))
    record_id: Mapped[str] = mapped_column(ForeignKey("record.id"), index=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    extent: Mapped[str] = mapped_column(Word)
    """*full* or *core*."""
    put_at: Mapped[datetime] = mapped_column(default=now)
    put_by: Mapped[str] = mapped_column(Id)
    taken_at: Mapped[datetime | None]


class JointMinute(Table):
    """A dated text of one member. Rows are only ever added."""

    __tablename__ = "joint_minute"
    __table_args__ = (Index("ix_joint_minute_joint", "joint_id", "written_at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    joint_id: Mapped[str] = mapped_column(ForeignKey("joint_case.id"))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=now)


class Handover(Table):
    """A unit's case given to a service of the judiciary: the list of its records, and the receipt."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_to", "to_unit_id", "handed_at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    receipt: Mapped[str] = mapped_column(String(20), unique=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    from_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    to_officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    """The magistrate it is addressed to."""
    state: Mapped[str] = mapped_column(Word)
    items: Mapped[list[dict[str, object]]]
    """Each record with its version and content hash, as it stood: written once, always read whole."""
    list_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 over receipt, case and items."""
    reason: Mapped[str] = mapped_column(Text)
    handed_at: Mapped[datetime] = mapped_column(default=now)
    handed_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Id)
    answer: Mapped[str] = mapped_column(Text, default="")


class Dossier(Table):
    """A sealed dossier of a hit that a unit addressed to a magistrate. Its ZIP is kept as it was sealed."""

    __tablename__ = "dossier"
    __table_args__ = (
        Index("ix_dossier_to", "to_unit_id", "made_at"),
        Index("ix_dossier_from", "from_unit_id", "hit_id"),
        Index("ix_dossier_hit", "hit_id"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    hit_id: Mapped[str] = mapped_column(ForeignKey("hit.id"))
    pointer_id: Mapped[str] = mapped_column(ForeignKey("pointer.id"))
    """The maker's: by it the unit finds the contact."""
    from_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    to_unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    to_officer_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    """The magistrate it is addressed to."""
    state: Mapped[str] = mapped_column(Word)
    reason: Mapped[str] = mapped_column(Text)
    permission: Mapped[str] = mapped_column(Text, default="")
    """Of the source, for what bears H1; empty: nothing of the kind is in it."""
    released: Mapped[list[str]] = mapped_column(default=list)
    """Ids of the other unit's released values in it: when one no longer stands, it is not opened any more."""
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    manifest_hash: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the ZIP: asked at every read."""
    content: Mapped[bytes | None]
    """The ZIP; None once it was destroyed."""


class DossierRequest(Table):
    """What a magistrate asks for besides, and the unit's answer."""

    __tablename__ = "dossier_request"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossier.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    asked_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(Id)


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


class Operation(Table):
    """What a unit plans at a place and time; nobody else's to read but the coordination office's, where two meet."""

    __tablename__ = "operation"
    __table_args__ = (Index("ix_operation_unit", "unit_id", "starts_at"), Index("ix_operation_over", "over_at"))
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("case_file.id"), index=True)
    place: Mapped[str] = mapped_column(String(200))
    """As typed; which known place it is follows from it."""
    radius_km: Mapped[int]
    starts_at: Mapped[datetime]
    """The beginning of its first day and the end of its last, UTC."""
    ends_at: Mapped[datetime]
    means: Mapped[str] = mapped_column(String(300))
    targets: Mapped[str] = mapped_column(String(300))
    contact_id: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    """Whom the coordination office calls."""
    state: Mapped[str] = mapped_column(Word)
    version: Mapped[int] = mapped_column(default=1)
    """One more with each step."""
    entered_at: Mapped[datetime] = mapped_column(default=now)
    entered_by: Mapped[str] = mapped_column(ForeignKey("officer.id"))
    over_at: Mapped[datetime]
    """Its last day, or when it was cancelled or done: it is kept for a time from here."""
    step_reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was postponed, cancelled or done."""


class OperationKey(Table):
    """A cell of the map by a stretch of days that a standing operation touches: by these two find each other."""

    __tablename__ = "operation_key"
    operation_id: Mapped[str] = mapped_column(Id, primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    over_at: Mapped[datetime] = mapped_column(index=True)


class EventKey(Table):
    """The same of what a watch on a departure covers, or a record says of an event, from the day on which it was
    written."""

    __tablename__ = "event_key"
    subject_id: Mapped[str] = mapped_column(Id, primary_key=True)
    """The watch's or the record's."""
    key: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)
    version: Mapped[int]
    """That of the watch or record which first said this place and these days."""
    over_at: Mapped[datetime] = mapped_column(index=True)


class OperationMeeting(Table):
    """Two units' operations at one place and time, or an operation within what a watch of another unit covers, or
    where its record says that something happened. The coordination office's alone."""

    __tablename__ = "operation_meeting"
    __table_args__ = (UniqueConstraint("one_id", "other_id"), Index("ix_operation_meeting_state", "state", "found_at"))
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    one_id: Mapped[str] = mapped_column(Id)
    """The smaller of the two ids, with a watch or record the operation's; each goes on its own date."""
    other_id: Mapped[str] = mapped_column(Id, index=True)
    one_version: Mapped[int]
    other_version: Mapped[int]
    """As they were when they last met."""
    state: Mapped[str] = mapped_column(Word)
    found_at: Mapped[datetime] = mapped_column(default=now)
    over_at: Mapped[datetime] = mapped_column(index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(Id)
    reason: Mapped[str] = mapped_column(Text, default="")
    one_called_at: Mapped[datetime | None]
    other_called_at: Mapped[datetime | None]
    """When each unit said that it had called."""
    kind: Mapped[str] = mapped_column(Word, default="operation", server_default="operation")
    """`MeetingKind`: what `other_id` is."""


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


class NetworkCluster(Table):
    """A network across units as it was counted last night: figures alone. The next count takes its place."""

    __tablename__ = "network_cluster"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    number: Mapped[int]
    """Its place in the list: what grew last first."""
    units: Mapped[int]
    persons: Mapped[int]
    entries: Mapped[int]
    persons_before: Mapped[int | None]
    """How many persons it held at `since`; None where it is new."""
    since: Mapped[datetime]
    grown_at: Mapped[datetime]
    counted_at: Mapped[datetime]
    hits: Mapped[list[str]]
    """Ids of the newest hits that join it, judged at the office's own desk."""


class PictureFigure(Table):
    """A published cell of the strategic picture: counted once and never again. What is not shown is not kept."""

    __tablename__ = "picture_figure"
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    table_name: Mapped[str] = mapped_column(Word, primary_key=True)
    """`PictureTable`; *counted* for the row that says that the month was counted."""
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    figure: Mapped[int]
    counted_at: Mapped[datetime] = mapped_column(default=now)


class Simulation(Table):
    """The course of a joint simulation in a training space: one row, and none elsewhere."""

    __tablename__ = "simulation"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    """The same for every one: two starts at once make one."""
    steps: Mapped[list[dict[str, object]]]
    """What was done with the clock, in order (`casefile.policy.simulation.clock`)."""
    version: Mapped[int] = mapped_column(default=1)
    started_at: Mapped[datetime] = mapped_column(default=now)
    started_by: Mapped[str] = mapped_column(Id)
