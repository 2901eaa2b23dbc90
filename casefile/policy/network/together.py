"""Units that act together: joint cases, cases handed to the judiciary, agreements. Who may, for how long, with whom."""

from collections.abc import Collection
from datetime import datetime, timedelta

from casefile.errors import N_, BadInput
from casefile.policy.duties import may_confirm
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Handling, Service

LONGEST = timedelta(days=731)
"""24 months, one of them a leap year: a joint case or an agreement that should last longer is agreed again."""

HANDS_OVER = frozenset(Service) - {Service.JUDICIARY}
"""Services whose cases go to the judiciary."""

NEEDS_PERMISSION = frozenset({Handling.H1})
"""Handling codes that keep a record out of court until its source has agreed (Europol handling codes)."""

ENDS_LATER = N_("The last day must lie ahead, at most 24 months.")
OWN_PROPOSAL = N_("Who proposed it cannot accept it too. Another officer of the unit that was asked has to.")


def check_end(ends_at: datetime, moment: datetime) -> None:
    """Raises BadInput when what ends by itself would end too late, or has ended already."""
    if not moment < ends_at <= moment + LONGEST:
        raise BadInput(ENDS_LATER, field="ends_at")


def may_answer_proposal(officer_id: str, proposed_by: str) -> bool:
    """Whether the officer may sit in the second seat: not who sat in the first, also after a move to the other unit."""
    return may_confirm(officer_id, proposed_by, "")


def may_close_joint(unit_id: str, lead_unit_id: str, seated: Collection[str]) -> bool:
    """Whether a unit may end the case for all: the one that proposed it while it sits there, afterwards any."""
    return unit_id in seated and (unit_id == lead_unit_id or lead_unit_id not in seated)


def may_receive(viewer: Viewer, to_unit_id: str, handed_by: str) -> bool:
    """Whether the officer may sign for a case: a magistrate of the service it was handed to, and not who handed it."""
    of_the_service = viewer.may(Permission.RECEIVE_CASE) and viewer.unit_id == to_unit_id
    return of_the_service and viewer.officer_id != handed_by


def may_confirm_agreement(officer_id: str, proposed_by: str) -> bool:
    """Whether the officer may bring an agreement into force: not who proposed it."""
    return may_confirm(officer_id, proposed_by, "")
