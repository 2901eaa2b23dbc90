"""Nobody alone: duties that may not meet in one person, acts that need a second administrator, and the last one.

Case work may be done by one officer in all its parts, and by the chief of the unit. Every other duty stands alone,
because each is a check on the others: who gives duties, who judges hits, who opens what concerns victims, who looks
into a case for the court, who reads the trail. Source: docs/sources/governance.md, "Side channels", row 15 (*the
coordinator as the single eye*).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations

from casefile.errors import N_, BadInput
from casefile.vocabulary import PeopleChange, Role

CASE_WORK = frozenset({Role.INVESTIGATOR, Role.WATCH_OFFICER, Role.ANALYST, Role.CHIEF})
"""Duties one officer may hold together. A chief answers for the unit's work, so no desk between units is a chief's."""

STRONG = frozenset({Role.COORDINATOR, Role.PROTECTION, Role.AUDITOR, Role.ADMINISTRATOR})
"""Duties that reach beyond the own unit: two administrators give them."""

REQUEST_LIFE = timedelta(hours=72)
"""How long a request waits for the second administrator: as long as a one-time link lives, a week-end included."""

UNMASKED_FOR = timedelta(hours=8)
"""How long the values of a masked hit are shown to who asked: one working day."""

_GIVES = N_("An administrator gives duties and holds no other. Leave one or the other out.")
_CHECKS = N_("An auditor checks what the others do and holds no other duty. Leave one or the other out.")
_COURT = N_("A magistrate stands outside the units and holds no other duty. Leave one or the other out.")
_DESKS = N_("Each desk keeps its hits from the other: coordinator and protection officer are two persons.")
_JUDGES = N_("A coordinator judges between units and does no case work. Leave one or the other out.")
_SHIELDS = N_("A protection officer opens what concerns victims and does no case work. Leave one or the other out.")

_OTHERS: tuple[tuple[Role, Iterable[Role], str], ...] = (
    (Role.ADMINISTRATOR, frozenset(Role) - {Role.ADMINISTRATOR}, _GIVES),
    (Role.AUDITOR, frozenset(Role) - {Role.AUDITOR, Role.ADMINISTRATOR}, _CHECKS),
    (Role.MAGISTRATE, CASE_WORK | {Role.COORDINATOR, Role.PROTECTION}, _COURT),
    (Role.COORDINATOR, {Role.PROTECTION}, _DESKS),
    (Role.COORDINATOR, CASE_WORK, _JUDGES),
    (Role.PROTECTION, CASE_WORK, _SHIELDS),
)
APART: Mapping[frozenset[Role], str] = {
    frozenset({one, other}): why for one, others, why in _OTHERS for other in others
}
"""Two duties that may not meet in one person: why not. A pair that is not here may meet."""


def check_together(roles: Iterable[Role]) -> None:
    """Raises BadInput, saying why, when two of the duties may not meet in one person."""
    for pair in combinations(sorted(set(roles)), 2):
        if why := APART.get(frozenset(pair)):
            raise BadInput(why, field="roles")


@dataclass(frozen=True, slots=True)
class Intent:
    """An administrator's act on an officer, as far as the rule of two looks at it."""

    change: PeopleChange
    own_unit: bool
    """Whether the officer belongs, or is to belong, to the administrator's own unit."""
    oneself: bool = False
    granted: frozenset[Role] = frozenset()
    """Duties the officer does not hold yet."""
    holds: frozenset[Role] = frozenset()
    has_password: bool = False
    gives_link: bool = False
    """Whether it hands out a link, and with it the officer's sign-in."""


SECOND: tuple[tuple[Callable[[Intent], bool], str], ...] = (
    (lambda i: bool(i.granted & STRONG), N_("it gives a duty that reaches beyond one unit")),
    (lambda i: i.oneself and bool(i.granted), N_("nobody gives duties to oneself")),
    (lambda i: i.change is PeopleChange.ADDED and not i.own_unit, N_("the officer is of another unit than yours")),
    (lambda i: i.change is PeopleChange.MOVED, N_("the officer changes to another unit")),
    (lambda i: i.change is PeopleChange.FACTORS, N_("it takes a second factor away")),
    (lambda i: i.gives_link and i.has_password, N_("it replaces a sign-in that is in use")),
    (lambda i: i.gives_link and bool(i.holds & STRONG), N_("the sign-in holds a duty that reaches beyond one unit")),
    (lambda i: i.gives_link and not i.own_unit, N_("the sign-in is that of another unit's officer")),
)
"""When an act waits for a second administrator, and why. Whoever holds a link becomes that officer: so links count."""


def needs_second(intent: Intent) -> str:
    """Why a second administrator has to confirm the act; empty when the first may do it at once."""
    return next((why for rule, why in SECOND if rule(intent)), "")


def may_confirm(officer_id: str, asked_by: str, concerns: str) -> bool:
    """Whether this administrator may sit in the second seat: neither who asked nor whom it concerns. Not the command
    line (no officer): that acts at once or not at all."""
    return bool(officer_id) and officer_id not in (asked_by, concerns)


def leaves_nobody(removed_can_sign_in: bool, left_can_sign_in: Iterable[bool]) -> bool:
    """Whether no administrator would be left: none at all, or none with a password where one with a password goes."""
    left = list(left_can_sign_in)
    return not left or (removed_can_sign_in and not any(left))
