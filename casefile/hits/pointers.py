"""Pointers: all that a unit ever learns of a coincidence, and when.

A pointer exists from the decision on, but its unit sees nothing of it until the relay has delivered the notice.
Whether it may be held is asked again at delivery and at each read: the rules of both sides may have changed since.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, func, insert, literal, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from casefile import audit, outbox
from casefile.errors import MISSING, NotThere
from casefile.hits.facts import facts_of_hits
from casefile.hits.items.taken_over import take_over
from casefile.people.machines import calls
from casefile.policy.disclosure import may_hold_pointer
from casefile.policy.network.sources import may_learn_delisting
from casefile.policy.permissions import Permission
from casefile.policy.states import HIT, HitMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Hit, Listing, Moment, Pointer, Record, Source, Unit, Watch, new_id
from casefile.subjects import identity_rows
from casefile.vocabulary import HitState, Topic

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O, 1 I L: it is read out over a telephone


SETTLED = timedelta(seconds=5)
"""Longer than a delivery takes from its date to its commit."""
_CHANGED = func.coalesce(Pointer.withdrawn_at, Pointer.sent_at)


@dataclass(frozen=True, slots=True)
class PointerView:
    """A pointer as its receiver reads it: the other unit, and the receiver's own side."""

    id: str
    reference: str
    about_unit: str
    about_country: str
    desk: str
    own_subject: Literal["record", "watch"]
    own_id: str
    own_caption: str
    sent_at: datetime
    read_at: datetime | None
    recalled: bool
    """Taken back: which unit it was is no longer shown, and why is not said."""
    delisted_at: datetime | None
    """Since when it stands no longer on its list; None for every other reason (`casefile.policy.network.sources`)."""
    asks: bool
    """The other unit learns nothing before this one has agreed."""
    answer: str
    """*agree*, *refuse*, or empty."""
    may_answer: bool
    answer_due_at: datetime | None


def new_reference() -> str:
    """Eight random characters: a trillion of them, so that none can be guessed or counted."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def create_pointers(session: Session, hit_id: str, receivers: Sequence[str], *, asks: bool = False) -> list[str]:
    """Make the pointers of a confirmed hit and enqueue their delivery. Part of `review.decide` and `answers.answer`.

    A hit that was withdrawn and confirmed again keeps its reference; both sides are notified again. So does a
    coincidence of several hits: the two units speak of one thing.
    """
    connection = session.connection()
    hit = connection.execute(
        select(Hit.record_unit_id, Hit.watch_unit_id, Hit.coincidence_id, Hit.common_value).where(Hit.id == hit_id)
    ).one()
    kept = {
        r.unit_id: r
        for r in connection.execute(
            select(Pointer.id, Pointer.unit_id, Pointer.reference).where(Pointer.hit_id == hit_id)
        )
    }
    reference = next((r.reference for r in kept.values()), None) or _of_coincidence(session, hit) or new_reference()
    made = []
    for unit_id in receivers:
        owner = unit_id == hit.record_unit_id
        about = hit.watch_unit_id if owner else hit.record_unit_id
        desk = connection.execute(select(Unit.desk, Unit.name).where(Unit.id == about)).one()
        payload = {
            "about_unit_id": about,
            "own_subject": "record" if owner else "watch",
            "reference": reference,
            "desk": desk.desk or desk.name,
            "created_at": tables.now(),
            "sent_at": None,
            "withdrawn_at": None,
            "read_at": None,
            "asks": asks,
            "answer": "",
            "answer_reason": "",
            "answered_at": None,
            "answered_by": None,
        }
        if unit_id in kept:
            pointer_id = kept[unit_id].id
            connection.execute(update(Pointer).where(Pointer.id == pointer_id).values(**payload))
        else:
            pointer_id = new_id()
            connection.execute(insert(Pointer), {"id": pointer_id, "hit_id": hit_id, "unit_id": unit_id, **payload})
        made.append(pointer_id)
    outbox.enqueue_many(session, [(Topic.NOTICE, pointer_id, 1) for pointer_id in made])
    return made


def _of_coincidence(session: Session, hit: Row[str, str, str | None, bool]) -> str | None:
    """The reference under which the same two units speak of this coincidence already."""
    if hit.coincidence_id is None or hit.common_value:
        return None
    return session.scalar(
        select(Pointer.reference)
        .join(Hit, Hit.id == Pointer.hit_id)
        .where(
            Hit.coincidence_id == hit.coincidence_id,
            Hit.record_unit_id == hit.record_unit_id,
            Hit.watch_unit_id == hit.watch_unit_id,
        )
        .order_by(Pointer.created_at, Pointer.id)
        .limit(1)
    )


def deliver(session: Session, pointer_ids: Sequence[str]) -> int:
    """Make these pointers visible to their units, or notify them of the withdrawal. Returns how many changed.

    Twice is harmless. Each delivery is a disclosure and stands in the trail with its receiver.
    """
    moment, lines, told = tables.now(), [], []
    rows = (
        session.connection()
        .execute(
            select(
                Pointer.id,
                Pointer.unit_id,
                Pointer.about_unit_id,
                Pointer.sent_at,
                Pointer.withdrawn_at,
                Hit.id.label("hit_id"),
                Hit.state,
            )
            .join(Hit, Hit.id == Pointer.hit_id)
            .where(among(Pointer.id, pointer_ids))
            .with_for_update(of=Pointer)
        )
        .all()
    )
    facts = facts_of_hits(session, {r.hit_id for r in rows})
    for r in rows:
        held = may_hold_pointer(r.unit_id, HitState(r.state), facts[r.hit_id])
        if not held and r.sent_at is not None and r.withdrawn_at is None:
            payload = {"withdrawn_at": moment, "read_at": None}
        elif held and r.sent_at is None:
            payload = {"sent_at": moment}
            told.append((r.unit_id, r.id))
            take_over(session, r.unit_id, r.hit_id)
        else:
            continue
        session.connection().execute(update(Pointer).where(Pointer.id == r.id).values(**payload))
        detail = {"hit": r.hit_id, "to": r.unit_id, "about": r.about_unit_id, "withdrawn": not held}
        lines.append(audit.Entry(audit.Action.DISCLOSURE, "pointer", r.id, detail=detail))
    calls.told(session, told, moment)
    audit.write_many(session, None, lines)
    return len(lines)


def pointers_of(session: Session, viewer: Viewer, *, limit: int = 50, offset: int = 0) -> list[PointerView]:
    """What the own unit has been sent, newest first, each with its own record or watch."""
    require(viewer, Permission.READ_POINTER)
    return _views(session, viewer, [], (_CHANGED.desc(), Pointer.id), limit, offset)


@dataclass(frozen=True, slots=True)
class Since:
    """A place in the feed: behind what changed at this moment and has this id."""

    moment: datetime
    pointer_id: str


def feed(session: Session, viewer: Viewer, since: Since | None, *, limit: int) -> list[tuple[Since, PointerView]]:
    """What the own unit was sent or had taken back, the oldest change first, each with its place in the feed.

    A pointer that is taken back comes once more. The last `SETTLED` is left for the next time: two deliveries that run
    at once may be kept in another order than they are dated in, and none may be passed over.
    """
    require(viewer, Permission.READ_POINTER)
    where: list[ColumnElement[bool]] = [_CHANGED.op("<=")(literal(tables.now() - SETTLED, Moment))]
    if since is not None:
        where.append(tuple_(_CHANGED, Pointer.id) > tuple_(literal(since.moment, Moment), since.pointer_id))
    found = _views(session, viewer, where, (_CHANGED, Pointer.id), limit, 0)
    at = select(Pointer.id, _CHANGED.label("at")).where(among(Pointer.id, [one.id for one in found]))
    moments = {row.id: row.at for row in session.connection().execute(at)}
    return [(Since(moments[one.id], one.id), one) for one in found]


def pointer_of(session: Session, viewer: Viewer, pointer_id: str) -> PointerView:
    """One pointer of the own unit; anybody else's does not exist."""
    require(viewer, Permission.READ_POINTER)
    found = _views(session, viewer, [Pointer.id == pointer_id], (Pointer.id,), 1, 0)
    if not found:
        raise NotThere(MISSING)
    return found[0]


def pointers_by_id(session: Session, viewer: Viewer, pointer_ids: Sequence[str]) -> list[PointerView]:
    """These of the own unit's pointers, in the order given."""
    require(viewer, Permission.READ_POINTER)
    these = [among(Pointer.id, pointer_ids)]
    found = {view.id: view for view in _views(session, viewer, these, (Pointer.id,), len(pointer_ids), 0)}
    return [found[pointer_id] for pointer_id in pointer_ids if pointer_id in found]


def _views(
    session: Session,
    viewer: Viewer,
    where: Sequence[ColumnElement[bool]],
    order: Sequence[ColumnElement[Any] | InstrumentedAttribute[str]],
    limit: int,
    offset: int,
) -> list[PointerView]:
    mine = [Pointer.unit_id == viewer.unit_id, Pointer.sent_at.is_not(None), *where]
    rows = (
        session.connection()
        .execute(
            select(
                Pointer.id,
                Pointer.reference,
                Unit.name,
                Unit.country,
                Pointer.desk,
                Pointer.own_subject,
                Hit.record_id,
                Hit.watch_id,
                Pointer.sent_at,
                Pointer.read_at,
                Pointer.withdrawn_at,
                Pointer.asks,
                Pointer.answer,
                Hit.id.label("hit_id"),
                Hit.state,
                Hit.answer_due_at,
                Record.version.label("record_version"),
                Watch.version.label("watch_version"),
            )
            .join(Hit, Hit.id == Pointer.hit_id)
            .join(Unit, Unit.id == Pointer.about_unit_id)
            .join(Record, Record.id == Hit.record_id)
            .join(Watch, Watch.id == Hit.watch_id)
            .where(*mine)
            .order_by(*order)
            .limit(limit)
            .offset(offset)
        )
        .all()
    )
    own = {
        r.id: (r.record_id, r.record_version) if r.own_subject == "record" else (r.watch_id, r.watch_version)
        for r in rows
    }
    known = identity_rows.load_identities(session, [identity_rows.identity_id(*key) for key in own.values()])
    facts = facts_of_hits(session, {r.hit_id for r in rows})
    left = _left_lists(session, [r.record_id for r in rows if r.own_subject == "watch"])
    found = []
    for r in rows:
        identity = known.get(identity_rows.identity_id(*own[r.id]))
        state = HitState(r.state)
        recalled = r.withdrawn_at is not None or not may_hold_pointer(viewer.unit_id, state, facts[r.hit_id])
        kind, delisted_at = left.get(r.record_id, ("", None)) if r.own_subject == "watch" else ("", None)
        had = r.sent_at is not None
        learns = recalled and may_learn_delisting(viewer.unit_id, facts[r.hit_id].record, kind, had_pointer=had)
        open_question = r.asks and not r.answer and not recalled
        found.append(
            PointerView(
                r.id,
                r.reference,
                "" if recalled else r.name,
                "" if recalled else r.country,
                "" if recalled else r.desk,
                r.own_subject,
                own[r.id][0],
                identity.title if identity else "",
                r.sent_at,
                r.read_at,
                recalled,
                delisted_at if learns else None,
                r.asks,
                r.answer,
                open_question and allows(HIT, state, HitMove.AGREE) and viewer.may(Permission.ANSWER_POINTER),
                r.answer_due_at,
            )
        )
    return found


def _left_lists(session: Session, record_ids: Sequence[str]) -> dict[str, tuple[str, datetime]]:
    """From which kind of list, and when, each of the records left the last it stood on, and was withdrawn for that."""
    if not record_ids:
        return {}
    last: dict[str, tuple[str, datetime | None, bool]] = {}
    rows = session.execute(
        select(Listing.record_id, Source.kind, Listing.until_at, Listing.withdrew)
        .join(Source, Source.id == Listing.source_id)
        .where(among(Listing.record_id, record_ids))
        .order_by(Listing.until_at.is_(None), Listing.until_at)
    )
    for record_id, kind, until_at, withdrew in rows:
        last[record_id] = (kind, until_at, withdrew)
    return {record_id: (kind, at) for record_id, (kind, at, withdrew) in last.items() if at is not None and withdrew}


def mark_read(session: Session, viewer: Viewer, pointer_id: str) -> None:
    """Note that the own unit has read the pointer; the other unit does not learn of it."""
    require(viewer, Permission.READ_POINTER)
    mine = (Pointer.id == pointer_id, Pointer.unit_id == viewer.unit_id, Pointer.sent_at.is_not(None))
    if session.connection().execute(select(Pointer.id).where(*mine)).first() is None:
        raise NotThere(MISSING)
    session.connection().execute(update(Pointer).where(*mine, Pointer.read_at.is_(None)).values(read_at=tables.now()))
    audit.write(session, viewer, audit.Action.CONSULTATION, "pointer", pointer_id)
