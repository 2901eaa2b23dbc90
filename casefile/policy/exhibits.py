"""Exhibits: what may come in, how large, how long half a file waits, and whose step is which.

An exhibit is its unit's alone: no other unit reads it, searches it or learns that it is there. Source:
docs/sources/governance.md, "Evidence and audit"; the sizes and lists of types are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from casefile.errors import BadInput
from casefile.policy.states import EXHIBIT, ExhibitMove, allows
from casefile.policy.viewer import Viewer
from casefile.vocabulary import ExhibitState

PART_BYTES = 1024 * 1024
"""A file comes in and is kept in parts of this size: at 64 kbit/s one takes two minutes, and that is lost at worst."""
MOST_BYTES = 512 * PART_BYTES
"""A larger extraction stays on its medium, which is entered by its hash and the place where it lies."""
OPEN_UPLOADS = 10
"""Files one officer may have half-way in."""
UPLOAD_LIFE = timedelta(days=3)
"""From the first part to the last: a weekend without a line."""

MOST_PIXELS = 200_000_000
"""The largest sensors of telephones. What has more is no photo and is refused."""
MOST_ENTRIES = 200_000
"""Files in an archive; an extraction of a telephone has tens of thousands."""
MOST_UNPACKED = 100
"""How many times its size an archive may unpack to: text packs to a tenth, what is made to harm to a thousandth."""

TYPES: Mapping[str, frozenset[str]] = {
    "image/jpeg": frozenset({"jpg", "jpeg"}),
    "image/png": frozenset({"png"}),
    "image/webp": frozenset({"webp"}),
    "image/tiff": frozenset({"tif", "tiff"}),
    "image/heic": frozenset({"heic", "heif"}),
    "application/pdf": frozenset({"pdf"}),
    "text/plain": frozenset({"txt", "csv", "tsv", "log"}),
    "text/csv": frozenset({"csv"}),
    "audio/mpeg": frozenset({"mp3"}),
    "audio/ogg": frozenset({"ogg", "oga", "opus"}),
    "audio/x-wav": frozenset({"wav"}),
    "audio/x-m4a": frozenset({"m4a"}),
    "audio/amr": frozenset({"amr"}),
    "video/mp4": frozenset({"mp4", "m4v", "m4a"}),
    "video/3gpp": frozenset({"3gp"}),
    "video/quicktime": frozenset({"mov"}),
    "application/zip": frozenset({"zip", "ufdr", "clbx"}),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": frozenset({"docx"}),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": frozenset({"xlsx"}),
}
"""Types by content that are taken, and the endings each may bear. Nothing that a machine would run."""
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/tiff"})
"""Types of which a small picture is made."""
ARCHIVES = frozenset({media for media, endings in TYPES.items() if endings & {"zip", "docx", "xlsx"}})
"""Types that unpack to something larger."""


def check_size(size: int) -> None:
    """Raises BadInput when the file is empty or larger than is kept here."""
    if size <= 0:
        raise BadInput("This file is empty. Choose another one.", field="file")
    if size > MOST_BYTES:
        raise BadInput(
            "This file is larger than %(most)s MB. Keep it on its medium, and enter where that lies.",
            field="file", most=MOST_BYTES // (1024 * 1024),
        )  # fmt: skip


def check_type(media: str, name: str) -> None:
    """Raises BadInput when what the file holds is not taken, or is not what its name says."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    endings = TYPES.get(media)
    if endings is None:
        raise BadInput(
            "Files of this kind are not taken: by its content it is %(media)s. Photos, scans, PDF, text, sound, video "
            "and ZIP are.", field="file", media=media,
        )  # fmt: skip
    if ending not in endings:
        raise BadInput(
            "The name ends in “%(ending)s”, and by its content it is %(media)s. Rename it if that is right.",
            field="file", ending=ending, media=media,
        )  # fmt: skip


def check_unpacked(entries: int, unpacked: int, size: int) -> None:
    """Raises BadInput when an archive would unpack to what no honest one does."""
    if entries > MOST_ENTRIES or unpacked > MOST_UNPACKED * max(size, PART_BYTES):
        raise BadInput("This archive would unpack to far more than it should. It was not taken.", field="file")


@dataclass(frozen=True, slots=True)
class Custody:
    """Where an exhibit is, as far as its steps depend on it. `holder_there`: the holder still works in the unit."""

    state: ExhibitState
    unit_id: str
    holder_id: str
    offered_to: str | None
    holder_there: bool


def may_step(viewer: Viewer, at: Custody, move: ExhibitMove) -> bool:
    """Whether the step is this officer's to take: the holder hands on, who was offered it takes over, and what
    nobody is there to hold any officer of the unit claims."""
    if viewer.unit_id != at.unit_id:
        return False
    match move:
        case ExhibitMove.HAND_ON | ExhibitMove.SEND_OUT | ExhibitMove.RETURN | ExhibitMove.TAKE_BACK:
            return viewer.officer_id == at.holder_id
        case ExhibitMove.TAKE_OVER | ExhibitMove.DECLINE:
            return viewer.officer_id == at.offered_to
        case ExhibitMove.CLAIM:
            return not at.holder_there
        case ExhibitMove.OPEN:
            return True
        case _:
            return False


def steps_of(viewer: Viewer, at: Custody) -> frozenset[ExhibitMove]:
    """The steps that the state allows and that are this officer's: what a page offers."""
    return frozenset(move for move in ExhibitMove if allows(EXHIBIT, at.state, move) and may_step(viewer, at, move))
