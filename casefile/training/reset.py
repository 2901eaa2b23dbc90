"""Putting a training space back to its start, asked for at the portal: the request is a file of the home.

Who keeps the processes running (`portal.install.supervisor`) takes it up: nothing may have the database open while
another takes its place. What was asked and who asked goes with the database; of invented people nothing is kept.
"""

from pathlib import Path

from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import MISSING, Conflict, NotThere
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.settings import Settings

WANTED = "reset-wanted"
FAILED = "reset-failed"
START = "training-start"
"""Of the home: the space as it is at its start."""


def ask_reset(session: Session, viewer: Viewer, settings: Settings) -> None:
    """Ask for it. Raises NotThere in a real installation, Conflict where the start was not kept."""
    require(viewer, Permission.TRAIN)
    if not settings.training:
        raise NotThere(MISSING)
    if not has_start(settings.home):
        raise Conflict("The start of this space was not kept. Make a new one: griot up --training in an empty folder.")
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "training_space", settings.installation)
    want(settings.home)


def want(home: Path) -> None:
    """Leave the request for whoever keeps the processes."""
    (home / FAILED).unlink(missing_ok=True)
    (home / WANTED).touch(mode=0o600)


def has_start(home: Path) -> bool:
    return (home / START / "whole").is_file()


def is_wanted(home: Path) -> bool:
    return (home / WANTED).is_file()


def why_failed(home: Path) -> str:
    """What was said of the last reset that did not go through; empty where none failed."""
    try:
        return (home / FAILED).read_text("utf-8").strip()
    except OSError:
        return ""
