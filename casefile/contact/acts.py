"""What a desk does in a contact besides releasing values: acknowledge, call, write, decide, ask for help, close."""

from sqlalchemy.orm import Session

from casefile.contact.stand import check, refuse, stand, step, write_line
from casefile.errors import BadInput
from casefile.hits.pointers import mark_read
from casefile.policy.contact import steps as law
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.states import HitMove
from casefile.policy.viewer import Viewer, require
from casefile.subjects.cleaning import plain_text
from casefile.vocabulary import ContactAct, Decision, HitState, Outcome, Phrase


def acknowledge(session: Session, viewer: Viewer, pointer_id: str) -> HitState:
    """Say to the other desk that the pointer has come to somebody. The first of the two opens the contact."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id)
    to = step(session, viewer, at, HitMove.OPEN_CONTACT)
    write_line(session, viewer, at.hit.id, ContactAct.ACKNOWLEDGED)
    mark_read(session, viewer, pointer_id)
    return to


def call(session: Session, viewer: Viewer, pointer_id: str, *, answered: bool) -> None:
    """Note that the other desk was called, or did not answer. Both desks read it."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id)
    step(session, viewer, at, HitMove.TALK)
    write_line(session, viewer, at.hit.id, ContactAct.CALLED if answered else ContactAct.NO_ANSWER)


def say(session: Session, viewer: Viewer, pointer_id: str, text: str = "", phrase: Phrase | None = None) -> None:
    """Write to the other desk: text, a fixed phrase that each side reads in its own language, or both."""
    require(viewer, Permission.CONTACT)
    text = plain_text(text, "text", law.MOST_MESSAGE)
    if not text and phrase is None:
        raise BadInput("Write a message, or choose a phrase.", field="text")
    at = stand(session, viewer, pointer_id)
    step(session, viewer, at, HitMove.TALK)
    write_line(session, viewer, at.hit.id, ContactAct.WROTE, word=phrase.value if phrase else "", text=text)


def decide(session: Session, viewer: Viewer, pointer_id: str, decision: Decision, reason: str) -> HitState:
    """Decide what follows. The other desk reads the decision, not the reason. It may be changed, save *declined*."""
    require(viewer, Permission.CONTACT)
    why = Reason.stated(reason)
    at = stand(session, viewer, pointer_id)
    move = HitMove.DECLINE if decision is Decision.DECLINE else HitMove.CONSENT
    check(session, viewer, at, move)
    if at.facts.own.decision is decision:
        refuse(session, viewer, at, move, law.NOTED_ALREADY)
    to = step(session, viewer, at, move)
    write_line(session, viewer, at.hit.id, ContactAct.DECIDED, word=decision.value, reason=why.text)
    return to


def opened_joint_case(session: Session, viewer: Viewer, pointer_id: str, joint_case_id: str) -> None:
    """Note that the two opened a case together. Part of opening one; both desks read that it is open."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id)
    step(session, viewer, at, HitMove.OPEN_JOINT_CASE)
    write_line(session, viewer, at.hit.id, ContactAct.OPENED_JOINT_CASE, word=joint_case_id)


def report(session: Session, viewer: Viewer, pointer_id: str, outcome: Outcome, note: str = "") -> HitState:
    """State what came of it, once. The other desk reads the word; the note stays with the own unit and the office."""
    require(viewer, Permission.CONTACT)
    why = Reason.optional(note, "note")
    at = stand(session, viewer, pointer_id)
    to = step(session, viewer, at, HitMove.REPORT_OUTCOME)
    reason = why.text if why else ""
    write_line(session, viewer, at.hit.id, ContactAct.OUTCOME, word=outcome.value, reason=reason)
    return to


def close(session: Session, viewer: Viewer, pointer_id: str) -> HitState:
    """Close a contact that was declined, or whose outcome both sides have stated."""
    require(viewer, Permission.CONTACT)
    at = stand(session, viewer, pointer_id)
    to = step(session, viewer, at, HitMove.CLOSE)
    write_line(session, viewer, at.hit.id, ContactAct.CLOSED)
    return to


def ask_help(session: Session, viewer: Viewer, pointer_id: str, reason: str) -> None:
    """Ask the coordination office to step in. The other desk does not learn of it."""
    require(viewer, Permission.CONTACT)
    why = Reason.stated(reason)
    at = stand(session, viewer, pointer_id)
    step(session, viewer, at, HitMove.ASK_HELP)
    write_line(session, viewer, at.hit.id, ContactAct.ASKED_HELP, reason=why.text, only_unit_id=viewer.unit_id)
