"""What a seal is made with: the installation's key, and the proof that a line stands in its signed tree."""

from typing import Protocol

from casefile.evidence.seal import Proved
from casefile.storage.store import Store


class Sealer(Protocol):
    """Signs, and proves lines of the trail."""

    @property
    def name(self) -> str:
        """Whose key it is, as checkpoints name their origin."""

    @property
    def public_key(self) -> bytes:
        """32 bytes."""

    def sign(self, data: bytes) -> bytes:
        """Ed25519, 64 bytes."""

    def prove(self, store: Store, seq: int) -> Proved:
        """The line of this number, in the tree of a checkpoint that is made for it."""
