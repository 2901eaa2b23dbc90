"""Case records: enter, amend, withdraw. Each writes record, trail and outbox in the caller's one transaction.

One path serves a form and an import of twenty thousand: `enter` is `enter_many` of one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.errors import BadInput
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import RECORD, RecordMove, after, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import lifecycle, protection, protection_links, reviews
from casefile.records.cases import correctable, open_cases
from casefile.records.drafts import (
    Defaulted,
    Prepared,
    RecordDraft,
    content_of_draft,
    copy_of,
    merged_with_ours,
    prepare,
)
from casefile.records.links import store_links
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.tables import Record, RecordVersion, new_ids
from casefile.storage.versioned import RECORDS, Head
from casefile.subjects import identity_rows, source_copies
from casefile.subjects.offences import rows as offence_rows
from casefile.subjects.source_copies import RECORD_SOURCES, Copy
from casefile.vocabulary import Json, RecordKind, RecordState, Topic

Outcome = Literal["created", "updated", "unchanged", "rejected"]
Reject = Callable[[int, BadInput], None]
"""Takes what cannot be stored: its position in what was given, and why."""


@dataclass(frozen=True, slots=True)
class Entered:
    """`kept`: the source says otherwise than an officer did, and the officer's word stands."""

    record_id: str
    version: int
    outcome: Outcome
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Content:
    """One version about to be written."""

    record_id: str
    version: int
    state: RecordState
    prepared: Prepared


def enter(session: Session, viewer: Viewer, draft: RecordDraft) -> str:
    """Enter one record and return its id. An `origin_ref` the unit already has becomes a new version of that one."""
    require(viewer, Permission.ENTER_RECORD)
    return enter_many(session, viewer, [draft])[0].record_id


def enter_many(
    session: Session, viewer: Viewer, drafts: Sequence[RecordDraft], reject: Reject | None = None
) -> list[Entered]:
    """Enter records in a few statements, in the order given; 100 to 500 at a time is best.

    With `reject`, a draft that cannot be stored is handed to it and left out; without, the first one raises and
    nothing is stored. A draft equal to what is stored under its `origin_ref` changes nothing, and neither does one
    whose record its unit has withdrawn: what an officer took back does not return with the next file. What an officer
    corrected stands, field by field (`casefile.subjects.merge`).
    """
    require(viewer, Permission.ENTER_RECORD)
    units.check_named(session, {unit for d in drafts for unit in d.rules.sharing_units})
    moment = tables.now()
    cases = open_cases(session, viewer, {d.case_id for d in drafts})
    entered = [Entered("", 0, "rejected")] * len(drafts)
    rest: list[Prepared] = []
    defaulted: Defaulted = {}
    for position, draft in enumerate(drafts):
        try:
            rest.append(prepare(position, draft, cases, moment, defaulted))
        except BadInput as error:
            _reject(reject, position, error)
    while rest:  # the same source id twice in one call: the second is an update of the first, so it waits its turn
        size = _until_repeated(rest)
        _store(session, viewer, rest[:size], moment, entered, reject)
        rest = rest[size:]
    return entered


def amend(
    session: Session,
    viewer: Viewer,
    record_id: str,
    draft: RecordDraft,
    *,
    expected_version: int | None = None,
    change_note: str = "",
) -> int:
    """Write a new version of an own record and return its number; nothing changed gives the old number.

    Raises Conflict when somebody has amended it since `expected_version` was read, or when its state forbids it. In a
    closed case it is corrected with a stated reason only, and stays in it.
    """
    require(viewer, Permission.ENTER_RECORD)
    note = Reason.optional(change_note, "change_note")
    head = RECORDS.own(session, viewer.unit_id, record_id, expected_version)
    after(RECORD, RecordState(head.state), RecordMove.AMEND)
    units.check_named(session, draft.rules.sharing_units)
    moment = tables.now()
    held = session.scalars(select(Record.case_id).where(Record.id == record_id)).one()
    ready = prepare(0, draft, correctable(session, viewer, held, draft.case_id, note), moment, {})
    if head.content_hash == ready.content_hash:
        return head.version
    _write_versions(session, viewer, [(head, ready)], moment, note=note.text if note else "")
    return head.version + 1


def _reject(reject: Reject | None, position: int, error: BadInput) -> None:
    if reject is None:
        raise error
    reject(position, error)


def _until_repeated(rest: Sequence[Prepared]) -> int:
    seen: set[str] = set()
    for size, ready in enumerate(rest):
        if (ref := ready.draft.origin_ref) is not None:
            if ref in seen:
                return size
            seen.add(ref)
    return len(rest)


def _store(
    session: Session,
    viewer: Viewer,
    batch: Sequence[Prepared],
    moment: datetime,
    entered: list[Entered],
    reject: Reject | None,
) -> None:
    refs = [p.draft.origin_ref for p in batch if p.draft.origin_ref is not None]
    known = RECORDS.by_source(session, viewer.unit_id, refs)
    said = source_copies.hashes(session, [head.id for head in known.values()]) if known else {}
    new: list[tuple[str, Prepared]] = []
    copies: list[Copy] = []
    again: list[tuple[Head, Prepared]] = []
    still_said: list[Head] = []
    for record_id, ready in zip(new_ids(len(batch)), batch, strict=True):
        head = known.get(ready.draft.origin_ref) if ready.draft.origin_ref is not None else None
        if head is None:
            new.append((record_id, ready))
            entered[ready.position] = Entered(record_id, 1, "created")
        elif not allows(RECORD, RecordState(head.state), RecordMove.AMEND):
            entered[ready.position] = Entered(head.id, head.version, "unchanged")
        elif head.content_hash == ready.content_hash:
            entered[ready.position] = Entered(head.id, head.version, "unchanged")
            if head.state == RecordState.REVIEW_DUE.value:
                still_said.append(head)
            if said.get(head.id) != ready.content_hash:
                copies.append(copy_of(head.id, head.version, ready))
        elif ready.identity.kind.value != head.kind:
            _reject(reject, ready.position, keeps_its_kind(head.kind))
        else:
            again.append((head, ready))
    lifecycle.extend_listed(session, viewer, still_said)
    _write_new(session, viewer, new, moment)
    copies += _store_again(session, viewer, again, moment, entered)
    source_copies.keep(session, RECORD_SOURCES, copies, moment)


def _store_again(
    session: Session, viewer: Viewer, again: Sequence[tuple[Head, Prepared]], moment: datetime, entered: list[Entered]
) -> list[Copy]:
    """What the source says otherwise of records that are there: written where no officer's word stands against it."""
    if not again:
        return []
    changed: list[tuple[Head, Prepared]] = []
    copies: list[Copy] = []
    said = [(head.id, content_of_draft(ready)) for head, ready in again]
    found = source_copies.reconcile(session, RECORD_SOURCES, said)
    for (head, ready), one in zip(again, found, strict=True):
        merged = merged_with_ours(ready, one, moment) if one else ready
        kept = one is not None and (bool(one.merged.kept) or (one.write and merged is None))
        version = head.version + 1 if merged else head.version
        entered[ready.position] = Entered(head.id, version, "updated" if merged else "unchanged", kept)
        if merged:
            changed.append((head, merged))
        if one and not (merged and one.follows):
            copies.append(one.copy(head.id, ready.content_hash, content_of_draft(merged) if merged else None))
        else:
            copies.append(copy_of(head.id, version, ready))
    _write_versions(session, viewer, changed, moment)
    return copies


def keeps_its_kind(kind: str) -> BadInput:
    """What to say where a record of this kind is given another."""
    return BadInput("A record keeps its kind (%(kind)s). Enter a new one and withdraw this.", field="kind", kind=kind)


def _write_new(session: Session, viewer: Viewer, new: Sequence[tuple[str, Prepared]], moment: datetime) -> None:
    if not new:
        return
    derived = protection.of_new(
        session, viewer.unit_id, [(id, p.identity, p.ruled) for id, p in new], viewer.officer_id or None
    )
    heads: list[dict[str, object]] = [
        {
            **derived[record_id],
            "id": record_id,
            "owner_unit_id": viewer.unit_id,
            "case_id": p.draft.case_id,
            "kind": p.identity.kind.value,
            "origin_ref": p.draft.origin_ref,
            "state": RecordState.ACTIVE.value,
            "hold": None,
            "version": 1,
            "created_at": moment,
        }
        for record_id, p in new
    ]
    RECORDS.insert_heads(session, heads)
    _write_content(session, viewer, [_Content(id, 1, RecordState.ACTIVE, p) for id, p in new], moment, "")
    reviews.of_new(session, [(id, p.identity.kind, p.ruled["subject_category"], p.offences) for id, p in new])
    lines = [
        audit.Entry(
            audit.Action.COLLECTION, "record", record_id, purpose=p.ruled["purpose"],
            detail={"version": 1, "case": p.draft.case_id},
        )
        for record_id, p in new
    ]  # fmt: skip
    audit.write_many(session, viewer, lines)
    copies = [copy_of(record_id, 1, p) for record_id, p in new if p.draft.origin_ref is not None]
    source_copies.keep(session, RECORD_SOURCES, copies, moment, new=True)


def _write_versions(
    session: Session, viewer: Viewer, changed: Sequence[tuple[Head, Prepared]], moment: datetime, note: str = ""
) -> None:
    if not changed:
        return
    content, lines = [], []
    for head, p in changed:
        if p.identity.kind.value != head.kind:
            raise keeps_its_kind(head.kind)
        state = after(RECORD, RecordState(head.state), RecordMove.AMEND)
        version = RECORDS.move(session, head, {"case_id": p.draft.case_id, "state": state.value})
        content.append(_Content(head.id, version, state, p))
        purpose = p.ruled["purpose"]
        detail: dict[str, Json] = {"version": version, "case": p.draft.case_id}
        lines.append(audit.Entry(audit.Action.ALTERATION, "record", head.id, note, purpose=purpose, detail=detail))
    _write_content(session, viewer, content, moment, note)
    hits.follow_rules(session, record_ids=[head.id for head, _ in changed])
    protection.after_amendment(session, [head.id for head, _ in changed], viewer.officer_id or None)
    audit.write_many(session, viewer, lines)


def _write_content(session: Session, viewer: Viewer, content: Sequence[_Content], moment: datetime, note: str) -> None:
    by = viewer.officer_id or None
    rows: list[dict[str, object]] = [
        {
            **c.prepared.ruled,
            "record_id": c.record_id,
            "version": c.version,
            "state": c.state.value,
            "suspicion_note": c.prepared.draft.suspicion_note,
            "neutrality_check": c.prepared.draft.neutrality_check,
            "fact_or_opinion": c.prepared.draft.fact_or_opinion,
            "supersedes": c.version - 1 or None,
            "correction_of": None,
            "change_note": note,
            "entered_by": by,
            "entered_at": moment,
            "content_hash": c.prepared.content_hash,
        }
        for c in content
    ]
    insert_rows(session, RecordVersion, rows)
    identity_rows.store_many(
        session, [(identity_rows.identity_id(c.record_id, c.version), c.prepared.identity) for c in content]
    )
    offence_rows.store_many(session, [(c.record_id, c.version, c.prepared.offences) for c in content])
    store_links(session, viewer, [(c.record_id, k) for c in content for k in c.prepared.draft.links], moment)
    outbox.enqueue_many(session, [(Topic.RECORD, c.record_id, c.version) for c in content])
    lifecycle.compare_events(session, [(c.record_id, c.version) for c in content if _is_compared(c, moment.date())])
    protection_links.match_linked_again(session, [c.record_id for c in content if c.version > 1])


def _is_compared(content: _Content, today: date) -> bool:
    """With what units plan: an event that is changed always, for what it says no longer may have met something."""
    identity = content.prepared.identity
    changed = content.version > 1 and identity.kind is RecordKind.EVENT
    return changed or lifecycle.may_lie_ahead(identity, today)
