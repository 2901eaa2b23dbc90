"""Checkpoints that a unit has countersigned: what each of them has seen, nobody can take back from it.

A unit signs with a key of its own, which never comes here; its public half is kept with the first one it gives. What it
keeps itself is worth most: with it, `griot audit verify --against` shows what was done to the copies here as well.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from casefile.audit import trail
from casefile.audit.proof import checkpoints, keys
from casefile.audit.proof.proofs import leaves_of
from casefile.errors import BadInput, Conflict
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.proof.notes import Checkpoint, Note, VerifyKey, signers
from casefile.proof.tree import root_of
from casefile.vocabulary import Json

UNIT_KEY = "key"
KIND = "checkpoint"


@dataclass(frozen=True, slots=True)
class Countersigned:
    """The newest checkpoint a unit has countersigned."""

    size: int
    at: datetime | None
    key: str


def folder_of(place: checkpoints.Place, unit_code: str) -> Path:
    """Where a unit's countersigned checkpoints lie."""
    return place.folder / checkpoints.COUNTERSIGNED / re.sub(r"[^A-Za-z0-9-]", "_", unit_code)


def newest(place: checkpoints.Place, unit_code: str) -> Countersigned | None:
    """The last one of a unit; None when it has given none."""
    folder = folder_of(place, unit_code)
    if (read := checkpoints.newest_in(folder)) is None:
        return None
    return Countersigned(read[1].size, read[1].moment, (folder / UNIT_KEY).read_text("utf-8").strip())


@dataclass(frozen=True, slots=True)
class Offered:
    """What a unit is shown: the checkpoint of the day, the installation's public keys, and what it signed last."""

    note: str
    """Empty before the first one."""
    size: int
    at: datetime | None
    keys: tuple[str, ...]
    last: Countersigned | None


def offered(viewer: Viewer, place: checkpoints.Place) -> Offered:
    """The checkpoint to countersign."""
    require(viewer, Permission.COUNTERSIGN)
    note, one = checkpoints.offered(place) or (None, None)
    return Offered(
        str(note or ""),
        one.size if one else 0,
        one.moment if one else None,
        tuple(map(str, keys.known(place.folder))),
        newest(place, viewer.unit_code),
    )


def countersign(session: Session, viewer: Viewer, place: checkpoints.Place, text: str, key: str) -> Checkpoint:
    """Keep what the officer's unit has countersigned; raises as `receive` does."""
    require(viewer, Permission.COUNTERSIGN)
    return receive(session, viewer, place, viewer.unit_code, text, key)


def receive(
    session: Session,
    viewer: Viewer | None,
    place: checkpoints.Place,
    unit_code: str,
    text: str,
    key: str,
    *,
    new_key: bool = False,
) -> Checkpoint:
    """Keep what a unit has countersigned. Needs a writing session: it stands in the trail.

    Raises BadInput when the note is not this home's or not signed by the key, Conflict when the unit signs with another
    key than before (but for `new_key`), or when the log of this home no longer is what the note says.
    """
    note, unit_key = Note.parse(text), VerifyKey.parse(key)
    checkpoint = Checkpoint.parse(note.text)
    public = keys.known(place.folder)
    if not signers(note, public):
        raise BadInput("This checkpoint was not signed by this installation.", field="note")
    if unit_key in public or not unit_key.verifies(note):
        raise BadInput("The checkpoint does not carry a signature of this key.", field="key")
    folder = folder_of(place, unit_code)
    kept = folder / UNIT_KEY
    if kept.exists() and kept.read_text("utf-8").strip() != str(unit_key) and not new_key:
        raise Conflict("Your unit has countersigned with another key before. An administrator puts in the new one.")
    leaves = leaves_of(place)
    if len(leaves) < checkpoint.size or root_of(leaves, 0, checkpoint.size) != checkpoint.root:
        raise Conflict("What was signed then is not what stands here now. Keep your checkpoint and tell the auditor.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept.write_text(f"{unit_key}\n", "utf-8")
    (folder / checkpoints.file_name(checkpoint)).write_text(str(note), "utf-8")
    detail: dict[str, Json] = {"size": checkpoint.size, "key": unit_key.id.hex()}
    trail.write(session, viewer, trail.Action.ADMINISTRATION, KIND, unit_code[:64], detail=detail)
    return checkpoint
