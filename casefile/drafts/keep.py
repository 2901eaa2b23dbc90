"""Drafts: what an officer is typing, kept on the server and read by that officer alone.

A draft is no record: it is not searched, not compared and not shown to the unit. It is locked with the unit's key, as
searches are, and goes when it is saved, thrown away, or `policy.retention.DRAFT_KEPT` after the last key.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.orm import Session

from casefile import sealing
from casefile.errors import MISSING, BadInput, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.retention import DRAFT_KEPT
from casefile.policy.viewer import Viewer, require
from casefile.storage import fresh, tables
from casefile.storage.tables import EntryDraft, FormKey
from casefile.vocabulary import Json, RecordKind

MOST_DRAFTS = 200
"""Of one officer: a month of ten forms a working day, all left unsaved."""
MOST_FIELDS = 4_000
"""Of one form: 300 rows of each kind have 3,900."""
MOST_CHARACTERS = 1_000_000
"""The longest text a record takes, five times."""

LEFT_AFTER = timedelta(minutes=5)
"""Without a key for so long a form counts as left: sooner its officer still sits at it, and no bell need ring."""

Field = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it stands: `fields` are (name, value) in the order sent.

    `page` is the opened page it comes from and `count` orders what that page sends: an answer that was overtaken on
    a slow line does not put back what was typed since.
    """

    key: str
    kind: RecordKind
    fields: Sequence[Field]
    record_id: str | None = None
    page: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in its officer's list. `title` is the first thing typed that names it; may be empty."""

    key: str
    kind: RecordKind
    record_id: str | None
    title: str
    saved_at: datetime
    kept_until: datetime


@dataclass(frozen=True, slots=True)
class DraftView:
    line: DraftLine
    fields: tuple[Field, ...]
    count: int


def keep(session: Session, viewer: Viewer, typed: Typed) -> bool:
    """Keep a form as typed so far; False when it is overtaken, or saved already. Raises BadInput, NotThere."""
    require(viewer, Permission.ENTER_RECORD)
    _check(typed)
    connection, moment = session.connection(), tables.now()
    if connection.execute(select(FormKey.key).where(FormKey.key == typed.key)).first() is not None:
        return False
    held = connection.execute(
        select(EntryDraft.officer_id, EntryDraft.unit_id, EntryDraft.page, EntryDraft.count.label("number")).where(
            EntryDraft.id == typed.key
        )
    ).first()
    if held is None:
        _check_room(session, viewer)
    elif (held.officer_id, held.unit_id) != (viewer.officer_id, viewer.unit_id):
        raise NotThere(MISSING)
    elif held.page == typed.page and held.number > typed.count:
        return False
    form: dict[str, Json] = {"fields": [list(pair) for pair in typed.fields]}
    row = {
        "kind": typed.kind.value,
        "record_id": typed.record_id,
        "typed": sealing.keep(session, viewer.unit_id, typed.key, form),
        "page": typed.page,
        "count": typed.count,
        "saved_at": moment,
    }
    added = tables.insert_for(session)(EntryDraft.__table__).values(
        id=typed.key, officer_id=viewer.officer_id, unit_id=viewer.unit_id, started_at=moment, **row
    )
    connection.execute(added.on_conflict_do_update(index_elements=["id"], set_=row, where=_own(viewer)))
    return True


def list_of(session: Session, viewer: Viewer, limit: int = 50) -> list[DraftLine]:
    """The viewer's own drafts, newest first."""
    require(viewer, Permission.ENTER_RECORD)
    statement = select(EntryDraft).where(_own(viewer)).order_by(EntryDraft.saved_at.desc(), EntryDraft.id)
    views = (_view(session, row) for (row,) in fresh.rows(session, statement.limit(limit)))
    return [view.line for view in views if view is not None]


def how_many_left(session: Session, viewer: Viewer) -> int:
    """How many own drafts nobody has typed in for `LEFT_AFTER`. For the desk: none is unlocked."""
    require(viewer, Permission.ENTER_RECORD)
    left = (_own(viewer), EntryDraft.saved_at <= tables.now() - LEFT_AFTER)
    return session.connection().execute(select(func.count()).select_from(EntryDraft).where(*left)).scalar_one()


def read(session: Session, viewer: Viewer, key: str) -> DraftView:
    """One of the viewer's own drafts; anybody else's does not exist."""
    require(viewer, Permission.ENTER_RECORD)
    row = fresh.first(session, select(EntryDraft).where(EntryDraft.id == key, _own(viewer)))
    view = _view(session, row) if row is not None else None
    if view is None:
        raise NotThere(MISSING)
    return view


def discard(session: Session, viewer: Viewer, key: str) -> None:
    """Throw an own draft away; one that is not there is thrown away already."""
    require(viewer, Permission.ENTER_RECORD)
    session.connection().execute(delete(EntryDraft).where(EntryDraft.id == key, _own(viewer)))


def title_of(fields: Iterable[Field]) -> str:
    """What a draft is called in the list: a name, a number, or how its text begins."""
    typed = [(name, " ".join(value.split())) for name, value in fields]
    for first, last in (("names-", "-text"), ("identifiers-", "-value"), ("narrative", "narrative")):
        for name, value in typed:
            if value and name.startswith(first) and name.endswith(last):
                return value[:80]
    return ""


def _own(viewer: Viewer) -> ColumnElement[bool]:
    """Typed by this officer in the present unit: who moves leaves what belongs to the old one behind."""
    return and_(EntryDraft.officer_id == viewer.officer_id, EntryDraft.unit_id == viewer.unit_id)


def _view(session: Session, row: EntryDraft) -> DraftView | None:
    form = sealing.kept(session, row.unit_id, row.id, row.typed, None)
    pairs = form.get("fields") if form else None
    if not isinstance(pairs, list):
        return None
    fields = tuple((str(name), str(value)) for name, value in pairs)
    line = DraftLine(
        row.id, RecordKind(row.kind), row.record_id, title_of(fields), row.saved_at, row.saved_at + DRAFT_KEPT
    )
    return DraftView(line, fields, row.count)


def _check(typed: Typed) -> None:
    most = sum(len(name) + len(value) for name, value in typed.fields)
    if len(typed.fields) > MOST_FIELDS or most > MOST_CHARACTERS:
        raise BadInput("This form is too long to be kept as a draft. Save a part of it first.")


def _check_room(session: Session, viewer: Viewer) -> None:
    mine = select(func.count()).select_from(EntryDraft).where(EntryDraft.officer_id == viewer.officer_id)
    if session.connection().execute(mine).scalar_one() >= MOST_DRAFTS:
        raise BadInput("You have %(most)s drafts. Save or throw away some before you begin another.", most=MOST_DRAFTS)
