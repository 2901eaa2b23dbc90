"""Watches: a unit's standing questions. Registered, amended, suspended, renewed, ended; seen by the own unit only.

Each change is a new version with its outbox row, so that the standing query in the index follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, hits, limits, outbox
from casefile.budgets import series, spend
from casefile.errors import BadInput
from casefile.matching.blocking_keys import watch_keys
from casefile.policy.handling import RuledColumns, Rules, apply_defaults, rules_as_json
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import WATCH, WatchMove, after, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import Outcome, Reject
from casefile.records.cases import correctable, open_cases
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.tables import Unit, Watch, Watchlist, WatchVersion, new_id, new_ids
from casefile.storage.versioned import WATCHES, Head, content_hash
from casefile.subjects import cleaning, identity_rows, source_copies
from casefile.subjects.identity import Identity, identity_as_json
from casefile.subjects.merge import UNSTATED, Content, content_of, identity_from, rules_from
from casefile.subjects.source_copies import WATCH_SOURCES, Copy, Reconciled
from casefile.vocabulary import Act, Topic, WatchState
from casefile.watches import protection

MAX_DURATION = timedelta(days=366)  # docs/sources/governance.md, "Watch states": at most 12 months
DEFAULT_DURATION = timedelta(days=183)
KEPT_AFTER_END = timedelta(days=365)
"""How long a watch's content is kept after its last day: long enough to answer for the hits it had."""
DEFAULT_LIST = "Watchlist"


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
    """`kept` as of `records.Entered`."""

    watch_id: str
    version: int
    outcome: Outcome
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A draft that may be stored: cleaned, checked, hashed."""

    draft: WatchDraft
    identity: Identity
    ruled: RuledColumns
    content_hash: str
    expires_at: datetime


def watch(session: Session, viewer: Viewer, draft: WatchDraft) -> str:
    """Register a subject and return the watch's id. A known `origin_ref` becomes a new version of that watch."""
    require(viewer, Permission.WATCH_SUBJECT)
    return watch_many(session, viewer, [draft])[0].watch_id


def watch_many(
    session: Session, viewer: Viewer, drafts: Sequence[WatchDraft], reject: Reject | None = None
) -> list[Watched]:
    """Register subjects in a few statements, in the order given. `reject` as in `records.enter_many`.

    A watch that its unit has ended stays ended, whatever a later file says, and what an officer corrected stands.
    Raises OverBudget when the subjects are too many for a day, or one more of a series.
    """
    require(viewer, Permission.WATCH_SUBJECT)
    moment, home = tables.now(), _home(session, viewer)
    cases = open_cases(session, viewer, {d.case_id for d in drafts if d.case_id})
    refs = [d.origin_ref for d in drafts if d.origin_ref is not None]
    known = WATCHES.by_source(session, viewer.unit_id, refs)
    said = source_copies.hashes(session, [head.id for head in known.values()]) if known else {}
    lists: dict[str, str] = {}
    result = [Watched("", 0, "rejected")] * len(drafts)
    new: list[tuple[str, str, _Prepared]] = []
    again: list[tuple[int, Head, _Prepared]] = []
    copies: list[Copy] = []
    seen: set[str] = set()
    for position, (watch_id, draft) in enumerate(zip(new_ids(len(drafts)), drafts, strict=True)):
        try:
            _refuse_twice(draft, seen)
            ready = _prepare(draft, cases, home, moment)
            head = known.get(draft.origin_ref) if draft.origin_ref is not None else None
            if head is not None:
                _refuse_other_kind(head, ready)
        except BadInput as error:
            if reject is None:
                raise
            reject(position, error)
            continue
        if head is None:
            if draft.watchlist not in lists:
                lists[draft.watchlist] = ensure_watchlist(session, viewer, draft.watchlist)
            new.append((watch_id, lists[draft.watchlist], ready))
            result[position] = Watched(watch_id, 1, "created")
        elif not allows(WATCH, WatchState(head.state), WatchMove.AMEND) or _said(head, ready, said):
            result[position] = Watched(head.id, head.version, "unchanged")
        else:
            again.append((position, head, ready))
    _count_asked(session, viewer, [(identity_rows.identity_id(i, 1), p.identity) for i, _, p in new])
    _write_new(session, viewer, new, moment)
    copies += _store_again(session, viewer, again, home, moment, result)
    source_copies.keep(session, WATCH_SOURCES, copies, moment)
    return result


def _said(head: Head, ready: _Prepared, said: Mapping[str, str]) -> bool:
    """Whether the source says what it said and stands. A renewal gives another end and leaves the content's hash."""
    until, ends = ready.draft.expires_at, head.expires_at
    ends_so = until is None or ends is None or until.date() == ends.date()
    return head.content_hash == ready.content_hash == said.get(head.id) and ends_so


def _store_again(
    session: Session,
    viewer: Viewer,
    again: Sequence[tuple[int, Head, _Prepared]],
    home: str | None,
    moment: datetime,
    result: list[Watched],
) -> list[Copy]:
    """What the source says otherwise of watches that are there: written where no officer's word stands against it."""
    if not again:
        return []
    copies: list[Copy] = []
    found = source_copies.reconcile(session, WATCH_SOURCES, [(head.id, _content(ready)) for _, head, ready in again])
    for (position, head, ready), one in zip(again, found, strict=True):
        merged = _merged(ready, one, home, moment) if one else ready
        kept = one is not None and (bool(one.merged.kept) or (one.write and merged is None))
        version = head.version + 1 if merged else head.version
        result[position] = Watched(head.id, version, "updated" if merged else "unchanged", kept)
        if merged:
            _count_asked(session, viewer, _asked_otherwise(session, [(head, merged)]))
            _write_amended(session, viewer, head, merged, moment)
        ends = head.expires_at.date().isoformat() if head.expires_at else None
        if one and not (merged and one.follows):
            written = _content(merged) | {"expires_at": ends} if merged else None
            copies.append(one.copy(head.id, ready.content_hash, written))
        else:
            copies.append(_copy(head.id, version, ready, ends))
    return copies


def _merged(ready: _Prepared, one: Reconciled, home: str | None, moment: datetime) -> _Prepared | None:
    """What is to be written: None for nothing, and where the two words together make what may not be held."""
    if not one.write:
        return None
    content = one.merged.content
    moved = "expires_at" not in one.merged.fresh and content["expires_at"] != one.ours["expires_at"]
    rules = rules_from(content)
    held = rules.retain_until if rules.retain_until and rules.retain_until > moment and not moved else None
    draft = replace(
        ready.draft,
        identity=identity_from(content),
        case_id=content["case_id"],
        rules=replace(rules, retain_until=held, review_at=rules.review_at if held else None),
        ground=content["ground"],
        watchlist=content["watchlist"],
        expires_at=ready.draft.expires_at if moved else None,
    )
    try:
        return _prepare(draft, {draft.case_id: ""} if draft.case_id else {}, home, moment)
    except BadInput:
        return None


def _content(ready: _Prepared) -> Content:
    draft = ready.draft
    return content_of(
        ready.identity,
        ready.ruled,
        ground=draft.ground,
        case_id=draft.case_id,
        watchlist=draft.watchlist.strip() or DEFAULT_LIST,
        expires_at=ready.expires_at.date().isoformat(),
    ) | {UNSTATED: _unstated(draft)}


def _copy(watch_id: str, version: int, ready: _Prepared, expires_at: str | None = None) -> Copy:
    """That this version says what the source does; `expires_at` is the day it ends where the source names none."""
    content, unstated = _content(ready), _unstated(ready.draft)
    held = {name: content[name] for name in ("case_id", "watchlist", "expires_at")} | {UNSTATED: unstated}
    if expires_at is not None and "expires_at" in unstated:
        held["expires_at"] = expires_at
    return Copy(watch_id, ready.content_hash, version, held)


def _unstated(draft: WatchDraft) -> list[str]:
    given = {
        "review_at": draft.rules.review_at,
        "retain_until": draft.rules.retain_until,
        "expires_at": draft.expires_at,
    }
    return [name for name, value in given.items() if value is None]


def amend_watch(
    session: Session,
    viewer: Viewer,
    watch_id: str,
    draft: WatchDraft,
    *,
    expected_version: int | None = None,
    change_note: str = "",
) -> int:
    """Write a new version of an own watch and return its number; nothing changed gives the old number.

    In a closed case it is corrected with a stated reason only, and stays in it.
    """
    require(viewer, Permission.WATCH_SUBJECT)
    note = Reason.optional(change_note, "change_note")
    head = WATCHES.own(session, viewer.unit_id, watch_id, expected_version)
    after(WATCH, WatchState(head.state), WatchMove.AMEND)
    moment = tables.now()
    held = session.scalars(select(Watch.case_id).where(Watch.id == watch_id)).one()
    cases = correctable(session, viewer, held, draft.case_id, note)
    ready = _prepare(draft, cases, _home(session, viewer), moment)
    if head.content_hash == ready.content_hash:
        return head.version
    _count_asked(session, viewer, _asked_otherwise(session, [(head, ready)]))
    _write_amended(session, viewer, head, ready, moment, note.text if note else "")
    return head.version + 1


def ensure_watchlist(session: Session, viewer: Viewer, name: str) -> str:
    """The id of the unit's watchlist of this name, made now if need be."""
    require(viewer, Permission.WATCH_SUBJECT)
    name = name.strip() or DEFAULT_LIST
    limits.check_length(name, limits.WATCHLIST_NAME, "watchlist")
    own = select(Watchlist.id).where(Watchlist.unit_id == viewer.unit_id, Watchlist.name == name)
    insert_or_not = tables.insert_for(session)(Watchlist.__table__).on_conflict_do_nothing()
    if (known := session.scalar(own)) is not None:
        return known
    session.connection().execute(
        insert_or_not, {"id": new_id(), "unit_id": viewer.unit_id, "name": name, "created_at": tables.now()}
    )
    return session.scalars(own).one()


def _home(session: Session, viewer: Viewer) -> str | None:
    return session.scalar(select(Unit.country).where(Unit.id == viewer.unit_id))


def _prepare(draft: WatchDraft, cases: Mapping[str, str], home: str | None, moment: datetime) -> _Prepared:
    ground = Reason.stated(draft.ground, "ground").text
    if draft.case_id is not None and draft.case_id not in cases:
        raise BadInput("Choose one of your unit's open cases.", field="case")
    cleaning.check_origin_ref(draft.origin_ref)
    identity = cleaning.clean(draft.identity)
    if not identity.identifiers and not any(c.isalpha() for n in identity.names for c in n.text):
        raise BadInput("A watch needs a name or a number to look for.", field="names")
    if not watch_keys(identity, home):  # raises BadInput itself when the spellings are too many
        raise BadInput(
            "This could never produce a hit: a single name also needs a second name, a year of birth, a number "
            "or a document.",
            field="names",
        )
    expires = expiry(draft.expires_at, moment) if draft.expires_at else moment + DEFAULT_DURATION
    rules = replace(draft.rules, retain_until=draft.rules.retain_until or expires + KEPT_AFTER_END)
    stated = [
        identity_as_json(identity),
        rules_as_json(draft.rules),
        ground,
        draft.case_id,
        draft.watchlist,
        draft.expires_at.date().isoformat() if draft.expires_at else None,
    ]
    ruled = apply_defaults(rules, identity.kind, moment)
    return _Prepared(replace(draft, ground=ground), identity, ruled, content_hash(stated), expires)


def _count_asked(session: Session, viewer: Viewer, asked: Sequence[tuple[str, Identity]]) -> None:
    """Ask the budget and look for a series, before subjects are stored under these identity ids."""
    series.check_watches(session, viewer, [identity for _, identity in asked])
    spend.spend(session, viewer, Act.WATCH, [key for key, _ in asked])


def _asked_otherwise(session: Session, changed: Sequence[tuple[Head, _Prepared]]) -> list[tuple[str, Identity]]:
    """Of amended watches, those that ask for another subject than before: each is a question as a new watch is."""
    before = identity_rows.load_identities(session, [identity_rows.identity_id(h.id, h.version) for h, _ in changed])
    return [
        (identity_rows.identity_id(head.id, head.version + 1), ready.identity)
        for head, ready in changed
        if before.get(identity_rows.identity_id(head.id, head.version)) != ready.identity
    ]


def expiry(until: datetime, moment: datetime) -> datetime:
    if not moment < until <= moment + MAX_DURATION:
        raise BadInput(
            "A watch must end on a day ahead, at most 12 months from now. It can be renewed.", field="expires_at"
        )
    return until


def _refuse_twice(draft: WatchDraft, seen: set[str]) -> None:
    if draft.origin_ref is not None and draft.origin_ref in seen:
        raise BadInput("The id %(ref)s comes twice in one import.", field="origin_ref", ref=draft.origin_ref)
    seen |= {draft.origin_ref} if draft.origin_ref is not None else set()


def _refuse_other_kind(head: Head, ready: _Prepared) -> None:
    if ready.identity.kind.value != head.kind:
        raise BadInput(
            "A watch keeps its kind (%(kind)s). Register a new one and end this.", field="kind", kind=head.kind
        )


def _write_new(session: Session, viewer: Viewer, new: Sequence[tuple[str, str, _Prepared]], moment: datetime) -> None:
    if not new:
        return
    by_content = [(watch_id, p.identity, p.ruled) for watch_id, _, p in new]
    protected = protection.of_watches(session, _home(session, viewer), by_content, viewer.officer_id or None)
    heads: list[dict[str, object]] = [
        {
            "id": watch_id,
            "protection": protected[watch_id],
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
    ]
    WATCHES.insert_heads(session, heads)
    _write_content(session, viewer, [(watch_id, 1, p) for watch_id, _, p in new], moment)
    lines = [
        audit.Entry(
            audit.Action.COLLECTION,
            "watch",
            watch_id,
            reason=p.draft.ground,
            purpose=p.ruled["purpose"],
            detail={"version": 1},
        )
        for watch_id, _, p in new
    ]
    audit.write_many(session, viewer, lines)
    copies = [_copy(watch_id, 1, p) for watch_id, _, p in new if p.draft.origin_ref is not None]
    source_copies.keep(session, WATCH_SOURCES, copies, moment, new=True)


def _write_amended(
    session: Session, viewer: Viewer, head: Head, ready: _Prepared, moment: datetime, note: str = ""
) -> None:
    _refuse_other_kind(head, ready)
    state = after(WATCH, WatchState(head.state), WatchMove.AMEND)
    list_id = ensure_watchlist(session, viewer, ready.draft.watchlist)
    content = [(head.id, ready.identity, ready.ruled)]
    protected = protection.of_watches(session, _home(session, viewer), content, viewer.officer_id or None)
    values: dict[str, object] = {
        "watchlist_id": list_id,
        "case_id": ready.draft.case_id,
        "state": state.value,
        "protection": protected[head.id],
    }
    if ready.draft.expires_at is not None:
        values["expires_at"] = ready.expires_at
    if state.value != head.state:
        values["state_reason"] = ""
    version = WATCHES.move(session, head, values)
    _write_content(session, viewer, [(head.id, version, ready)], moment)
    hits.follow_rules(session, watch_ids=[head.id])
    audit.write(
        session,
        viewer,
        audit.Action.ALTERATION,
        "watch",
        head.id,
        reason=note or ready.draft.ground,
        purpose=ready.ruled["purpose"],
        detail={"version": version},
    )


def _write_content(
    session: Session, viewer: Viewer, content: Sequence[tuple[str, int, _Prepared]], moment: datetime
) -> None:
    by = viewer.officer_id or None
    rows: list[dict[str, object]] = [
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
    ]
    insert_rows(session, WatchVersion, rows)
    identity_rows.store_many(
        session, [(identity_rows.identity_id(watch_id, version), p.identity) for watch_id, version, p in content]
    )
    outbox.enqueue_many(session, [(Topic.WATCH, watch_id, version) for watch_id, version, _ in content])
