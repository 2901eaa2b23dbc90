"""Every surface on which somebody learns of a hit: how it is seen there, and what the law says of it."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import hits
from casefile.errors import Conflict, NotThere
from casefile.evidence import Wish, export
from casefile.hits import answers, pointers, reroute
from casefile.hits.read import COVERED
from casefile.policy.contact.dossier import desk_view, party_may_export
from casefile.policy.disclosure import (
    DESK_PERMISSION,
    desk_for,
    may_hold_pointer,
    may_open_hit,
    recipients,
    who_may_read,
)
from casefile.policy.permissions import Permission
from casefile.policy.sharing import access
from casefile.policy.states import HIT, JUDGEMENT_MOVE, NOTIFIED, WAITING, HitMove, allows
from casefile.policy.viewer import Viewer
from casefile.storage.tables import Unit
from casefile.vocabulary import Desk, DeskList, HitState, Judgement
from tests.law.generated import Generated, GeneratedHit
from tests.law.surfaces.kinds import WHY, Seen, Surface


def _mine(world: Generated, viewer: Viewer) -> Iterator[tuple[GeneratedHit, str]]:
    """The hits of which the viewer's unit was sent a pointer, or is about to be."""
    for one in world.hits if viewer.may(Permission.READ_POINTER) else ():
        if viewer.unit_id in one.pointers:
            yield one, one.pointers[viewer.unit_id]


def pointers_law(world: Generated, viewer: Viewer) -> Seen:
    """Of a pointer that was sent, the other unit is named as long as it may be held; else nothing but that it was."""
    return {
        pointer: may_hold_pointer(viewer.unit_id, one.state, one.facts)
        for one, pointer in _mine(world, viewer)
        if one.sent
    }


def _named(view: pointers.PointerView) -> bool:
    assert bool(view.about_unit) == bool(view.about_country) == bool(view.desk) == (not view.recalled)
    assert not (view.recalled and view.may_answer)
    return bool(view.about_unit)


def by_pointers(_world: Generated, session: Session, viewer: Viewer) -> Seen:
    return {one.id: _named(one) for one in pointers.pointers_of(session, viewer, limit=10_000)}


def by_pointer(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for one in world.hits:
        for pointer in one.pointers.values():
            try:
                seen[pointer] = _named(pointers.pointer_of(session, viewer, pointer))
            except NotThere:
                continue
    return seen


def delivered_law(world: Generated, viewer: Viewer) -> Seen:
    """After delivery a unit reads what it may hold and nothing else, whatever was sent or waited before."""
    return {
        pointer: True for one, pointer in _mine(world, viewer) if may_hold_pointer(viewer.unit_id, one.state, one.facts)
    }


def by_delivery(world: Generated, session: Session, viewer: Viewer) -> Seen:
    pointers.deliver(session, [pointer for one in world.hits for pointer in one.pointers.values()])
    return {one.id: True for one in pointers.pointers_of(session, viewer, limit=10_000) if _named(one)}


def recalled_law(world: Generated, viewer: Viewer) -> Seen:
    """After a change of rules: both or none. A hit that belongs to the protection desk now is not held by anybody."""
    return {
        pointer: True
        for one, pointer in _mine(world, viewer)
        if one.sent and all(may_hold_pointer(unit, one.state, one.facts) for unit in _held(one, viewer))
    }


def _held(hit: GeneratedHit, viewer: Viewer) -> Iterable[str]:
    return hit.pointers if hit.state in NOTIFIED else (viewer.unit_id,)


def by_recall(world: Generated, session: Session, viewer: Viewer) -> Seen:
    reroute.follow_rules(session, record_ids=[one.record_id for one in world.hits])
    return {one.id: True for one in pointers.pointers_of(session, viewer, limit=10_000) if _named(one)}


def desk_law(world: Generated, viewer: Viewer) -> Seen:
    return {one.id: True for one in world.hits if may_open_hit(viewer, one.desk, one.facts)}


def by_opening(world: Generated, session: Session, viewer: Viewer) -> Seen:
    """Opening; with whom the page says would be notified."""
    names = {unit.id: unit.name for unit in session.scalars(select(Unit))}
    seen: dict[str, object] = {}
    for one in world.hits:
        try:
            view = hits.open_hit(session, viewer, one.id, WHY)
        except NotThere:
            continue
        notified = recipients(one.facts)
        assert view.recipients == tuple(names[unit] for unit in notified.first)
        assert view.after_agreement == tuple(names[unit] for unit in notified.after_agreement)
        assert set(view.judgements) == {j for j in Judgement if allows(HIT, one.state, JUDGEMENT_MOVE[j])}
        seen[one.id] = True
    return seen


def by_deciding(world: Generated, session: Session, viewer: Viewer) -> Seen:
    """Judging: refused as not there, refused by its state, or done; and then the rules decide who is notified."""
    seen: dict[str, object] = {}
    for one in world.hits:
        step = session.begin_nested()
        try:
            state = hits.decide(session, viewer, one.id, Judgement.SAME, WHY, protection_reason=WHY)
            assert allows(HIT, one.state, HitMove.JUDGE_SAME)
            notified = recipients(one.facts)
            asks = HitState.OWNER_ASKED if notified.after_agreement else HitState.POINTER_SENT
            assert state is (asks if notified.first else HitState.SEALED)
            seen[one.id] = True
        except NotThere:
            pass
        except Conflict:
            assert not allows(HIT, one.state, HitMove.JUDGE_SAME)
            seen[one.id] = True
        step.rollback()
    return seen


def by_settling(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for one in world.hits:
        step = session.begin_nested()
        try:
            answers.settle(session, viewer, one.id, True, WHY)
            assert one.state is HitState.ANSWER_DUE
            seen[one.id] = True
        except NotThere:
            pass
        except Conflict:
            assert one.state is not HitState.ANSWER_DUE
            seen[one.id] = True
        step.rollback()
    return seen


def queue_law(world: Generated, viewer: Viewer) -> Seen:
    """At a desk of the viewer, what belongs there by then and by now; what changed sides waits to be routed."""
    return {
        one.id: (one.desk, one.state)
        for one in world.hits
        if desk_for(one.facts) is one.desk and viewer.may(DESK_PERMISSION[one.desk])
    }


def by_queue(_world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for desk in Desk:
        if viewer.may(DESK_PERMISSION[desk]):
            waiting = hits.queue(session, viewer, desk, limit=10_000)
            assert {line.state for line in waiting} <= WAITING
            assert hits.waiting(session, viewer, desk) == len(waiting), "the count is of what is listed"
            for line in [*waiting, *hits.queue(session, viewer, desk, on=DeskList.DECIDED, limit=10_000)]:
                seen[line.hit_id] = (line.desk, line.state)
    return seen


def export_law(world: Generated, _viewer: Viewer) -> Seen:
    """For everybody alike what the home may see: of the protected nobody reads the values alone."""
    return {
        one.id: (
            desk_for(one.facts),
            frozenset(who_may_read(one.state, one.facts)),
            one.facts.protected,
        )
        for one in world.hits
    }


def by_export(_world: Generated, session: Session, _viewer: Viewer) -> Seen:
    ids = {unit.code: unit.id for unit in session.scalars(select(Unit))}
    exported = hits.export(session)
    return {
        line["hit"]: (
            Desk(line["desk"]),
            frozenset(ids[code] for code in line["recipients"]),
            {term["found"] for term in line["evidence"]} == {COVERED},
        )
        for line in exported
    }


def dossier_law(world: Generated, viewer: Viewer) -> Seen:
    """Of a contact both know of a dossier: the own side, and of the other what is read on the record's own page."""
    seen: dict[str, object] = {}
    for one, pointer in _mine(world, viewer) if viewer.may(Permission.CONTACT) else ():
        if one.sent and party_may_export(viewer.unit_id, one.state, one.facts):
            reads = viewer.unit_id != one.facts.record.owner_unit_id and access(viewer, one.facts.record) is not None
            seen[pointer] = ("whole", "some" if reads else "nothing")
    return seen


def by_dossier(world: Generated, session: Session, viewer: Viewer) -> Seen:
    """Whatever stands in it, in both its parts."""
    seen: dict[str, object] = {}
    for one in world.hits:
        for pointer in one.pointers.values():
            try:
                made = export.gathered_for_unit(session, viewer, pointer, Wish(WHY))
            except (NotThere, Conflict):
                continue
            own, other = sorted(made.sides, key=lambda side: not side.whole)
            assert not other.whole and not (other.id or other.ground or other.content_hash or other.version)
            assert {line.unit for line in made.custody} <= {own.unit, ""} and not made.decisions and made.score is None
            seen[pointer] = ("whole" if own.whole else "part", "some" if other.fields else "nothing")
    return seen


def desk_dossier_law(world: Generated, viewer: Viewer) -> Seen:
    """The protection desk's only once two persons have unmasked a hit: of these nobody has."""
    views = {one.id: desk_view(viewer, one.desk, one.state, one.facts) for one in world.hits}
    return {hit: str(desk) for hit, desk in views.items() if desk is Desk.COORDINATION}


def by_desk_dossier(world: Generated, session: Session, viewer: Viewer) -> Seen:
    seen: dict[str, object] = {}
    for one in world.hits:
        try:
            made = export.gathered_for_desk(session, viewer, one.id, Wish(WHY))
        except (NotThere, Conflict):
            continue
        assert all(side.whole for side in made.sides)
        seen[one.id] = made.view
    return seen


HIT_SURFACES = (
    Surface("pointers listed", by_pointers, pointers_law),
    Surface("a pointer opened", by_pointer, pointers_law, every=5),
    Surface("pointers delivered", by_delivery, delivered_law),
    Surface("pointers recalled", by_recall, recalled_law),
    Surface("queues of the desks", by_queue, queue_law),
    Surface("a hit opened", by_opening, desk_law, every=5),
    Surface("a hit decided", by_deciding, desk_law, every=5),
    Surface("a hit settled", by_settling, desk_law, every=5),
    Surface("the export", by_export, export_law),
    Surface("a contact's dossier", by_dossier, dossier_law, every=5),
    Surface("a desk's dossier", by_desk_dossier, desk_dossier_law, every=5),
)
