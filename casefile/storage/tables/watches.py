"""Watchlists, watches and their versions."""

from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from casefile.storage.tables.base import Id, Stated, Table, Word, new_id, now
from casefile.storage.tables.records import Ruled


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
    case_id: Mapped[str | None] = mapped_column(ForeignKey("case_file.id"), index=True)
    kind: Mapped[str] = mapped_column(Word)
    origin_ref: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(Word)
    state_reason: Mapped[str] = mapped_column(Stated, default="")
    version: Mapped[int] = mapped_column(default=1)
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=now)
    protection: Mapped[list[str] | None]
    """As of a record: derived, and None until it was worked out."""
    wide: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It finds nothing, too much or what everybody holds, and is kept all the same."""
    asked_by: Mapped[str | None] = mapped_column(Id)
    """Who proposed it as it stands; None: the command line, or it needed no approval."""
    approved_by: Mapped[str | None] = mapped_column(Id)
    """The second officer, then the coordinator, who approved it as it stands."""


class WatchNotice(Table):
    """What became of a watch without an act of its unit, or is about to: ids and days, never what it looks for."""

    __tablename__ = "watch_notice"
    __table_args__ = (
        UniqueConstraint("watch_id", "kind", "about"),
        Index("ix_watch_notice_unit", "unit_id", "at"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    watch_id: Mapped[str] = mapped_column(ForeignKey("watch.id"))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(Word)
    about: Mapped[datetime]
    """The end a reminder speaks of, else when it happened: the same is never said twice."""
    at: Mapped[datetime] = mapped_column(default=now, index=True)


class WatchVersion(Ruled, Table):
    __tablename__ = "watch_version"
    watch_id: Mapped[str] = mapped_column(ForeignKey("watch.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    ground: Mapped[str] = mapped_column(Text)
