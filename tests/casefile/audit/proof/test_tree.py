"""The tree is that of RFC 6962: roots by the definition, and proofs that hold for what they name and nothing else."""

import random
from hashlib import sha256

import pytest

from casefile.proof.tree import (
    EMPTY,
    Frontier,
    consistency,
    inclusion,
    is_consistent,
    leaf_hash,
    node_hash,
    root_by_inclusion,
    root_of,
)

LEAVES = [leaf_hash(bytes([n])) for n in range(40)]
KNOWN = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
"""Roots that the public test vectors of certificate transparency give for these leaves."""
VECTORS = [b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]


def by_definition(leaves):
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(by_definition(leaves[:split]), by_definition(leaves[split:]))


def test_roots_are_those_of_the_definition_and_of_the_public_vectors():
    assert Frontier().root() == EMPTY == sha256(b"").digest()
    for size in range(1, len(LEAVES) + 1):
        assert root_of(LEAVES, 0, size) == by_definition(LEAVES[:size])
    hashes = [leaf_hash(data) for data in VECTORS]
    assert {size: root_of(hashes, 0, size).hex() for size in KNOWN} == KNOWN


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_inclusion_holds_for_its_leaf_and_place_alone(size):
    root = root_of(LEAVES, 0, size)
    for index in range(size):
        path = inclusion(LEAVES, index, size)
        assert root_by_inclusion(LEAVES[index], index, size, path) == root
        assert root_by_inclusion(LEAVES[(index + 1) % 40], index, size, path) != root
        assert root_by_inclusion(LEAVES[index], index, size, [*path, LEAVES[0]]) is None
        assert size == 1 or root_by_inclusion(LEAVES[index], (index + 1) % size, size, path) != root
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion(LEAVES, size, size)


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_consistency_holds_for_a_beginning_and_for_nothing_else(size):
    rng, root = random.Random(size), root_of(LEAVES, 0, size)
    for old in range(1, size + 1):
        before, path = root_of(LEAVES, 0, old), consistency(LEAVES, old, size)
        assert is_consistent(old, before, size, root, path)
        assert not is_consistent(old, LEAVES[0] if before != LEAVES[0] else LEAVES[1], size, root, path)
        assert not is_consistent(old, before, size, LEAVES[39] if root != LEAVES[39] else LEAVES[0], path)
        if path:
            at = rng.randrange(len(path))
            assert not is_consistent(old, before, size, root, [*path[:at], bytes(32), *path[at + 1 :]])
            assert not is_consistent(old, before, size, root, path[:-1])
    assert not is_consistent(0, EMPTY, size, root, [])
    with pytest.raises(ValueError, match="no such trees"):
        consistency(LEAVES, size + 1, size)
