"""Records made of what a report names, in the report's case and by its rules, linked to it: all of them, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import records
from casefile.errors import MISSING, BadInput, Conflict, NotThere
from casefile.marked.report import Reading, read_report
from casefile.marked.sums import add_sums
from casefile.marked.wanted import NotAll, Wanted
from casefile.narrative.marks import Item, Passage, What
from casefile.policy.handling import Rules
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.records import RecordDraft, RecordLine, RecordView, links
from casefile.records.links import LinkDraft
from casefile.records.scope import RELEASED
from casefile.storage import tables
from casefile.storage.tables import Record
from casefile.vocabulary import LinkRole, RecordKind, RecordState, Sharing, SubjectCategory

MOST = 100
"""Things made records of in one go."""
_ROLE = {
    What.PLACE: LinkRole.PLACE_OF,
    SubjectCategory.SUSPECT: LinkRole.SUSPECT,
    SubjectCategory.CONVICTED: LinkRole.SUSPECT,
    SubjectCategory.VICTIM: LinkRole.VICTIM,
    SubjectCategory.WITNESS: LinkRole.WITNESS,
}
"""The part it plays in the report; whatever else: mentioned."""
_OWN = {
    RecordKind.PHONE: LinkRole.USER,
    RecordKind.TRAVEL_DOCUMENT: LinkRole.HOLDER,
    RecordKind.ACCOUNT: LinkRole.HOLDER,
}
"""What a person is of a number that the text gives to that person."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of it: how many records were made, how many linked that were there, and the two moments by which
    `take_back` finds them."""

    made: int
    linked: int
    linked_at: datetime
    made_at: datetime
    added: int = 0
    """Sums that went into an event of the report."""


def make_records(
    session: Session, viewer: Viewer, record_id: str, version: int, takes: Sequence[Wanted], *, reason: str = "",
    legal_basis: str = "", by_hand: Sequence[Passage] = (),
) -> Made:  # fmt: skip
    """Make records of things that the report names, link them and what is chosen of the own records to it, and each
    person to the numbers that the text gives it.

    What a linked record is already is passed over, so that a form sent twice makes nothing twice. Raises NotAll when
    anything cannot be stored, Conflict when the report is no longer at `version`. `reason` stands in the trail,
    `legal_basis` is for persons where neither the report nor its case has one. `by_hand` are the passages that an
    officer marked. A sum for which one of the report's events is chosen is added to it: its price and currency.
    """
    require(viewer, Permission.ENTER_RECORD)
    _hold(session, viewer, record_id)
    view = records.read(session, viewer, record_id, reason=reason)
    if view.line.version != version or not view.line.may_amend:
        raise Conflict("The text was changed meanwhile. Look at what it names now.")
    reading = read_report(viewer, view, _linked(session, viewer, view), tables.now().date(), by_hand)
    items = {one.key: one for one in reading.marks.items}
    if not takes or any(one.key not in items for one in takes):
        raise BadInput("Tick what is to become a record.", field="take")
    events = {one.record_id for one in reading.events}
    wanted = [one for one in takes if one.key not in reading.linked][:MOST]
    sums = [one for one in wanted if items[one.key].what is What.SUM and one.record_id in events]
    chosen = [one for one in wanted if one not in sums]
    ids = _chosen_or_made(session, viewer, _with_basis(view, legal_basis), items, chosen)
    parts = [(ids[one.key], _part(items[one.key], one.category, record_id)) for one in chosen]
    parts += _owners(items, reading, ids)
    add_sums(session, viewer, items, sums, reason)
    if not parts:
        moment = tables.now()
        return Made(0, 0, moment, moment, len(sums))
    linked_at = links.link_all(session, viewer, parts)
    made = [ids[one.key] for one in chosen if not one.record_id]
    return Made(len(made), len(chosen) - len(made), linked_at, _made_at(session, made, linked_at), len(sums))


def take_back(session: Session, viewer: Viewer, made: Made, why: str) -> None:
    """Take back links just made, and withdraw the records that were made with them."""
    require(viewer, Permission.ENTER_RECORD)
    reason = Reason.stated(why)
    ends = links.take_back(session, viewer, made.linked_at, reason.text)
    if made.made:
        fresh = select(Record.id).where(
            Record.id.in_(sorted(ends)), Record.owner_unit_id == viewer.unit_id, Record.created_at == made.made_at,
            Record.version == 1, Record.state == RecordState.ACTIVE.value,
        )  # fmt: skip
        for record_id in session.connection().execute(fresh.order_by(Record.id)).scalars().all():
            records.withdraw(session, viewer, record_id, reason.text)


def _hold(session: Session, viewer: Viewer, record_id: str) -> None:
    """Two who make records of one report at once do it one after the other, so that the second finds the first's."""
    own = select(Record.id).where(Record.id == record_id, Record.owner_unit_id == viewer.unit_id)
    if session.connection().execute(own.with_for_update()).first() is None:
        raise NotThere(MISSING)


def _with_basis(view: RecordView, basis: str) -> RecordView:
    return view if view.rules.legal_basis else replace(view, rules=replace(view.rules, legal_basis=basis.strip()))


def _linked(session: Session, viewer: Viewer, view: RecordView) -> list[RecordLine]:
    return list(records.lines(session, viewer, [link.record_id for link in view.links]).values())


def _chosen_or_made(
    session: Session, viewer: Viewer, view: RecordView, items: Mapping[str, Item], chosen: Sequence[Wanted]
) -> dict[str, str]:
    """The record of each: an own one that was chosen, or a new one."""
    wrong: dict[str, BadInput] = {}
    there = records.lines(session, viewer, [one.record_id for one in chosen if one.record_id])
    for one in chosen:
        line = there.get(one.record_id)
        if one.record_id and (line is None or not line.own or line.kind is not items[one.key].identity.kind):
            wrong[one.key] = BadInput("Choose one of your own records.")
        elif not one.record_id and items[one.key].what is What.PERSON and one.category is None:
            wrong[one.key] = BadInput("State what this person is in the case: suspect, victim, witness, missing.")
    new = [one for one in chosen if not one.record_id and one.key not in wrong]
    drafts = [_draft(view, items[one.key], one) for one in new]
    entered = records.enter_many(session, viewer, drafts, lambda place, error: wrong.__setitem__(new[place].key, error))
    if wrong:
        raise NotAll("Nothing was made yet: look at the marked lines.", wrong)
    ids = {one.key: done.record_id for one, done in zip(new, entered, strict=True)}
    return ids | {one.key: one.record_id for one in chosen if one.record_id}


def _draft(view: RecordView, item: Item, wanted: Wanted) -> RecordDraft:
    return RecordDraft(
        identity=item.identity,
        case_id=view.line.case_id or "",
        rules=_rules(view.rules, item, wanted),
        suspicion_note=wanted.ground.strip() if item.what is What.PERSON else "",
        fact_or_opinion="opinion" if view.fact_or_opinion == "opinion" else "fact",
    )


def _rules(held: Rules, item: Item, wanted: Wanted) -> Rules:
    """Those of the report, but what is each person's own and the dates; more than a pointer is never shared by habit
    (`drafts.case_rules`). Protection is what the text says of whom it belongs to."""
    return replace(
        held,
        subject_category=wanted.category if item.what is What.PERSON else None,
        protection=item.protection,
        sharing=Sharing.POINTER if held.sharing in RELEASED else held.sharing,
        review_at=None,
        retain_until=None,
    )


def _part(item: Item, category: SubjectCategory | None, report_id: str) -> LinkDraft:
    role = _ROLE.get(item.what) or (_ROLE.get(category) if category else None) or LinkRole.MENTIONED
    return LinkDraft(role, report_id)


def _owners(items: Mapping[str, Item], reading: Reading, ids: Mapping[str, str]) -> list[tuple[str, LinkDraft]]:
    """Persons and the numbers that the text gives them, where one of the two was made or linked just now."""
    known = {key: one.record_id for key, one in reading.linked.items()} | dict(ids)
    holders = [one for key, one in items.items() if one.what is What.PERSON and key in known]
    things = [one for key, one in items.items() if key in known and one.identity.kind in _OWN]
    return [
        (known[person.key], LinkDraft(_OWN[thing.identity.kind], known[thing.key]))
        for person in holders
        for thing in things
        if (person.key in ids or thing.key in ids)
        and set(thing.identity.identifiers) & set(person.identity.identifiers)
    ]


def _made_at(session: Session, made: Sequence[str], otherwise: datetime) -> datetime:
    if not made:
        return otherwise
    return session.execute(select(Record.created_at).where(Record.id == made[0])).scalar_one()
