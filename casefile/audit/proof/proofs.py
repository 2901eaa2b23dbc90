"""Proofs to hand on: that a row stands in a signed tree, and that one signed tree goes on from another.

Each is one JSON object with all that is needed to check it: `check` needs no database and no home, only a public key.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casefile.audit.proof import checkpoints
from casefile.audit.proof.leaf_hashes import LeafHashes
from casefile.errors import BadInput, NotThere
from casefile.proof import digest, tree
from casefile.proof.notes import Checkpoint, Note, VerifyKey, signers
from casefile.storage.tables import Audit, Leaf
from casefile.vocabulary import Json

INCLUSION, CONSISTENCY = "griot inclusion proof", "griot consistency proof"


def leaves_of(place: checkpoints.Place) -> LeafHashes:
    """The hashes of all leaves that were signed. Raises NotThere when none was."""
    found = LeafHashes(place.folder / checkpoints.LEAVES)
    if not found:
        raise NotThere("No checkpoint was signed yet. Say: griot audit checkpoint")
    return found


def of_line(session: Session, place: checkpoints.Place, seq: int, note: Note | None = None) -> dict[str, Json]:
    """That audit line `seq` stands in the tree of this checkpoint, else the newest one. Raises NotThere."""
    found = session.connection().execute(select(Audit.hash).where(Audit.seq == seq)).scalar()
    if found is None:
        raise NotThere("There is no audit line %(seq)s.", seq=seq)
    before = session.scalar(select(func.count()).select_from(Leaf).where(Leaf.trail < seq)) or 0
    return _inclusion(place, f"audit line {seq}", digest.line_data(seq, str(found)), seq + before - 1, note)


def of_leaf(session: Session, place: checkpoints.Place, seq: int, note: Note | None = None) -> dict[str, Json]:
    """That leaf `seq`, a content row, stands in the tree of this checkpoint, else the newest one. Raises NotThere.

    With the leaf goes the salt, so that whoever holds the row can work out its digest.
    """
    leaf = session.connection().execute(select(Leaf.__table__).where(Leaf.seq == seq)).first()
    if leaf is None:
        raise NotThere("There is no leaf %(seq)s.", seq=seq)
    subject = (leaf.kind, leaf.key, leaf.number)
    data = digest.leaf_data(leaf.seq, subject, leaf.mark, leaf.form, (leaf.row, leaf.content))
    proof = _inclusion(place, f"leaf {seq}", data, leaf.seq + leaf.trail - 1, note)
    return {**proof, "salt": leaf.salt.hex() if leaf.salt else None}


def last_leaf(session: Session, kind: str, key: str, number: int | None = None) -> int:
    """The number of the last leaf of a row, or of a version of it. Raises NotThere."""
    wanted = select(func.max(Leaf.seq)).where(Leaf.kind == kind, Leaf.key == key)
    if number is not None:
        wanted = wanted.where(Leaf.number == number, Leaf.content.is_not(None))
    if (seq := session.scalar(wanted)) is None:
        raise NotThere("There is no leaf of %(kind)s %(key)s.", kind=kind, key=key)
    return int(seq)


def consistency(place: checkpoints.Place, old: Note, new: Note) -> dict[str, Json]:
    """That the tree of the newer checkpoint goes on from the older one's."""
    before, after = Checkpoint.parse(old.text), Checkpoint.parse(new.text)
    leaves = leaves_of(place)
    if not 0 < before.size <= after.size <= len(leaves):
        raise BadInput("These two checkpoints cannot be held together. Give the older one first.")
    path: list[Json] = [one.hex() for one in tree.consistency(leaves, before.size, after.size)]
    return {"proof": CONSISTENCY, "path": path, "old": str(old), "checkpoint": str(new)}


def _inclusion(place: checkpoints.Place, what: str, data: bytes, index: int, note: Note | None) -> dict[str, Json]:
    note = note or checkpoints.latest(place)
    leaves = leaves_of(place)
    if note is None:
        raise NotThere("No checkpoint was signed yet. Say: griot audit checkpoint")
    size = Checkpoint.parse(note.text).size
    if not index < size <= len(leaves):
        raise NotThere("%(what)s is newer than this checkpoint. Say first: griot audit checkpoint", what=what)
    path: list[Json] = [one.hex() for one in tree.inclusion(leaves, index, size)]
    return {
        "proof": INCLUSION,
        "what": what,
        "leaf": data.decode(),
        "index": index,
        "path": path,
        "checkpoint": str(note),
    }


def check(proof: Mapping[str, Any], keys: Sequence[VerifyKey]) -> str:
    """What a proof shows, in a sentence. Raises BadInput when it shows nothing."""
    try:
        note = Note.parse(str(proof["checkpoint"]))
        checkpoint = Checkpoint.parse(note.text)
        path = [bytes.fromhex(one) for one in proof["path"]]
        by = signers(note, keys)
        if proof["proof"] == INCLUSION:
            leaf = tree.leaf_hash(str(proof["leaf"]).encode())
            shown = tree.root_by_inclusion(leaf, int(proof["index"]), checkpoint.size, path) == checkpoint.root
            said = f"{proof['what']} stands in the tree of {checkpoint.size} rows signed on {checkpoint.at}"
        else:
            old = Note.parse(str(proof["old"]))
            before = Checkpoint.parse(old.text)
            by = [key for key in by if key.verifies(old)]
            shown = tree.is_consistent(before.size, before.root, checkpoint.size, checkpoint.root, path)
            said = f"the tree of {checkpoint.size} rows goes on from the one of {before.size}"
    except (KeyError, ValueError, TypeError) as error:
        raise BadInput("This is not a proof that griot audit has written.") from error
    if not by:
        raise BadInput("No key that was given has signed the checkpoint of this proof.")
    if not shown:
        raise BadInput("The proof does not hold: what it names is not in that tree.")
    return f"{said}, by {', '.join(key.name for key in by)}"


def read(path: Path) -> Note:
    """A checkpoint in a file. Raises BadInput."""
    found = checkpoints.read_note(path)
    if found is None:
        raise BadInput("%(path)s is not a signed checkpoint.", path=path)
    return found[0]
