"""The Merkle tree of RFC 6962: its root, that a leaf is in it, and that a larger tree goes on from a smaller one.

Leaves are given as their hashes, in order. A leaf is hashed with 0x00 before it, a node with 0x01: so no node can be
passed off as a leaf. Proofs are lists of hashes as sections 2.1.1 and 2.1.2 of the RFC order them; whoever checks one
needs nothing but this file's arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

EMPTY = sha256(b"").digest()
HASH_BYTES = 32


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two others."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """A tree that grows: `size`, and the roots of its full subtrees from the largest to the smallest.

    Holds one hash for each bit set in `size`, and is all that is needed to add leaves and to say the root.
    """

    size: int = 0
    full: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        full, count = self.full, self.size
        while count & 1:
            leaf = node_hash(full.pop(), leaf)
            count >>= 1
        full.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        if not self.full:
            return EMPTY
        root = self.full[-1]
        for left in reversed(self.full[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Sequence[bytes], first: int = 0, end: int | None = None) -> bytes:
    """The root over these leaves, or a part of them."""
    frontier = Frontier()
    for index in range(first, len(leaves) if end is None else end):
        frontier.append(leaves[index])
    return frontier.root()


def inclusion(leaves: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """What proves that leaf `index`, counted from 0, is in the tree of the first `size` leaves."""
    if not 0 <= index < size <= len(leaves):
        raise ValueError("no such leaf")
    path: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            path.append(root_of(leaves, middle, end))
            end = middle
        else:
            path.append(root_of(leaves, first, middle))
            first = middle
    return path[::-1]


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root of the tree in which the leaf stands if the proof is true; None when it cannot be one."""
    if not 0 <= index < size:
        return None
    turns, first, end = [], 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        turns.append(index < middle)
        first, end = (first, middle) if index < middle else (middle, end)
    if len(turns) != len(path):
        return None
    for left, other in zip(reversed(turns), path, strict=True):
        leaf = node_hash(leaf, other) if left else node_hash(other, leaf)
    return leaf


def consistency(leaves: Sequence[bytes], old: int, size: int) -> list[bytes]:
    """What proves that the tree of the first `old` leaves is the beginning of the one of the first `size`."""
    if not 0 < old <= size <= len(leaves):
        raise ValueError("no such trees")
    path: list[bytes] = []
    first, end, whole = 0, size, True
    while old != end - first:
        middle = _split(end - first)
        if old <= middle:
            path.append(root_of(leaves, first + middle, end))
            end = first + middle
        else:
            path.append(root_of(leaves, first, first + middle))
            first, old, whole = first + middle, old - middle, False
    if not whole:
        path.append(root_of(leaves, first, end))
    return path[::-1]


def is_consistent(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of `old` leaves begins the one of `size` (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not path and old_root == root
    proof = list(path)
    if old & (old - 1) == 0:
        proof.insert(0, old_root)
    if not proof:
        return False
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    mine = theirs = proof[0]
    for other in proof[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            mine, theirs = node_hash(other, mine), node_hash(other, theirs)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            theirs = node_hash(theirs, other)
        node, last = node >> 1, last >> 1
    return last == 0 and mine == old_root and theirs == root


def _split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1
