"""A record as it stood before an import wrote over it, put back: a new version that says again what an earlier one did.

Nothing of the history goes. The protection that came with the import goes with it, unless somebody has decided on it
(`came_with`): then it stays.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import audit, hits, outbox
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records import lifecycle, protection, protection_links
from casefile.records.cases import open_cases
from casefile.records.sources import came_with
from casefile.records.sources.came_with import Came
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record
from casefile.storage.versioned import RECORDS, Head
from casefile.subjects import identity_rows
from casefile.vocabulary import Json, RecordKind, RecordState, Topic


class Former(NamedTuple):
    """Where a record stands now, which of its versions says how it was, and the case it was in."""

    head: Head
    version: int
    case_id: str
    came: Came = MappingProxyType({})
    """The signs of protection that came with what is taken back."""


def put_back(session: Session, viewer: Viewer, former: Sequence[Former], reason: str) -> set[str]:
    """Put own records back, each at its present state. Returns the ids of those that were.

    Left are those whose state allows no change, and those whose former case was closed after they had left it: what is
    new to a closed case does not come into it.
    """
    require(viewer, Permission.ENTER_RECORD)
    why, moment = Reason.stated(reason).text, tables.now()
    ids = [one.head.id for one in former]
    now_in = dict(
        session.execute(
            select(Record.id, Record.case_id).where(among(Record.id, ids), Record.owner_unit_id == viewer.unit_id)
        ).all()
    )
    usable = open_cases(session, viewer, {one.case_id for one in former})
    done = [
        one
        for one in former
        if allows(RECORD, RecordState(one.head.state), RecordMove.AMEND)
        and one.head.id in now_in
        and (one.case_id in usable or one.case_id == now_in[one.head.id])
    ]
    lent: set[str] = set()
    for one in done:
        touched, own = came_with.take_away(session, one.head.id, one.came)
        lent |= {*touched} - {one.head.id}
        _step(session, viewer, one, why, {"entered_at": moment, "entered_by": viewer.officer_id or None}, own)
    written = [one.head.id for one in done]
    outbox.enqueue_many(session, [(Topic.RECORD, one.head.id, one.head.version + 1) for one in done])
    events = [one.head for one in done if one.head.kind == RecordKind.EVENT.value]
    lifecycle.compare_events(session, [(head.id, head.version + 1) for head in events])
    protection_links.match_linked_again(session, written)
    hits.follow_rules(session, record_ids=written)
    protection.after_amendment(session, written, viewer.officer_id or None)
    protection.work_out(session, lent)
    return set(written)


def _step(
    session: Session, viewer: Viewer, one: Former, why: str, stamp: dict[str, object], unprotected: Sequence[str]
) -> None:
    head = one.head
    version = RECORDS.move(session, head, {"case_id": one.case_id})
    kept = {"version": version, "state": head.state, "supersedes": head.version, "change_note": why}
    RECORDS.copy_version(session, head._replace(version=one.version), kept | stamp)
    identity_rows.copy_identity(session, head.id, one.version, version)
    detail: dict[str, Json] = {"version": version, "case": one.case_id, "as_of": one.version}
    if unprotected:
        detail["protection_taken_back"] = list(unprotected)
    audit.write(session, viewer, audit.Action.ALTERATION, "record", head.id, reason=why, detail=detail)
