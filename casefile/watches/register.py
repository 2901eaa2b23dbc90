"""Watches: a unit's standing questions. Registered, amended, suspended, renewed, ended; seen by the own unit only.

Each change is a new version with its outbox row, so that the standing query in the index follows.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.matching.blocking_keys import watch_keys
from casefile.policy.handling import Rules, apply_defaults, rules_as_json
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records import Outcome
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Unit, Watch, Watchlist, WatchVersion, new_id, new_ids
from casefile.subjects import cleaning, identity_rows
from casefile.subjects.identity import Identity, identity_as_json
from casefile.vocabulary import RecordKind, Topic, WatchState

MAX_DURATION = timedelta(days=366)  # docs/sources/governance.md, "Watch states": at most 12 months
DEFAULT_DURATION = timedelta(days=183)
MIN_GROUND, MAX_GROUND = 5, 5000
DEFAULT_LIST = "Watchlist"

MOVES: dict[WatchState, frozenset[WatchState]] = {
    WatchState.ACTIVE: frozenset({WatchState.SUSPENDED, WatchState.ENDED, WatchState.EXPIRED, WatchState.BROKEN}),
    WatchState.SUSPENDED: frozenset({WatchState.ACTIVE, WatchState.ENDED, WatchState.EXPIRED}),
    WatchState.BROKEN: frozenset({WatchState.ACTIVE, WatchState.ENDED, WatchState.EXPIRED}),
    WatchState.EXPIRED: frozenset({WatchState.ACTIVE, WatchState.ENDED}),
}
"""Where a watch may go from where; ended is the end."""


@dataclass(frozen=True, slots=True)
class WatchDraft:
    """What an officer or an import gives. Without `expires_at` a new watch runs half a year."""

    identity: Identity
    ground: str
    watchlist: str = DEFAULT_LIST
    case_id: str | None = None
    expires_at: datetime | None = None
    rules: Rules = Rules()
    origin_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    watch_id: str
    version: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Prepared:
    draft: WatchDraft
    identity: Identity
    ruled: dict[str, Any]
    content_hash: str
    expires_at: datetime


def watch(session: Session, viewer: Viewer, draft: WatchDraft) -> str:
    """Register a subject and return the watch's id. A known `origin_ref` becomes a new version of that watch."""
    require(viewer, Permission.WATCH_SUBJECT)
    return watch_many(session, viewer, [draft])[0].watch_id


def watch_many(
    session: Session,
    viewer: Viewer,
    drafts: Sequence[WatchDraft],
    reject: Callable[[int, BadInput], None] | None = None,
) -> list[Watched]:
    """Register subjects in a few statements, in the order given. `reject` as in `records.enter_many`."""
    require(viewer, Permission.WATCH_SUBJECT)
    moment = tables.now()
    home = session.connection().execute(select(Unit.country).where(Unit.id == viewer.unit_id)).scalar()
    cases = _open_cases(session, viewer, {d.case_id for d in drafts if d.case_id})
    known = _known(session, viewer, [d.origin_ref for d in drafts if d.origin_ref is not None])
    lists: dict[str, str] = {}
    result: list[Watched] = []
    new: list[tuple[str, str, _Prepared]] = []
    changed: list[tuple[Any, str, _Prepared]] = []
    seen: set[str] = set()
    for position, (watch_id, draft) in enumerate(zip(new_ids(len(drafts)), drafts, strict=True)):
        try:
            if draft.origin_ref is not None and draft.origin_ref in seen:
                raise BadInput("The id %(ref)s comes twice in one import.", field="origin_ref", ref=draft.origin_ref)
            seen |= {draft.origin_ref} if draft.origin_ref is not None else set()
            ready = _prepare(draft, cases, home, moment)
        except BadInput as error:
            if reject is None:
                raise
            reject(position, error)
            result.append(Watched("", 0, "rejected"))
            continue
        if draft.watchlist not in lists:
            lists[draft.watchlist] = ensure_watchlist(session, viewer, draft.watchlist)
        head = known.get(draft.origin_ref) if draft.origin_ref is not None else None
        if head is None:
            new.append((watch_id, lists[draft.watchlist], ready))
            result.append(Watched(new[-1][0], 1, "created"))
        elif head.content_hash == ready.content_hash:
            result.append(Watched(head.id, head.version, "unchanged"))
        else:
            changed.append((head, lists[draft.watchlist], ready))
            result.append(Watched(head.id, head.version + 1, "updated"))
    _write_new(session, viewer, new, moment)
    for head, list_id, ready in changed:
        _write_amended(session, viewer, head, list_id, ready, moment)
    return result


def amend_watch(
    session: Session, viewer: Viewer, watch_id: str, draft: WatchDraft, *, expected_version: int | None = None
) -> int:
    """Write a new version of an own watch and return its number; nothing changed gives the old number."""
    require(viewer, Permission.WATCH_SUBJECT)
    head = _own(session, viewer, watch_id, expected_version)
    if head.state == WatchState.ENDED.value:
        raise Conflict("This watch has ended. Register the subject anew, with its ground.")
    moment = tables.now()
    home = session.connection().execute(select(Unit.country).where(Unit.id == viewer.unit_id)).scalar()
    cases = _open_cases(session, viewer, {draft.case_id} if draft.case_id else set())
    ready = _prepare(draft, cases, home, moment)
    if head.content_hash == ready.content_hash:
        return int(head.version)
    _write_amended(session, viewer, head, ensure_watchlist(session, viewer, draft.watchlist), ready, moment)
    return int(head.version) + 1


def suspend(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """Let a watch rest; `resume` wakes it."""
    require(viewer, Permission.WATCH_SUBJECT)
    return _move(session, viewer, _own(session, viewer, watch_id), WatchState.SUSPENDED, _reason(reason))


def resume(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """Wake a suspended or mended watch; it also looks backward again. An expired one needs `renew`."""
    require(viewer, Permission.WATCH_SUBJECT)
    head = _own(session, viewer, watch_id)
    if head.expires_at <= tables.now():
        raise Conflict("This watch has run out. Renew it, with a new date and the reason.")
    return _move(session, viewer, head, WatchState.ACTIVE, _reason(reason))


def end(session: Session, viewer: Viewer, watch_id: str, reason: str) -> int:
    """End a watch for good; what hangs on it and is undecided is withdrawn."""
    require(viewer, Permission.WATCH_SUBJECT)
    return _move(session, viewer, _own(session, viewer, watch_id), WatchState.ENDED, _reason(reason))


def renew(session: Session, viewer: Viewer, watch_id: str, until: datetime, reason: str) -> int:
    """Give a watch a new end, at most 12 months from now; one that ran out becomes active again."""
    require(viewer, Permission.WATCH_SUBJECT)
    head = _own(session, viewer, watch_id)
    if head.state == WatchState.ENDED.value:
        raise Conflict("This watch has ended. Register the subject anew, with its ground.")
    expires = _expiry(until, tables.now())
    state = WatchState.ACTIVE if head.state == WatchState.EXPIRED.value else WatchState(head.state)
    return _copy_version(session, viewer, head, state, _reason(reason), expires_at=expires)


def mark_broken(session: Session, watch_id: str, reason: str) -> None:
    """The engine refuses the standing query: the watch stays, says so, and its owner sees why. For the relay."""
    done = session.connection().execute(
        update(Watch)
        .where(Watch.id == watch_id, Watch.state == WatchState.ACTIVE.value)
        .values(state=WatchState.BROKEN.value, state_reason=reason[:500])
    )
    if done.rowcount:
        audit.write(session, None, audit.Action.PIPELINE, "watch", watch_id, detail={"broken": True})


def expire_due(session: Session, now: datetime, limit: int = 500) -> int:
    """Let the watches run out whose time has come; returns how many. Silence is expiry. For the schedule."""
    due = (
        session.connection()
        .execute(
            _heads()
            .where(
                Watch.state.in_([WatchState.ACTIVE.value, WatchState.SUSPENDED.value, WatchState.BROKEN.value]),
                Watch.expires_at <= now,
            )
            .order_by(Watch.expires_at)
            .limit(limit)
        )
        .all()
    )
    for head in due:
        _copy_version(session, None, head, WatchState.EXPIRED, "")
    return len(due)


def ensure_watchlist(session: Session, viewer: Viewer, name: str) -> str:
    """The id of the unit's watchlist of this name, made now if need be."""
    require(viewer, Permission.WATCH_SUBJECT)
    name = name.strip() or DEFAULT_LIST
    if len(name) > 200:
        raise BadInput("This text is longer than %(most)s characters. Shorten it.", field="watchlist", most=200)
    mine = select(Watchlist.id).where(Watchlist.unit_id == viewer.unit_id, Watchlist.name == name)
    insert_or_not = tables.insert_for(session)(Watchlist.__table__).on_conflict_do_nothing()
    if (known := session.connection().execute(mine).scalar()) is not None:
        return str(known)
    session.connection().execute(
        insert_or_not, {"id": new_id(), "unit_id": viewer.unit_id, "name": name, "created_at": tables.now()}
    )
    return str(session.connection().execute(mine).scalar_one())


def _prepare(draft: WatchDraft, cases: set[str], home: str | None, moment: datetime) -> _Prepared:
    ground = draft.ground.strip()
    if not MIN_GROUND <= len(ground) <= MAX_GROUND:
        raise BadInput(
            "Write the ground for this watch, in %(least)s to %(most)s characters.",
            field="ground",
            least=MIN_GROUND,
            most=MAX_GROUND,
        )
    if draft.case_id is not None and draft.case_id not in cases:
        raise BadInput("Choose one of your unit's open cases.", field="case")
    if draft.origin_ref is not None and not 0 < len(draft.origin_ref) <= 200:
        raise BadInput("The id at the source must have 1 to 200 characters.", field="origin_ref")
    identity = cleaning.clean(draft.identity)
    if not identity.identifiers and not any(c.isalpha() for n in identity.names for c in n.text):
        raise BadInput("A watch needs a name or a number to look for.", field="names")
    if not watch_keys(identity, home):  # raises BadInput itself when the spellings are too many
        raise BadInput(
            "This can find nothing: a single name needs a second name, a year of birth, a number or a "
            "document beside it.",
            field="names",
        )
    expires = _expiry(draft.expires_at, moment) if draft.expires_at else moment + DEFAULT_DURATION
    rules = replace(draft.rules, retain_until=draft.rules.retain_until or expires + timedelta(days=365))
    payload = [
        identity_as_json(identity),
        rules_as_json(draft.rules),
        ground,
        draft.case_id,
        draft.watchlist,
        draft.expires_at.date().isoformat() if draft.expires_at else None,
    ]
    return _Prepared(
        replace(draft, ground=ground),
        identity,
        apply_defaults(rules, identity.kind, moment),
        hashlib.sha256(orjson.dumps(payload)).hexdigest(),
        expires,
    )


def _expiry(until: datetime, moment: datetime) -> datetime:
    if not moment < until <= moment + MAX_DURATION:
        raise BadInput(
            "A watch must end on a day ahead, at most 12 months from now. It can be renewed.", field="expires_at"
        )
    return until


def _reason(reason: str) -> str:
    if len(reason.strip()) < 5:
        raise BadInput("Say why, in at least %(least)s characters.", field="reason", least=5)
    return reason.strip()[:500]


def _open_cases(session: Session, viewer: Viewer, case_ids: set[str]) -> set[str]:
    return set(
        session.connection()
        .execute(select(Case.id).where(Case.id.in_(case_ids), Case.unit_id == viewer.unit_id, Case.closed_at.is_(None)))
        .scalars()
    )


def _heads() -> Any:
    return (
        select(
            Watch.id,
            Watch.origin_ref,
            Watch.kind,
            Watch.version,
            Watch.state,
            Watch.expires_at,
            WatchVersion.content_hash,
        )
        .join(WatchVersion, (WatchVersion.watch_id == Watch.id) & (WatchVersion.version == Watch.version))
        .with_for_update(of=Watch)
    )


def _known(session: Session, viewer: Viewer, refs: Sequence[str]) -> dict[str, Any]:
    chosen = _heads().where(Watch.owner_unit_id == viewer.unit_id, among(Watch.origin_ref, refs))
    return {row.origin_ref: row for row in session.connection().execute(chosen)}


def _own(session: Session, viewer: Viewer, watch_id: str, expected_version: int | None = None) -> Any:
    head = (
        session.connection()
        .execute(_heads().where(Watch.id == watch_id, Watch.owner_unit_id == viewer.unit_id))
        .first()
    )
    if head is None:
        raise NotThere(MISSING)
    if expected_version is not None and head.version != expected_version:
        raise Conflict("Somebody has changed this watch since you opened it. Look at the new version first.")
    return head


def _write_new(session: Session, viewer: Viewer, new: Sequence[tuple[str, str, _Prepared]], moment: datetime) -> None:
    if not new:
        return
    try:
        insert_rows(
            session,
            Watch,
            [
                {
                    "id": watch_id,
                    "owner_unit_id": viewer.unit_id,
                    "watchlist_id": list_id,
                    "case_id": p.draft.case_id,
                    "kind": p.identity.kind.value,
                    "origin_ref": p.draft.origin_ref,
                    "state": WatchState.ACTIVE.value,
                    "state_reason": "",
                    "version": 1,
                    "expires_at": p.expires_at,
                    "created_at": moment,
                }
                for watch_id, list_id, p in new
            ],
        )
    except IntegrityError as error:
        raise Conflict("The same source entry is being entered by somebody else. Try again.") from error
    _write_content(session, viewer, [(watch_id, 1, p) for watch_id, _, p in new], moment)
    audit.write_many(
        session,
        viewer,
        [
            audit.Entry(
                audit.Action.COLLECTION,
                "watch",
                watch_id,
                reason=p.draft.ground,
                purpose=p.ruled["purpose"],
                detail={"version": 1},
            )
            for watch_id, _, p in new
        ],
    )


def _write_amended(
    session: Session, viewer: Viewer, head: Any, list_id: str, ready: _Prepared, moment: datetime
) -> None:
    if ready.identity.kind is not RecordKind(head.kind):
        raise BadInput(
            "A watch keeps its kind (%(kind)s). Register a new one and end this.", field="kind", kind=head.kind
        )
    version = head.version + 1
    values: dict[str, Any] = {"version": version, "watchlist_id": list_id, "case_id": ready.draft.case_id}
    if ready.draft.expires_at is not None:
        values["expires_at"] = ready.expires_at
    if head.state == WatchState.BROKEN.value:
        values |= {"state": WatchState.ACTIVE.value, "state_reason": ""}
    _move_head(session, head, values)
    _write_content(session, viewer, [(head.id, version, ready)], moment)
    hits.reroute(session, watch_ids=[head.id])
    audit.write(
        session,
        viewer,
        audit.Action.ALTERATION,
        "watch",
        head.id,
        reason=ready.draft.ground,
        purpose=ready.ruled["purpose"],
        detail={"version": version},
    )


def _move(session: Session, viewer: Viewer, head: Any, state: WatchState, reason: str) -> int:
    if state not in MOVES.get(WatchState(head.state), frozenset()):
        raise Conflict("The state of this watch does not allow this step.")
    return _copy_version(session, viewer, head, state, reason)


def _copy_version(
    session: Session,
    viewer: Viewer | None,
    head: Any,
    state: WatchState,
    reason: str,
    expires_at: datetime | None = None,
) -> int:
    """A new version equal to the last: the index learns of the new state or end by its number."""
    stored = (
        session.connection()
        .execute(
            select(WatchVersion.__table__).where(WatchVersion.watch_id == head.id, WatchVersion.version == head.version)
        )
        .one()
        ._asdict()
    )
    key, version = identity_rows.identity_id(head.id, head.version), head.version + 1
    values: dict[str, Any] = {"version": version, "state": state.value, "state_reason": reason}
    if expires_at is not None:
        values["expires_at"] = expires_at
        stored["retain_until"] = max(stored["retain_until"], expires_at + timedelta(days=365))
    _move_head(session, head, values)
    stored |= {
        "version": version,
        "entered_at": tables.now(),
        "entered_by": (viewer.officer_id or None) if viewer else None,
    }
    session.connection().execute(insert(WatchVersion), stored)
    identity_rows.store_identity(
        session, identity_rows.identity_id(head.id, version), identity_rows.load_identities(session, [key])[key]
    )
    outbox.enqueue(session, Topic.WATCH, head.id, version)
    if state is WatchState.ENDED or state is WatchState.EXPIRED:
        hits.withdraw_open(session, watch_id=head.id)
    audit.write(
        session,
        viewer,
        audit.Action.ALTERATION,
        "watch",
        head.id,
        reason=reason,
        detail={"version": version, "state": state.value},
    )
    return int(version)


def _move_head(session: Session, head: Any, values: dict[str, Any]) -> None:
    done = session.connection().execute(
        update(Watch).where(Watch.id == head.id, Watch.version == head.version).values(**values)
    )
    if not done.rowcount:
        raise Conflict("Somebody has changed this watch since you opened it. Look at the new version first.")


def _write_content(
    session: Session, viewer: Viewer, content: Sequence[tuple[str, int, _Prepared]], moment: datetime
) -> None:
    by = viewer.officer_id or None
    insert_rows(
        session,
        WatchVersion,
        [
            {
                **p.ruled,
                "watch_id": watch_id,
                "version": version,
                "ground": p.draft.ground,
                "entered_by": by,
                "entered_at": moment,
                "content_hash": p.content_hash,
            }
            for watch_id, version, p in content
        ],
    )
    identity_rows.store_many(session, [(identity_rows.identity_id(w, v), p.identity) for w, v, p in content])
    outbox.enqueue_many(session, [(Topic.WATCH, watch_id, version) for watch_id, version, _ in content])
