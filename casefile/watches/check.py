"""What an officer sees before a watch is saved: can it find anything, how much, who watches already, who approves.

The same checks are made again by the action that saves.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.policy import watching
from casefile.policy.permissions import Permission
from casefile.policy.protection import is_protected
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.policy.watching import Seat
from casefile.records.cases import correctable, open_cases
from casefile.storage import tables
from casefile.storage.tables import Unit, Watch
from casefile.vocabulary import Band, SubjectCategory, WatchState
from casefile.watches.drafts import WatchDraft, prepare
from casefile.watches.estimate import Readable, readable, same_subject
from casefile.watches.read import WatchView
from casefile.watches.selectivity import Selectivity, selectivity, widest


@dataclass(frozen=True, slots=True)
class Check:
    """The answers. `seats` are those who have to approve it, in order; none when it acts at once."""

    selectivity: Selectivity
    readable: Readable
    same: tuple[WatchView, ...]
    seats: tuple[Seat, ...]
    country: str | None = None
    """The unit's, by which a local number is read."""

    @property
    def band(self) -> Band:
        """The wider of the two: strangers by published frequencies, and records that may be read."""
        return widest((self.selectivity.band, self.readable.band))


def check(session: Session, viewer: Viewer, draft: WatchDraft, *, watch_id: str = "", change_note: str = "") -> Check:
    """Check a draft, for a new watch or for the own one of that id. Raises BadInput as saving it would."""
    require(viewer, Permission.WATCH_SUBJECT)
    held = session.scalar(select(Watch.case_id).where(Watch.id == watch_id, Watch.owner_unit_id == viewer.unit_id))
    if watch_id:
        cases = correctable(session, viewer, held, draft.case_id, Reason.optional(change_note, "change_note"))
    else:
        cases = open_cases(session, viewer, {draft.case_id} if draft.case_id else ())
    own = session.execute(select(Unit.country, Unit.approves_watches).where(Unit.id == viewer.unit_id)).one()
    identity = prepare(draft, cases, own.country, tables.now()).identity
    found = selectivity(identity, own.country)
    return Check(
        found,
        readable(session, viewer, identity),
        tuple(same_subject(session, viewer, identity, watch_id)),
        tuple(_seats(draft, wide=found.wide, unit_asks=own.approves_watches)),
        own.country,
    )


def _seats(draft: WatchDraft, *, wide: bool, unit_asks: bool) -> list[Seat]:
    if not watching.waits(wide=wide, unit_asks=unit_asks, command_line=False):
        return []
    rules = draft.rules
    protected = is_protected(rules.subject_category or SubjectCategory.NONE, rules.protection)
    states = (WatchState.PROPOSED, WatchState.APPROVED)
    first, last = (watching.seat(state, wide=wide, unit_asks=unit_asks, protected=protected) for state in states)
    return [at for at in (first, last if first and not watching.is_last(first, wide=wide) else None) if at]
