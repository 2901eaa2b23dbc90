"""Who may have a dossier of a hit made, how far it reaches, and who may open one that was addressed to a magistrate.

A dossier is made of what its asker may know, and of nothing besides: a desk's of both sides, a unit's of its own side
and of what the other released to it. Source: docs/sources/governance.md, "Evidence and audit" and "Who sees what".
"""

from collections.abc import Collection
from enum import StrEnum

from casefile.policy.disclosure import AGREED, HitFacts, desk_for, may_hold_pointer, may_open_hit
from casefile.policy.network.together import HANDS_OVER, NEEDS_PERMISSION
from casefile.policy.permissions import Permission
from casefile.policy.states import JUDGED_SAME, OPEN_DOSSIER
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Desk, DossierState, Handling, HitState, Service

ESTABLISHED = JUDGED_SAME | {HitState.CLOSED}
"""Hits that are evidence of anything: somebody judged both sides to be the same, and nothing was taken back since."""


KEPT_FROM_OTHERS = NEEDS_PERMISSION | {Handling.H0, Handling.H2}
"""Handling codes under which a unit that was given a value hands it on to nobody outside the two units."""


class Shown(StrEnum):
    """How much of one weight of evidence a dossier shows."""

    WHOLE = "whole"
    """Both values, the rule, the bits."""
    OWN = "own"
    """That an own value agreed: the rule and the bits would tell how the other value is written."""
    NOTHING = "nothing"


def desk_view(viewer: Viewer, routed_to: Desk, state: HitState, hit: HitFacts) -> Desk | None:
    """As which desk the viewer reads the dossier; None: for them there is none."""
    if state not in ESTABLISHED or not may_open_hit(viewer, routed_to, hit):
        return None
    return Desk.PROTECTION if Desk.PROTECTION in (routed_to, desk_for(hit)) else Desk.COORDINATION


def home_may_export(state: HitState, hit: HitFacts) -> bool:
    """Whether the installation's own command line may: as the coordination desk would read it, protected persons out.

    Whoever types there may read the database file; what concerns victims is made in a protection officer's name.
    """
    return state in ESTABLISHED and desk_for(hit) is Desk.COORDINATION


def party_may_export(unit_id: str, state: HitState, hit: HitFacts) -> bool:
    """Whether a unit may: one that holds its pointer, once both units know of the contact."""
    return state in AGREED and may_hold_pointer(unit_id, state, hit)


def weight_shown(*, desk: bool, other_known: bool, agrees: bool) -> Shown:
    """How much of a weight: all to a desk; to a unit that was released the other value, all but its size in bits.

    Of what contradicts a unit is shown nothing else: it would say what the other side holds.
    """
    if desk or other_known:
        return Shown.WHOLE
    return Shown.OWN if agrees else Shown.NOTHING


def goes_in(handling: Handling, permission: str, *, of_another: bool = False, passed_on: bool = False) -> bool:
    """Whether a value of this handling code goes into a dossier without, or with, its source's permission recorded.

    H1 never goes to court without. What another unit released for police use (H0), or not to be passed on (H2), does
    not go to a magistrate without either.
    """
    closed = KEPT_FROM_OTHERS if of_another and passed_on else NEEDS_PERMISSION
    return handling not in closed or bool(permission)


def bears_proof(*, desk: bool, addressed: bool) -> bool:
    """Whether the seal says at which place of the log the export's line stands, and how large the log is.

    Not what a unit takes along by itself: who could hold these numbers next to what the own unit enters would see each
    hit that is raised on it. It bears the line's hash; the auditor shows where that stands.
    """
    return desk or addressed


def may_address(service: Service | None) -> bool:
    """Whether a unit of this service sends dossiers to the judiciary."""
    return service in HANDS_OVER


def may_open_dossier(viewer: Viewer, to_unit_id: str | None) -> bool:
    """Whether a dossier is the viewer's to read: a magistrate of the service it was addressed to."""
    return viewer.may(Permission.RECEIVE_CASE) and viewer.unit_id == to_unit_id


def still_stands(
    from_unit_id: str, state: DossierState, hit_state: HitState, hit: HitFacts, missing: Collection[str]
) -> bool:
    """Whether its content may still be read, asked at every read: the unit could make it today, and nothing that was
    released into it was taken back (`missing`)."""
    return state in OPEN_DOSSIER and not missing and party_may_export(from_unit_id, hit_state, hit)
