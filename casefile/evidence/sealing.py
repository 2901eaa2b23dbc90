"""What a seal is made with: the installation's key, and the proof that a line stands in its signed tree."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import orjson
from sqlalchemy import select

from casefile.audit.proof import checkpoints, countersigned, keys, proofs
from casefile.evidence.seal import Proved, Witness
from casefile.proof import digest
from casefile.proof.notes import Checkpoint, Note
from casefile.proof.tree import consistency
from casefile.settings import Settings
from casefile.storage.store import Store
from casefile.storage.tables import Audit


class Sealer(Protocol):
    """Signs, and proves lines of the trail."""

    @property
    def key(self) -> str:
        """The public half, `name+id+base64` (C2SP), the name being the origin of the checkpoints."""

    def sign(self, data: bytes) -> bytes:
        """Ed25519, 64 bytes."""

    def prove(self, store: Store, seq: int) -> Proved:
        """The line of this number, in the tree of a checkpoint that is made for it."""


@dataclass(frozen=True)
class HomeSealer:
    """With the key that signs the home's checkpoints: opened, and made where there is none, when a seal is wanted.

    Whoever is refused before that has left nothing in the home.
    """

    place: checkpoints.Place
    store: Store

    @cached_property
    def signer(self) -> keys.Signer:
        if not keys.known(self.place.folder):
            checkpoints.write(self.store, self.place)  # so the trail names the new key
        return keys.signer(self.place.folder, self.place.passphrase)

    @property
    def key(self) -> str:
        return str(self.signer.public)

    def sign(self, data: bytes) -> bytes:
        return self.signer.key.sign(data)

    def prove(self, store: Store, seq: int) -> Proved:
        checkpoints.write(store, self.place)
        with store.reading() as session:
            proof = proofs.of_line(session, self.place, seq)
            row = session.execute(select(*Audit.__table__.columns).where(Audit.seq == seq)).one()._asdict()
        line = line_of(row)
        checkpoint = str(proof["checkpoint"])
        if digest.line_data(seq, hashlib.sha256(line).hexdigest()).decode() != proof["leaf"]:
            raise RuntimeError("a line of the trail is not what its hash is over")
        path = tuple(bytes.fromhex(str(one)) for one in proof["path"])  # type: ignore[union-attr]
        witness = self._witness(Checkpoint.parse(Note.parse(checkpoint).text).size)
        return Proved(line, int(str(proof["index"])), path, checkpoint.encode(), witness)

    def _witness(self, size: int) -> Witness | None:
        """The newest tree that a unit countersigned, no larger than this one."""
        found = [one for one in self._countersigned() if one[1].size <= size]
        if not found:
            return None
        note, earlier, key = max(found, key=lambda one: one[1].size)
        path = consistency(proofs.leaves_of(self.place), earlier.size, size)
        return Witness(str(note), key, tuple(path))

    def _countersigned(self) -> Iterator[tuple[Note, Checkpoint, str]]:
        for folder in sorted((self.place.folder / checkpoints.COUNTERSIGNED).glob("*")):
            newest = sorted(folder.glob("0*.txt"))[-1:]
            key = folder / countersigned.UNIT_KEY
            if newest and key.exists() and (read := checkpoints.read_note(newest[0])):
                yield *read, key.read_text("utf-8").strip()


def sealer_of(settings: Settings, store: Store) -> Sealer:
    """The home's own."""
    return HomeSealer(checkpoints.Place.of(settings), store)


def line_of(row: dict[str, object]) -> bytes:
    """The bytes that an audit line's hash is over (`casefile.audit.row_hash`)."""
    payload = {key: value for key, value in row.items() if key != "hash"}
    at = row["at"].isoformat()  # type: ignore[attr-defined]
    return orjson.dumps({**payload, "at": at}, option=orjson.OPT_SORT_KEYS)
