"""Drafts held against all that entering them would ask, before any of them is entered."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records.drafts import Defaulted, RecordDraft, prepare
from casefile.records.enter import Reject, keeps_its_kind
from casefile.storage import tables
from casefile.storage.versioned import RECORDS, Head
from casefile.vocabulary import RecordState


def check_many(session: Session, viewer: Viewer, drafts: Sequence[RecordDraft], basis: str, reject: Reject) -> None:
    """Hand to `reject` each draft that `enter_many` would, in cases of this legal basis that may not be there yet.

    Writes nothing. What another officer changes before the entering is found then.
    """
    require(viewer, Permission.ENTER_RECORD)
    cases = dict.fromkeys((d.case_id for d in drafts), basis)
    moment, defaulted = tables.now(), Defaulted()
    known = RECORDS.by_source(session, viewer.unit_id, [d.origin_ref for d in drafts if d.origin_ref is not None])
    for position, draft in enumerate(drafts):
        try:
            ready = prepare(position, draft, cases, moment, defaulted)
            head = known.get(draft.origin_ref) if draft.origin_ref is not None else None
            if head is not None and _is_amended(head) and head.kind != ready.identity.kind.value:
                raise keeps_its_kind(head.kind)
        except BadInput as error:
            reject(position, error)


def _is_amended(head: Head) -> bool:
    """Whether an entry of its source amends it, and does not leave it as it is."""
    return allows(RECORD, RecordState(head.state), RecordMove.AMEND)
