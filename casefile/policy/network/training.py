"""The register of training: who may read and note it for which unit, and which days may be noted.

Source: docs/training.md. Who was trained in what tells who may be asked to teach; it is an officer's own file, so no
other unit reads it, and nothing in it is changed: an entry that is wrong is withdrawn, with the reason, and stays.
"""

from datetime import date, timedelta

from casefile.errors import BadInput
from casefile.policy.viewer import Viewer
from casefile.vocabulary import UnitKind

BACK = timedelta(days=5 * 366)
"""As long as an entry is kept."""


def notes_for_all(viewer: Viewer) -> bool:
    """The coordination office keeps the register of every unit; an administrator of a unit that of the own."""
    return viewer.unit_kind is UnitKind.COORDINATION


def notes_for(viewer: Viewer, unit_id: str) -> bool:
    """Whether the register of this unit is the viewer's to read and note, given the permission."""
    return notes_for_all(viewer) or viewer.unit_id == unit_id


def check_day(day: date, today: date) -> None:
    """Raises BadInput unless a training of that day can have taken place and is still kept."""
    if day > today:
        raise BadInput("This day lies ahead. Note a training once it has taken place.", field="day")
    if day < today - BACK:
        raise BadInput("This day is more than five years past. The register goes no further back.", field="day")
