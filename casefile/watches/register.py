"""Watches: a unit's standing questions. Registered, amended, suspended, renewed, ended; seen by the own unit only.

Each change is a new version with its outbox row, so that the standing query in the index follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, hits, limits, outbox
from casefile.budgets import series, spend
from casefile.errors import BadInput
from casefile.people import units
from casefile.planned import events
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import WATCH, WatchMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import Outcome, Reject
from casefile.records.cases import correctable, open_cases
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.tables import Unit, Watch, Watchlist, WatchVersion, new_id, new_ids
from casefile.storage.versioned import WATCHES, Head
from casefile.subjects import identity_rows, source_copies
from casefile.subjects.identity import Identity
from casefile.subjects.source_copies import WATCH_SOURCES, Copy
from casefile.vocabulary import Act, RecordKind, Topic, WatchState
from casefile.watches import moves, protection, standing
from casefile.watches.drafts import (
    DEFAULT_LIST,
    Prepared,
    WatchDraft,
    content_of_draft,
    copy_of,
    merged_with_ours,
    prepare,
)


@dataclass(frozen=True, slots=True)
class Watched:
    """`kept` as of `records.Entered`."""

    watch_id: str
    version: int
    outcome: Outcome
    kept: bool = False
    wide: bool = False


def watch(session: Session, viewer: Viewer, draft: WatchDraft) -> str:
    """Register a subject and return the watch's id. A known `origin_ref` becomes a new version of that watch."""
    require(viewer, Permission.WATCH_SUBJECT)
    return watch_many(session, viewer, [draft])[0].watch_id


def watch_many(
    session: Session, viewer: Viewer, drafts: Sequence[WatchDraft], reject: Reject | None = None
) -> list[Watched]:
    """Register subjects in a few statements, in the order given. `reject` as in `records.enter_many`.

    A watch that its unit has ended stays ended, whatever a later file says, and what an officer corrected stands.
    What is wide an officer has to ask for (`WatchDraft.wide`), and it waits for approval; the command line brings it in
    at once, marked. Raises OverBudget when the subjects are too many for a day, or one more of a series.
    """
    require(viewer, Permission.WATCH_SUBJECT)
    units.check_named(session, {unit for d in drafts for unit in d.rules.sharing_units})
    moment, home = tables.now(), _home(session, viewer)
    cases = open_cases(session, viewer, {d.case_id for d in drafts if d.case_id})
    refs = [d.origin_ref for d in drafts if d.origin_ref is not None]
    known = WATCHES.by_source(session, viewer.unit_id, refs)
    said = source_copies.hashes(session, [head.id for head in known.values()]) if known else {}
    lists: dict[str, str] = {}
    result = [Watched("", 0, "rejected")] * len(drafts)
    new: list[tuple[str, str, Prepared]] = []
    again: list[tuple[int, Head, Prepared]] = []
    seen: set[str] = set()
    for position, (watch_id, draft) in enumerate(zip(new_ids(len(drafts)), drafts, strict=True)):
        try:
            _refuse_twice(draft, seen)
            ready = prepare(draft, cases, home, moment)
            standing.refuse_wide(viewer, ready)
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
            result[position] = Watched(watch_id, 1, "created", wide=ready.wide)
        elif not allows(WATCH, WatchState(head.state), WatchMove.AMEND) or _said(head, ready, said):
            result[position] = Watched(head.id, head.version, "unchanged", wide=ready.wide)
        else:
            again.append((position, head, ready))
    _count_asked(session, viewer, [(identity_rows.identity_id(i, 1), p.identity) for i, _, p in new])
    write_new(session, viewer, new, home, moment)
    copies = _store_again(session, viewer, again, home, moment, result)
    source_copies.keep(session, WATCH_SOURCES, copies, moment)
    return result


def _said(head: Head, ready: Prepared, said: Mapping[str, str]) -> bool:
    """Whether the source says what it said and stands. A renewal gives another end and leaves the content's hash."""
    until, ends = ready.draft.expires_at, head.expires_at
    ends_so = until is None or ends is None or until.date() == ends.date()
    return head.content_hash == ready.content_hash == said.get(head.id) and ends_so


def _store_again(
    session: Session,
    viewer: Viewer,
    again: Sequence[tuple[int, Head, Prepared]],
    home: str | None,
    moment: datetime,
    result: list[Watched],
) -> list[Copy]:
    """What the source says otherwise of watches that are there: written where no officer's word stands against it."""
    if not again:
        return []
    copies: list[Copy] = []
    found = source_copies.reconcile(
        session, WATCH_SOURCES, [(head.id, content_of_draft(ready)) for _, head, ready in again]
    )
    to_write = [
        merged_with_ours(ready, one, home, moment) if one else ready
        for (_, _, ready), one in zip(again, found, strict=True)
    ]
    changed = [(head, merged) for (_, head, _), merged in zip(again, to_write, strict=True) if merged]
    otherwise = dict(_asked_otherwise(session, changed))
    for (position, head, ready), one, merged in zip(again, found, to_write, strict=True):
        kept = one is not None and (bool(one.merged.kept) or (one.write and merged is None))
        version = head.version + 1 if merged else head.version
        wide = (merged or ready).wide
        result[position] = Watched(head.id, version, "updated" if merged else "unchanged", kept, wide)
        if merged:
            key = identity_rows.identity_id(head.id, version)
            asked = [(key, otherwise[key])] if key in otherwise else []
            _count_asked(session, viewer, asked)
            _write_amended(session, viewer, head, merged, home, moment, other_subject=bool(asked))
        ends = head.expires_at.date().isoformat() if head.expires_at else None
        if one and not (merged and one.follows):
            written = content_of_draft(merged) | {"expires_at": ends} if merged else None
            copies.append(one.copy(head.id, ready.content_hash, written))
        else:
            copies.append(copy_of(head.id, version, ready, ends))
    hits.follow_rules(session, watch_ids=[head.id for head, _ in changed])
    return copies


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
    moves.next_state(session, viewer, head, [WatchMove.AMEND])
    units.check_named(session, draft.rules.sharing_units)
    moment = tables.now()
    held = session.scalars(select(Watch.case_id).where(Watch.id == watch_id)).one()
    cases = correctable(session, viewer, held, draft.case_id, note)
    home = _home(session, viewer)
    ready = prepare(draft, cases, home, moment)
    if head.content_hash == ready.content_hash:
        return head.version
    standing.refuse_wide(viewer, ready)
    asked = _asked_otherwise(session, [(head, ready)])
    _count_asked(session, viewer, asked)
    why = note.text if note else ""
    _write_amended(session, viewer, head, ready, home, moment, other_subject=bool(asked), note=why)
    hits.follow_rules(session, watch_ids=[head.id])
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


def _count_asked(session: Session, viewer: Viewer, asked: Sequence[tuple[str, Identity]]) -> None:
    """Ask the budget and look for a series, before subjects are stored under these identity ids."""
    series.check_watches(session, viewer, [identity for _, identity in asked])
    spend.spend(session, viewer, Act.WATCH, [key for key, _ in asked])


def _asked_otherwise(session: Session, changed: Sequence[tuple[Head, Prepared]]) -> list[tuple[str, Identity]]:
    """Of amended watches, those that ask for another subject than before: each is a question as a new watch is."""
    before = identity_rows.load_identities(session, [identity_rows.identity_id(h.id, h.version) for h, _ in changed])
    return [
        (identity_rows.identity_id(head.id, head.version + 1), ready.identity)
        for head, ready in changed
        if before.get(identity_rows.identity_id(head.id, head.version)) != ready.identity
    ]


def _refuse_twice(draft: WatchDraft, seen: set[str]) -> None:
    if draft.origin_ref is not None and draft.origin_ref in seen:
        raise BadInput("The id %(ref)s comes twice in one import.", field="origin_ref", ref=draft.origin_ref)
    seen |= {draft.origin_ref} if draft.origin_ref is not None else set()


def _refuse_other_kind(head: Head, ready: Prepared) -> None:
    if ready.identity.kind.value != head.kind:
        raise BadInput(
            "A watch keeps its kind (%(kind)s). Register a new one and end this.", field="kind", kind=head.kind
        )


def write_new(
    session: Session,
    viewer: Viewer,
    new: Sequence[tuple[str, str, Prepared]],
    home: str | None,
    moment: datetime,
) -> None:
    """Store new watches, each with its id and its list's. Part of `watch_many`, after its budgets, and of a question at
    a post, which spends those of a search (`casefile.sightings`)."""
    require(viewer, Permission.WATCH_SUBJECT)
    if not new:
        return
    by_content = [(watch_id, p.identity, p.ruled) for watch_id, _, p in new]
    protected = protection.of_watches(session, home, by_content, viewer.officer_id or None)
    unit_asks = standing.unit_asks(session, viewer.unit_id)
    heads: list[dict[str, object]] = [
        {
            "id": watch_id,
            "protection": protected[watch_id],
            "owner_unit_id": viewer.unit_id,
            "watchlist_id": list_id,
            "case_id": p.draft.case_id,
            "kind": p.identity.kind.value,
            "origin_ref": p.draft.origin_ref,
            **standing.at_first(viewer, wide=p.wide, unit_asks=unit_asks),
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
            purpose=p.ruled["purpose"],
            detail={"version": 1, "case": p.draft.case_id},
        )
        for watch_id, _, p in new
    ]
    audit.write_many(session, viewer, lines)
    copies = [copy_of(watch_id, 1, p) for watch_id, _, p in new if p.draft.origin_ref is not None]
    source_copies.keep(session, WATCH_SOURCES, copies, moment, new=True)


def _write_amended(
    session: Session,
    viewer: Viewer,
    head: Head,
    ready: Prepared,
    home: str | None,
    moment: datetime,
    *,
    other_subject: bool,
    note: str = "",
) -> None:
    """The new version of one watch; its hits follow once all of the batch are written (`hits.follow_rules`)."""
    _refuse_other_kind(head, ready)
    stands = standing.amended(session, viewer, head, wide=ready.wide, other_subject=other_subject)
    list_id = ensure_watchlist(session, viewer, ready.draft.watchlist)
    content = [(head.id, ready.identity, ready.ruled)]
    protected = protection.of_watches(session, home, content, viewer.officer_id or None)
    values: dict[str, object] = {
        "watchlist_id": list_id,
        "case_id": ready.draft.case_id,
        **stands,
        "protection": protected[head.id],
    }
    if ready.draft.expires_at is not None:
        values["expires_at"] = ready.expires_at
    if stands["state"] != head.state:
        values["state_reason"] = ""
    version = WATCHES.move(session, head, values)
    _write_content(session, viewer, [(head.id, version, ready)], moment)
    audit.write(
        session,
        viewer,
        audit.Action.ALTERATION,
        "watch",
        head.id,
        reason=note,
        purpose=ready.ruled["purpose"],
        detail={"version": version, "case": ready.draft.case_id},
    )


def _write_content(
    session: Session, viewer: Viewer, content: Sequence[tuple[str, int, Prepared]], moment: datetime
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
    events.follow(session, [watch_id for watch_id, _, p in content if p.identity.kind is RecordKind.EVENT])
