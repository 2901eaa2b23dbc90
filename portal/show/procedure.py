"""The coordination office's procedure: what to do next, said next to each line of its desk."""

from datetime import timedelta

from casefile.coordination.desk import PointerLine
from portal.web.i18n import lazy_gettext as _

ASKED = _("Ask by telephone for the answer. After 72 hours you decide: notify the other unit, or seal.")
IN_TIME = _("Wait. Nothing is due yet.")
REMIND = _("Remind the unit’s desk by telephone and quote the reference.")
CALL = _("Call the head of the unit. Note who was spoken to.")
SILENT = _("Call the head of the unit: does the desk work, does anybody sign in? Then tell its country’s authority.")
SAME_PAIR = _("Two decisions on one pair. Open both, have a second coordinator judge the newer one.")
SAME_RECORD = _("One record, two watches, two decisions. Open both: is it one person watched for twice?")
WAITS = _("Judge the oldest first. What cannot be judged yet is marked unresolved, with what is missing.")
OWNER_SILENT = _("The owner did not answer in 72 hours. Decide in its stead: notify the other unit, or seal.")

REMIND_FOR = timedelta(days=3)
"""How long after the time was over a reminder of the desk is enough."""


def of_pointer(line: PointerLine, late_by: timedelta) -> str:
    """The next step for a pointer nobody answers. `late_by` is negative while there is time."""
    if line.asks:
        return ASKED
    if not line.late:
        return IN_TIME
    return REMIND if late_by <= REMIND_FOR else CALL
