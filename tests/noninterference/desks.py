"""What reviewers, the protection desk, the pipeline and the schedule do; and what owners ask of them and answer."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile import hits
from casefile.contact import acts
from casefile.hits import answers
from casefile.hits.held.hold import Said
from casefile.hits.shown.opened import open_hit
from casefile.policy.oversight.undo import MAX_WITHIN
from casefile.policy.viewer import Viewer
from casefile.protection import lowering
from casefile.storage.tables import Hit, Pointer
from casefile.vocabulary import Decision, Judgement, Outcome, Protection
from casefile.watches import approval
from indexer.worker import celery_app, tasks
from indexer.worker.chores import Worker
from tests.noninterference.handles import WHY, Action, Missing, id_of, viewer_of
from tests.noninterference.world import World


def ask_lower(world: World, action: Action) -> None:
    with world.store.writing() as session:
        subject = id_of(world, action["of"])
        lowering.ask(session, viewer_of(world, action), _kind(action), subject, Protection(action["protection"]), WHY)


def lower(world: World, action: Action) -> None:
    with world.store.writing() as session:
        subject = id_of(world, action["of"])
        lowering.lower(session, viewer_of(world, action), _kind(action), subject, Protection(action["protection"]), WHY)


def _kind(action: Action) -> lowering.SubjectKind:
    return "watch" if action["of"].startswith("w") else "record"


def approve(world: World, action: Action) -> Any:
    """A wide watch waits for another person, who sees nothing of what others hold."""
    with world.store.writing() as session:
        return approval.approve(session, viewer_of(world, action), id_of(world, action["of"]), WHY)


def refuse(world: World, action: Action) -> None:
    with world.store.writing() as session:
        approval.refuse(session, viewer_of(world, action), id_of(world, action["of"]), WHY)


def take(world: World, action: Action) -> None:
    """Taken in hand, judged *the same*, and undone before its time: no trace of any of it for B."""
    with world.store.writing() as session:
        viewer, hit = viewer_of(world, action), _hit(session, world, action)
        hits.take(session, viewer, hit)
        hits.hold(session, viewer, hit, Said(Judgement.SAME, WHY, WHY), within=MAX_WITHIN)
        hits.undo(session, viewer, hit)


def reveal(world: World, action: Action) -> None:
    """A hit opened at its desk, both sides on one page."""
    with world.store.writing() as session:
        open_hit(session, viewer_of(world, action), _hit(session, world, action), WHY)


def decide(world: World, action: Action) -> Any:
    with world.store.writing() as session:
        hit = _hit(session, world, action)
        judgement = Judgement(action["judgement"])
        return hits.decide(session, viewer_of(world, action), hit, judgement, WHY, protection_reason=WHY)


def _hit(session: Session, world: World, action: Action) -> str:
    record, subject = (id_of(world, handle) for handle in action["pair"])
    wanted = select(Hit.id).where(Hit.record_id == record, Hit.watch_id == subject)
    found = session.scalars(wanted.order_by(Hit.detected_at.desc(), Hit.facts_hash)).first()
    if found is None:
        raise Missing(action["pair"])
    return str(found)


def _pointer(session: Session, world: World, action: Action) -> str:
    """The pointer that the acting unit holds of the hit."""
    mine = (Pointer.hit_id == _hit(session, world, action), Pointer.unit_id == viewer_of(world, action).unit_id)
    return session.scalars(select(Pointer.id).where(*mine)).first() or ""


def answer(world: World, action: Action) -> Any:
    """The owner who is asked first agrees or refuses."""
    with world.store.writing() as session:
        pointer = _pointer(session, world, action)
        return answers.answer(session, viewer_of(world, action), pointer, action["agree"], WHY)


def contact(world: World, action: Action) -> Any:
    """What the two desks do with each other, once both know."""
    with world.store.writing() as session:
        pointer = _pointer(session, world, action)
        return CONTACT[action["act"]](session, viewer_of(world, action), pointer)


CONTACT: dict[str, Callable[[Session, Viewer, str], Any]] = {
    "acknowledge": acts.acknowledge,
    "call": lambda session, viewer, pointer: acts.call(session, viewer, pointer, answered=False),
    "say": lambda session, viewer, pointer: acts.say(session, viewer, pointer, "Please call us.", None),
    "share": lambda session, viewer, pointer: acts.decide(session, viewer, pointer, Decision.SHARE, WHY),
    "decline": lambda session, viewer, pointer: acts.decide(session, viewer, pointer, Decision.DECLINE, WHY),
    "report": lambda session, viewer, pointer: acts.report(session, viewer, pointer, Outcome.USEFUL, WHY),
    "close": acts.close,
}


def ask_help(world: World, action: Action) -> None:
    """The office is asked to step in: the other desk does not learn of it."""
    with world.store.writing() as session:
        acts.ask_help(session, viewer_of(world, action), _pointer(session, world, action), WHY)


def settle(world: World, action: Action) -> Any:
    """The coordinator decides for an owner who did not answer."""
    with world.store.writing() as session:
        hit = _hit(session, world, action)
        return answers.settle(session, viewer_of(world, action), hit, action["agree"], WHY)


def drain(world: World, _action: Action) -> None:
    for _ in range(20):
        if not world.relay.drain().claimed:
            return
    raise AssertionError("the outbox does not become empty")


def deliver(world: World, _action: Action) -> None:
    """Notices alone: the rest waits, as when the engine is slow."""
    world.relay.deliver()


PROOF = (celery_app.SIGN, celery_app.VERIFY)
"""They write for the operator alone; what units are offered of it is padded (docs/proof.md, *Sizes tell nothing*)."""


def upkeep(world: World, _action: Action) -> None:
    """What the schedule does when its time has come: all its chores but those that are actions of their own."""
    chores: dict[str, Callable[[], None]] = {}
    app = SimpleNamespace(task=lambda name: lambda chore: chores.__setitem__(name, chore))
    tasks.register(app, Worker(world.settings, world.store, world.engine))  # type: ignore[arg-type]
    for name, chore in chores.items():
        if name not in (celery_app.DRAIN, celery_app.SWEEP, *PROOF):
            chore()
    world.relay._projection._common = None
