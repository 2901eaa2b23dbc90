"""A question at a post is kept to be compared, in the transaction that keeps it as a search: none is lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput
from casefile.people import units
from casefile.policy.handling import Rules
from casefile.policy.permissions import Permission
from casefile.policy.states import IN_FORCE, READABLE
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordDraft, enter_many
from casefile.records.cases import CaseDraft, ensure_case
from casefile.sightings.subject import Question, digest_of, subject_of
from casefile.storage import tables
from casefile.storage.in_list import among
from casefile.storage.tables import Record, Sighting, Unit, Watch, new_ids
from casefile.subjects.identity import Identity
from casefile.vocabulary import InfoGrade, Purpose, SourceGrade, SubjectCategory
from casefile.watches import WatchDraft, ensure_watchlist
from casefile.watches.drafts import Prepared, prepare
from casefile.watches.register import write_new

KEPT = timedelta(days=30)
"""How long a question is compared with what others hold and enter, from when it was last asked."""
CASE = "AT POSTS"
"""The one file of a unit's questions at posts."""
BASIS = "Control at a border post"
GROUND = "Asked at a post"


def keep(session: Session, viewer: Viewer, asked: Sequence[Question]) -> int:
    """Keep those of these questions that say enough to be compared; returns how many are new.

    The same that the unit asked within 30 days is no other, and raises no second hit. Whatever others hold, the work is
    the same. Part of asking at a post: the question's own budget, reason and trail are those of its search.
    """
    require(viewer, Permission.SEARCH)
    country = session.scalar(select(Unit.country).where(Unit.id == viewer.unit_id))
    subjects = [subject for one in asked if (subject := subject_of(one, country)) is not None]
    if not subjects:
        return 0
    by_digest = {digest_of(one, country): one for one in subjects}
    audit.one_at_a_time(session)  # two officers of a unit who ask the same at once ask one question
    moment = tables.now()
    known = _known(session, viewer.unit_id, by_digest)
    mine = and_(Sighting.unit_id == viewer.unit_id, among(Sighting.digest, list(known)))
    session.connection().execute(update(Sighting).where(mine).values(last_at=moment))
    new = {digest: one for digest, one in by_digest.items() if not known.get(digest)}
    return _write(session, viewer, new, known, country, moment) if new else 0


def _known(session: Session, unit_id: str, digests: Mapping[str, Identity]) -> dict[str, bool]:
    """Those that were asked before, and whether both that stand for it are compared still."""
    rows = session.execute(
        select(Sighting.digest, Record.state, Watch.state)
        .join(Record, Record.id == Sighting.record_id)
        .join(Watch, Watch.id == Sighting.watch_id)
        .where(Sighting.unit_id == unit_id, among(Sighting.digest, list(digests)))
    )
    readable, in_force = {state.value for state in READABLE}, {state.value for state in IN_FORCE}
    return {digest: record in readable and watch in in_force for digest, record, watch in rows}


def _write(
    session: Session,
    viewer: Viewer,
    new: Mapping[str, Identity],
    known: Mapping[str, bool],
    country: str | None,
    moment: datetime,
) -> int:
    """A record and a watch of each, of the unit that holds the unit's questions; both go through the outbox."""
    keeper, until = units.at_posts(session, viewer.unit_id), moment + KEPT
    rules = Rules(
        purpose=Purpose.IDENTIFY,
        legal_basis=BASIS,
        subject_category=SubjectCategory.NONE,
        source_grade=SourceGrade.A,
        info_grade=InfoGrade.NOT_CORROBORATED,
        review_at=until,
        retain_until=until,
    )
    list_id = ensure_watchlist(session, keeper, GROUND)
    case_id = ensure_case(session, keeper, CaseDraft(CASE, legal_basis=BASIS))
    ready = _ready(new, rules, until, country, moment)
    drafts = [RecordDraft(watch.identity, case_id, rules) for watch in ready.values()]
    made = enter_many(session, keeper, drafts, reject=lambda _place, _why: None)
    both = [
        (digest, record.record_id, watch_id, watch)
        for (digest, watch), record, watch_id in zip(ready.items(), made, new_ids(len(made)), strict=True)
        if record.record_id
    ]
    write_new(session, keeper, [(id, list_id, watch) for _, _, id, watch in both], country, moment)
    for digest, record_id, watch_id, _ in both:
        stands = {"record_id": record_id, "watch_id": watch_id, "first_at": moment, "last_at": moment}
        if digest in known:  # what stood for it has ended: asked again, it is compared again
            again = and_(Sighting.unit_id == viewer.unit_id, Sighting.digest == digest)
            session.connection().execute(update(Sighting).where(again).values(**stands))
        else:
            row = {"unit_id": viewer.unit_id, "digest": digest, **stands}
            session.connection().execute(insert(Sighting), row)
    return len(both)


def _ready(
    new: Mapping[str, Identity], rules: Rules, until: datetime, country: str | None, moment: datetime
) -> dict[str, Prepared]:
    """Those that can stand as a watch: what cannot be stored, or asks for nothing, could meet nobody."""
    found = {}
    for digest, one in new.items():
        try:
            found[digest] = prepare(WatchDraft(one, GROUND, expires_at=until, rules=rules), {}, country, moment)
        except BadInput:
            continue
    return found
