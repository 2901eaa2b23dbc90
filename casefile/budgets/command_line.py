"""Whether an act comes from the home's own command line: counted as one act for each run, shown, never refused.

Who holds the shell holds the database, so a refusal there would protect nothing.
"""

from casefile import acting
from casefile.policy.viewer import Viewer
from casefile.storage.tables import new_id

_PROCESS = new_id()
"""The run that this process is: a command is one, and so is a program of ours that acts for no officer."""


def from_command_line() -> bool:
    """Whether a command of the home is at work."""
    return acting.COMMAND in acting.mark()


def run_of(viewer: Viewer) -> str | None:
    """The run that an act belongs to, the same for all acts of one command; None for an officer at the portal."""
    return _PROCESS if from_command_line() or not viewer.officer_id else None
