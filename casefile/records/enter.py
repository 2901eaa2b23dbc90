"""Case records: enter, amend, withdraw. Each writes record, trail and outbox in the caller's one transaction.

One path serves a form and an import of twenty thousand: `enter` is `enter_many` of one. Reading stands in
`casefile/record_views.py` and is found here too.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.policy.handling import Rules, apply_defaults, demand_for_people, rules_as_json
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records.links import LinkDraft, store_links
from casefile.storage import tables
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import Case, Record, RecordVersion, new_ids
from casefile.subjects import cleaning, identity_rows
from casefile.subjects.identity import Identity, identity_as_json
from casefile.vocabulary import RecordKind, RecordState, Topic

MAX_NOTE = 20_000
Defaulted = dict[tuple[Rules, RecordKind], dict[str, Any]]
"""Rules already filled in: an import gives thousands of records the same ones."""
Outcome = Literal["created", "updated", "unchanged", "rejected"]
GONE = (RecordState.TOMBSTONED.value, RecordState.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """What an officer or an import gives. `origin_ref` is the id it carries where it comes from."""

    identity: Identity
    case_id: str
    rules: Rules = Rules()
    origin_ref: str | None = None
    suspicion_note: str = ""
    fact_or_opinion: Literal["fact", "opinion"] = "fact"
    neutrality_check: bool = True
    links: tuple[LinkDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Entered:
    record_id: str
    version: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A draft that may be stored: cleaned, checked, hashed."""

    draft: RecordDraft
    identity: Identity
    ruled: dict[str, Any]
    content_hash: str


def enter(session: Session, viewer: Viewer, draft: RecordDraft) -> str:
    """Enter one record and return its id. An `origin_ref` the unit already has becomes a new version of that one."""
    require(viewer, Permission.ENTER_RECORD)
    return enter_many(session, viewer, [draft])[0].record_id


def enter_many(
    session: Session,
    viewer: Viewer,
    drafts: Sequence[RecordDraft],
    reject: Callable[[int, BadInput], None] | None = None,
) -> list[Entered]:
    """Enter records in a few statements, in the order given; 100 to 500 at a time is best.

    With `reject`, a draft that cannot be stored is handed to it (position, error) and left out; without, the first
    one raises and nothing is stored. A draft equal to what is stored under its `origin_ref` changes nothing.
    """
    require(viewer, Permission.ENTER_RECORD)
    moment = tables.now()
    cases = _open_cases(session, viewer, {d.case_id for d in drafts})
    prepared: list[_Prepared | None] = []
    defaulted: Defaulted = {}
    for position, draft in enumerate(drafts):
        try:
            prepared.append(_prepare(draft, cases, moment, defaulted))
        except BadInput as error:
            if reject is None:
                raise
            reject(position, error)
            prepared.append(None)
    entered: list[Entered] = []
    rest = prepared
    while rest:  # the same source id twice in one call: the second is an update of the first, so it waits its turn
        size = _until_repeated(rest)
        entered += _store(session, viewer, rest[:size], moment)
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

    Raises Conflict when somebody has amended it since `expected_version` was read.
    """
    require(viewer, Permission.ENTER_RECORD)
    head = _own(session, viewer, record_id, expected_version)
    moment = tables.now()
    ready = _prepare(draft, _open_cases(session, viewer, {draft.case_id}), moment, {})
    if head.content_hash == ready.content_hash:
        return int(head.version)
    _write_versions(session, viewer, [(head, ready)], moment, note=change_note)
    return int(head.version) + 1


def withdraw(session: Session, viewer: Viewer, record_id: str, reason: str) -> int:
    """Take an own record out of search and matching: a new version says so, and its hits are withdrawn at once."""
    require(viewer, Permission.ENTER_RECORD)
    return change_state(session, viewer, record_id, RecordState.WITHDRAWN, reason)


def change_state(
    session: Session,
    viewer: Viewer,
    record_id: str,
    state: RecordState,
    reason: str,
    expected_version: int | None = None,
) -> int:
    """A new version of an own record, equal but for its state. The reason is kept in it and in the trail."""
    require(viewer, Permission.ENTER_RECORD)
    if len(reason.strip()) < 5:
        raise BadInput("Say why, in at least %(least)s characters.", field="reason", least=5)
    head = _own(session, viewer, record_id, expected_version)
    if head.state == state.value:
        return int(head.version)
    stored = (
        session.connection()
        .execute(
            select(RecordVersion.__table__).where(
                RecordVersion.record_id == record_id, RecordVersion.version == head.version
            )
        )
        .one()
        ._asdict()
    )
    key = identity_rows.identity_id(record_id, head.version)
    version = head.version + 1
    stored |= {
        "version": version,
        "state": state.value,
        "supersedes": head.version,
        "entered_at": tables.now(),
        "entered_by": viewer.officer_id or None,
        "change_note": reason.strip()[:500],
    }
    _move_head(session, record_id, head.version, {"version": version, "state": state.value})
    session.connection().execute(insert(RecordVersion), stored)
    identity_rows.store_identity(
        session, identity_rows.identity_id(record_id, version), identity_rows.load_identities(session, [key])[key]
    )
    outbox.enqueue(session, Topic.RECORD, record_id, version)
    if state in (RecordState.WITHDRAWN, RecordState.RESTRICTED):
        hits.withdraw_all(session, record_id=record_id)
    audit.write(
        session,
        viewer,
        audit.Action.ALTERATION,
        "record",
        record_id,
        reason=reason.strip(),
        detail={"version": version, "state": state.value},
    )
    return int(version)


def _prepare(draft: RecordDraft, cases: dict[str, str], moment: datetime, defaulted: Defaulted) -> _Prepared:
    if draft.case_id not in cases:
        raise BadInput("Choose one of your unit's open cases.", field="case")
    if draft.origin_ref is not None and not 0 < len(draft.origin_ref) <= 200:
        raise BadInput("The id at the source must have 1 to 200 characters.", field="origin_ref")
    if len(draft.suspicion_note) > MAX_NOTE:
        raise BadInput(
            "This text is longer than %(most)s characters. Shorten it.", field="suspicion_note", most=MAX_NOTE
        )
    identity = cleaning.clean(draft.identity)
    if not identity.caption and not identity.narrative and not identity.dates and not identity.places:
        raise BadInput("There is nothing in this record: give a name, a number or a text.", field="names")
    rules = draft.rules
    if not rules.legal_basis.strip():
        rules = replace(rules, legal_basis=cases[draft.case_id])
    demand_for_people(rules, identity.kind)
    payload = [
        identity_as_json(identity),
        rules_as_json(rules),
        draft.suspicion_note,
        draft.fact_or_opinion,
        draft.neutrality_check,
        draft.case_id,
        [[k.role, k.to_record_id, k.to_origin_ref, k.note] for k in draft.links],
    ]
    key = (rules, identity.kind)
    if key not in defaulted:
        defaulted[key] = apply_defaults(rules, identity.kind, moment)
    return _Prepared(draft, identity, defaulted[key], hashlib.sha256(orjson.dumps(payload)).hexdigest())


def _open_cases(session: Session, viewer: Viewer, case_ids: set[str]) -> dict[str, str]:
    rows = session.connection().execute(
        select(Case.id, Case.legal_basis).where(
            Case.id.in_(case_ids), Case.unit_id == viewer.unit_id, Case.closed_at.is_(None)
        )
    )
    return {row.id: row.legal_basis for row in rows}


def _until_repeated(rest: Sequence[_Prepared | None]) -> int:
    seen: set[str] = set()
    for size, ready in enumerate(rest):
        if ready and (ref := ready.draft.origin_ref) is not None:
            if ref in seen:
                return size
            seen.add(ref)
    return len(rest)


def _store(session: Session, viewer: Viewer, batch: Sequence[_Prepared | None], moment: datetime) -> list[Entered]:
    known = _known(session, viewer, [p.draft.origin_ref for p in batch if p and p.draft.origin_ref is not None])
    entered: list[Entered] = []
    new: list[tuple[str, _Prepared]] = []
    changed: list[tuple[Any, _Prepared]] = []
    for record_id, ready in zip(new_ids(len(batch)), batch, strict=True):
        if ready is None:
            entered.append(Entered("", 0, "rejected"))
            continue
        head = known.get(ready.draft.origin_ref) if ready.draft.origin_ref is not None else None
        if head is None:
            new.append((record_id, ready))
            entered.append(Entered(record_id, 1, "created"))
        elif head.content_hash == ready.content_hash:
            entered.append(Entered(head.id, head.version, "unchanged"))
        else:
            changed.append((head, ready))
            entered.append(Entered(head.id, head.version + 1, "updated"))
    _write_new(session, viewer, new, moment)
    _write_versions(session, viewer, changed, moment)
    return entered


def _known(session: Session, viewer: Viewer, refs: Sequence[str | None]) -> dict[str | None, Any]:
    if not refs:
        return {}
    chosen = _heads().where(Record.owner_unit_id == viewer.unit_id, among(Record.origin_ref, refs))
    return {row.origin_ref: row for row in session.connection().execute(chosen.with_for_update(of=Record))}


def _heads() -> Any:
    return select(
        Record.id, Record.origin_ref, Record.kind, Record.version, Record.state, RecordVersion.content_hash
    ).join(RecordVersion, (RecordVersion.record_id == Record.id) & (RecordVersion.version == Record.version))


def _own(session: Session, viewer: Viewer, record_id: str, expected_version: int | None) -> Any:
    head = (
        session.connection()
        .execute(
            _heads()
            .where(
                Record.id == record_id,
                Record.owner_unit_id == viewer.unit_id,
                Record.state != RecordState.TOMBSTONED.value,
            )
            .with_for_update(of=Record)
        )
        .first()
    )
    if head is None:
        raise NotThere(MISSING)
    if expected_version is not None and head.version != expected_version:
        raise Conflict("Somebody has changed this record since you opened it. Look at the new version first.")
    return head


def _move_head(session: Session, record_id: str, seen: int, values: dict[str, Any]) -> None:
    done = session.connection().execute(
        update(Record).where(Record.id == record_id, Record.version == seen).values(**values)
    )
    if not done.rowcount:
        raise Conflict("Somebody has changed this record since you opened it. Look at the new version first.")


def _write_new(session: Session, viewer: Viewer, new: Sequence[tuple[str, _Prepared]], moment: datetime) -> None:
    if not new:
        return
    try:
        insert_rows(
            session,
            Record,
            [
                {
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
            ],
        )
    except IntegrityError as error:
        raise Conflict("The same source entry is being entered by somebody else. Try again.") from error
    _write_content(session, viewer, [(record_id, 1, RecordState.ACTIVE.value, p) for record_id, p in new], moment, "")
    audit.write_many(
        session,
        viewer,
        [
            audit.Entry(audit.Action.COLLECTION, "record", record_id, purpose=p.ruled["purpose"], detail={"version": 1})
            for record_id, p in new
        ],
    )


def _write_versions(
    session: Session, viewer: Viewer, changed: Sequence[tuple[Any, _Prepared]], moment: datetime, note: str = ""
) -> None:
    if not changed:
        return
    content = []
    for head, p in changed:
        if p.identity.kind.value != head.kind:
            raise BadInput(
                "A record keeps its kind (%(kind)s). Enter a new one and withdraw this.", field="kind", kind=head.kind
            )
        _move_head(session, head.id, head.version, {"version": head.version + 1, "case_id": p.draft.case_id})
        content.append((head.id, head.version + 1, head.state, p))
    _write_content(session, viewer, content, moment, note)
    hits.reroute(session, record_ids=[head.id for head, _ in changed])
    audit.write_many(
        session,
        viewer,
        [
            audit.Entry(
                audit.Action.ALTERATION,
                "record",
                head.id,
                reason=note,
                purpose=p.ruled["purpose"],
                detail={"version": head.version + 1},
            )
            for head, p in changed
        ],
    )


def _write_content(
    session: Session, viewer: Viewer, content: Sequence[tuple[str, int, str, _Prepared]], moment: datetime, note: str
) -> None:
    if len(note) > 500:
        raise BadInput("This text is longer than %(most)s characters. Shorten it.", field="change_note", most=500)
    by = viewer.officer_id or None
    insert_rows(
        session,
        RecordVersion,
        [
            {
                **p.ruled,
                "record_id": record_id,
                "version": version,
                "state": state,
                "suspicion_note": p.draft.suspicion_note,
                "neutrality_check": p.draft.neutrality_check,
                "fact_or_opinion": p.draft.fact_or_opinion,
                "supersedes": version - 1 or None,
                "correction_of": None,
                "change_note": note,
                "entered_by": by,
                "entered_at": moment,
                "content_hash": p.content_hash,
            }
            for record_id, version, state, p in content
        ],
    )
    identity_rows.store_many(session, [(identity_rows.identity_id(r, v), p.identity) for r, v, _, p in content])
    store_links(session, viewer, [(record_id, k) for record_id, _, _, p in content for k in p.draft.links])
    outbox.enqueue_many(session, [(Topic.RECORD, record_id, version) for record_id, version, _, _ in content])
