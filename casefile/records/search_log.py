"""The searches officers made: each kept with its reason under an opaque id, so that its link names nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, insert, not_, or_, select, update
from sqlalchemy.orm import Session

from casefile import audit, sealing
from casefile.budgets import same_reason, series, spend
from casefile.errors import MISSING, NotThere, SearchUnavailable
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import READABLE
from casefile.policy.viewer import Viewer, require
from casefile.records.scope import in_scope, unprotected
from casefile.storage import fresh, tables
from casefile.storage.tables import Lookup, Outbox, Record, RecordVersion, new_id
from casefile.subjects import cleaning
from casefile.vocabulary import Act, Json, Purpose, Stage, Topic


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search with its reason; `form` holds what was typed, by field."""

    id: str
    made_at: datetime
    reason: str
    case_ref: str
    purpose: Purpose
    form: dict[str, str]
    found: int | None


def save_search(
    session: Session,
    viewer: Viewer,
    form: Mapping[str, Json],
    reason: str,
    case_ref: str = "",
    purpose: Purpose = Purpose.SUPPORT_INVESTIGATION,
) -> str:
    """Keep what is about to be asked, with its reason, and write it into the trail. Returns the opaque id.

    Commit it before the question is put: a look that fails half-way was still a look. Raises OverBudget for one too
    many, or one more of a series.
    """
    require(viewer, Permission.SEARCH)
    why = Reason.stated(reason)
    case_ref = cleaning.check_case_ref(case_ref)
    search_id = new_id()
    same_reason.check_search_reason(session, viewer, why, form)
    series.check_search(session, viewer, form)
    spend.spend(session, viewer, Act.SEARCH, [search_id])
    sealed, asked = sealing.seal_for_auditors(session, viewer.unit_id, form), sealing.asked_for(form)
    session.connection().execute(
        insert(Lookup),
        {
            "id": search_id,
            "officer_id": viewer.officer_id,
            "unit_id": viewer.unit_id,
            "made_at": tables.now(),
            "reason": why.text,
            "case_ref": case_ref,
            "purpose": purpose.value,
            "asked": asked,
            "kept": sealing.keep(session, viewer.unit_id, search_id, form),
            "sealed": sealed.box,
            "auditor_key_id": sealed.key_id,
            "found": None,
        },
    )
    audit.write(
        session,
        viewer,
        audit.Action.SEARCH,
        "lookup",
        search_id,
        reason=why.text,
        case_ref=case_ref,
        purpose=purpose.value,
        detail={"asked": asked},
    )
    return search_id


def note_result(session: Session, viewer: Viewer, search_id: str, found: int, shown: list[str]) -> None:
    """Keep how many were found, and write which ids were shown into the trail."""
    require(viewer, Permission.SEARCH)
    done = session.connection().execute(update(Lookup).where(Lookup.id == search_id, _own(viewer)).values(found=found))
    if not done.rowcount:
        raise NotThere(MISSING)
    audit.write(session, viewer, audit.Action.SEARCH, "lookup", search_id, detail={"found": found, "shown": shown})


def load(session: Session, viewer: Viewer, search_id: str) -> SavedSearch:
    """One of the viewer's own searches; anybody else's does not exist."""
    require(viewer, Permission.SEARCH)
    row = fresh.first(session, select(Lookup).where(Lookup.id == search_id, _own(viewer)))
    saved = _saved(session, row) if row is not None else None
    if saved is None:
        raise NotThere(MISSING)
    return saved


def latest(session: Session, viewer: Viewer, limit: int = 20) -> list[SavedSearch]:
    """The viewer's own last searches, newest first."""
    require(viewer, Permission.SEARCH)
    still = or_(Lookup.kept.is_not(None), Lookup.form.is_not(None))
    statement = select(Lookup).where(_own(viewer), still, not_(series.of_a_list())).order_by(Lookup.made_at.desc())
    found = (_saved(session, row) for (row,) in fresh.rows(session, statement.limit(limit)))
    return [one for one in found if one is not None]


def _own(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer's own, made in the present unit: who moves leaves the searches of the old one behind."""
    return and_(Lookup.officer_id == viewer.officer_id, Lookup.unit_id == viewer.unit_id)


def _saved(session: Session, row: Lookup) -> SavedSearch | None:
    """None where the unit keeps it no longer, or its key was lost."""
    form = sealing.kept(session, row.unit_id, row.id, row.kept, row.form)
    if form is None:
        return None
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return SavedSearch(row.id, row.made_at, row.reason, row.case_ref, Purpose(row.purpose), typed, row.found)


def all_searchable(session: Session, viewer: Viewer) -> bool:
    """Whether every record the viewer may find stands in the index. Ask before the search, never after it.

    Of other units' records that are not released to the viewer nothing is said, not even that one is on its way.
    """
    require(viewer, Permission.SEARCH)
    # Row by row of the outbox, which is mostly empty: as a join, SQLite read all 20,000 records first (23 ms, now 0.4)
    mine = (
        exists()
        .where(Record.id == Outbox.subject_id, in_scope(viewer))
        .where(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version)
    )
    on_its_way = select(Outbox.id).where(Outbox.topic == Topic.RECORD.value, Outbox.stage == Stage.INDEX.value, mine)
    return session.connection().execute(on_its_way.limit(1)).first() is None


def searchable_count(session: Session, viewer: Viewer) -> int:
    """How many records the viewer may find, once all of them are in the index (`all_searchable`): what the index must
    hold for this reader if it has lost nothing. Of no other record is anything in it."""
    require(viewer, Permission.SEARCH)
    readable = Record.state.in_(sorted(state.value for state in READABLE))
    return (
        session.connection()
        .execute(
            select(func.count())
            .select_from(Record)
            .join(RecordVersion, and_(RecordVersion.record_id == Record.id, RecordVersion.version == Record.version))
            .where(readable, in_scope(viewer))
        )
        .scalar_one()
    )


MAX_STALE = 60_000
"""Ids that one question may leave out: the engine takes 65,536 terms."""
_BEHIND = "Many records of the network are being renewed. Nothing is lost; search again in a few minutes."


@cache
def _stale() -> Select[str]:
    return (
        select(Outbox.subject_id)
        .distinct()
        .join(Record, Record.id == Outbox.subject_id)
        .where(
            Outbox.topic == Topic.RECORD.value,
            Outbox.stage == Stage.INDEX.value,
            Record.owner_unit_id != bindparam("unit_id"),
            or_(Outbox.version > 1, not_(unprotected())),
        )
        .limit(MAX_STALE + 1)
    )


def stale_copies(session: Session, viewer: Viewer) -> list[str]:
    """Ids of other units' records whose copy in the index may be older than what the database holds now.

    To be left out of a search: an old copy may still say *released*, or hold a text that was taken back. A record that
    was just entered has no copy yet and is not among them, unless the law protects it: a protection that was found
    later makes no new version. Dead-lettered work counts too, since its copy stays old until a person has looked.
    Own records need no such care. Ask before the search, never after it. Raises SearchUnavailable when they are more
    than a question can carry.
    """
    require(viewer, Permission.SEARCH)
    found = list(session.connection().execute(_stale(), {"unit_id": viewer.unit_id}).scalars())
    if len(found) > MAX_STALE:
        raise SearchUnavailable(_BEHIND)
    return found
