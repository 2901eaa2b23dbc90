"""The life of a hit: at each state that a rule lets it come to, what each side and each desk sees."""

from collections.abc import Mapping
from dataclasses import replace

from casefile.policy.disclosure import (
    ANSWER_WITHIN,
    HitFacts,
    desk_for,
    may_hold_pointer,
    may_open_hit,
    move_after_rule,
    recipients,
)
from casefile.policy.duties import UNMASKED_FOR
from casefile.policy.permissions import Permission
from casefile.policy.states import HIT, NOTIFIED, WAITING, HitMove, allows
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Desk, HitState, Judgement, Notify, Protection, Role, Sharing, UnitKind
from scripts.disclosure.records import OPEN_RECORD, OPEN_WATCH, OTHER, OWNER, THIRD, officer
from scripts.disclosure.words import NOTHING, gathered, hours, table, word

TALKING = frozenset(state for state, move in HIT if move is HitMove.TALK) | {HitState.CONTACT_DECLINED, HitState.CLOSED}
"""States of a contact: each side reads what both desks did, and what was released to it."""

SILENT, ASKED = {"notify": Notify.SILENT}, {"notify": Notify.OWNER_FIRST}
CHILD = {"protection": (Protection.MINOR,)}
RULES: Mapping[str, HitFacts] = {
    "Both units are notified": HitFacts(OPEN_RECORD, OPEN_WATCH),
    "The owner first": HitFacts(replace(OPEN_RECORD, **ASKED), OPEN_WATCH),  # type: ignore[arg-type]
    "One side is silent": HitFacts(OPEN_RECORD, replace(OPEN_WATCH, **SILENT)),  # type: ignore[arg-type]
    "One side shares less than a pointer": HitFacts(replace(OPEN_RECORD, sharing=Sharing.COORDINATOR), OPEN_WATCH),
    "One side names other units": HitFacts(replace(OPEN_RECORD, sharing_units=(THIRD,)), OPEN_WATCH),
    "A side has left the network": HitFacts(OPEN_RECORD, replace(OPEN_WATCH, owner_open=False)),
    "A side is protected": HitFacts(replace(OPEN_RECORD, **CHILD), OPEN_WATCH),  # type: ignore[arg-type]
}
"""Every kind of rule that two sides can meet under, the record's and the watch's."""

TAKEN_BACK = frozenset(HIT[state, move] for state in NOTIFIED for move in (HitMove.RECALL, HitMove.WITHDRAW))
"""States to which a hit comes whose pointers are taken back."""

WHO = (
    "The record’s unit",
    "The watch’s unit",
    "Coordinator",
    "Protection officer of either unit or of the coordination office",
    "Auditor",
    "Anybody else",
)


def sections() -> str:
    """A table for each outcome; rules that come to the same share one."""
    shared: dict[str, list[str]] = {}
    for name, facts in RULES.items():
        shared.setdefault(life(facts), []).append(name)
    return "\n".join(f"### {'; '.join(_plain(names))}\n\n{text}" for text, names in shared.items())


def _plain(names: list[str]) -> list[str]:
    return [name if number == 0 else name[:1].lower() + name[1:] for number, name in enumerate(names)]


def life(facts: HitFacts) -> str:
    states = reached(facts)
    rows = [[word(state), *seen(state, facts)] for state in HitState if state in states]
    return table(("State", *WHO), gathered(rows))


def reached(facts: HitFacts) -> set[HitState]:
    """The states to which the rule lets a hit come, by the machine of hits and what the rule says of notices."""
    after_rule = move_after_rule(recipients(facts))
    found, waiting = set[HitState](), [HitState.DETECTED]
    while waiting:
        state = waiting.pop()
        found.add(state)
        for (before, move), to in HIT.items():
            rule = before is not HitState.RULE_APPLIED or move in (after_rule, HitMove.WITHDRAW)
            if before is state and to not in found and rule:
                waiting.append(to)
    return found


def seen(state: HitState, facts: HitFacts) -> list[str]:
    auditor = officer(THIRD, Role.AUDITOR)
    return [
        _unit(OWNER, state, facts),
        _unit(OTHER, state, facts),
        _desk(officer(THIRD, Role.COORDINATOR), state, facts),
        _at_protection(state, facts),
        "the steps, by their ids" if auditor.may(Permission.READ_AUDIT) else NOTHING,
        _others(state, facts),
    ]


def _unit(unit: str, state: HitState, facts: HitFacts) -> str:
    notified = recipients(facts)
    if not may_hold_pointer(unit, state, facts):
        had = state in TAKEN_BACK and unit in (*notified.first, *notified.after_agreement)
        return "if it had a pointer: that it was taken back" if had else NOTHING
    if state in TALKING:
        return "its pointer, the acts of both desks, values released to it"
    asked = unit in notified.first and allows(HIT, state, HitMove.AGREE)
    return "its pointer, and the question" if asked else "its pointer"


def _desk(viewer: Viewer, state: HitState, facts: HitFacts) -> str:
    if not may_open_hit(viewer, desk_for(facts), facts):
        return NOTHING
    opened = "both sides when opened"
    if desk_for(facts) is Desk.PROTECTION:
        opened = "both sides and why they are protected when opened, names masked"
    return f"waits, masked; {opened}" if state in WAITING else opened


def _at_protection(state: HitState, facts: HitFacts) -> str:
    """What the protection officers of this hit see: of either unit and of the coordination office the same."""
    office = replace(officer(THIRD, Role.PROTECTION), unit_kind=UnitKind.COORDINATION)
    (same,) = {
        _desk(one, state, facts) for one in (office, officer(OWNER, Role.PROTECTION), officer(OTHER, Role.PROTECTION))
    }
    return same


def _others(state: HitState, facts: HitFacts) -> str:
    """What a third unit and its protection officer see."""
    (same,) = {_unit(THIRD, state, facts), _desk(officer(THIRD, Role.PROTECTION), state, facts)}
    return same


def rule_of_two() -> str:
    """What is recalled, and what of it is seen."""
    desk = word(desk_for(RULES["A side is protected"]))
    return (
        f"The owner who is asked first has {hours(ANSWER_WITHIN)}; then the {word(Desk.COORDINATION).lower()} decides. "
        f"A pointer is taken back when the rules of either side no longer allow it, at whatever step: its unit then "
        f"reads the reference and that it was taken back, and neither which unit it was nor why. A hit of which a side "
        f"is found to be protected goes back to *{word(HitState.QUEUED)}* at the {desk.lower()} and vanishes elsewhere."
        f"\n\nAt the {desk.lower()} names, numbers, places and texts are masked. One protection officer asks to unmask "
        f"a hit, another one of the same hit confirms; who asked then reads it for {hours(UNMASKED_FOR)}, nobody else. "
        f"*{word(Judgement.SAME)}* brings the protection officers of the two units together and notifies nobody else. "
        f"Each side keeps how the person is reached safely and who the guardian is; the other reads either once two "
        f"protection officers have released it."
    )
