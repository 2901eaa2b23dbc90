"""Drafts held against all that entering them would ask, before any of them is entered."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.policy.viewer import Viewer, require
from casefile.records.drafts import Defaulted, RecordDraft, prepare
from casefile.records.enter import Reject, keeps_its_kind
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record
from casefile.vocabulary import RecordState


def check_many(session: Session, viewer: Viewer, drafts: Sequence[RecordDraft], basis: str, reject: Reject) -> None:
    """Hand to `reject` each draft that `enter_many` would, in cases of this legal basis that may not be there yet.

    Writes nothing. What another officer changes before the entering is found then.
    """
    require(viewer, Permission.ENTER_RECORD)
    cases = dict.fromkeys((d.case_id for d in drafts), basis)
    moment, defaulted = tables.now(), Defaulted()
    known = _kinds(session, viewer, [d.origin_ref for d in drafts if d.origin_ref is not None])
    for position, draft in enumerate(drafts):
        try:
            ready = prepare(position, draft, cases, moment, defaulted)
            held = known.get(draft.origin_ref or "")
            if held is not None and held != ready.identity.kind.value:
                raise keeps_its_kind(held)
        except BadInput as error:
            reject(position, error)


def _kinds(session: Session, viewer: Viewer, refs: Sequence[str]) -> dict[str, str]:
    """Of the unit's own records with these ids at the source that may be amended, which kind each is."""
    amended = [state.value for state in RecordState if allows(RECORD, state, RecordMove.AMEND)]
    own = (Record.owner_unit_id == viewer.unit_id, Record.state.in_(amended), among(Record.origin_ref, refs))
    return {str(ref): kind for ref, kind in session.execute(select(Record.origin_ref, Record.kind).where(*own))}
