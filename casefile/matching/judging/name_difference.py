"""Two persons' names none of which agree: how far that speaks against one person.

Names that have nothing in common contradict as much as names can. Where the given name or two parts agree and the rest
does not (a slip, another reading, a name taken later), the rarity of what agrees makes up for most of it, and never
for all: a family name alone is what brothers have in common, with the family's telephone.
"""

from collections.abc import Sequence

from casefile.matching import weights as w
from casefile.matching.evidence import Evidence
from casefile.matching.name_evidence import are_one, word_bits
from casefile.matching.prepared import PreparedName
from casefile.names import Token
from casefile.names.frequency import TermFrequencies
from casefile.names.whole.assignment import PART_AGREES, align

LOOKED_AT = 4
"""Names of each side that are compared."""


def differ(wanted: Sequence[PreparedName], found: Sequence[PreparedName], common: TermFrequencies) -> Evidence | None:
    """The contradiction of two sets of names none of which agree; None when some do or one side has none."""
    if not wanted or not found:
        return None
    pairs = [(a, b) for a in wanted[:LOOKED_AT] for b in found[:LOOKED_AT]]
    if any(are_one(a, b) for a, b in pairs):
        return None
    shared, a, b = max(((_shared_bits(a, b, common), a, b) for a, b in pairs), key=lambda one: one[0])
    if not shared:
        return Evidence("name", w.NAME_DIFFERS.rule, wanted[0].text, found[0].text, w.NAME_DIFFERS.bits)
    bits = min(w.NAME_PARTLY.bits, w.NAME_DIFFERS.bits + shared)
    return Evidence("name", w.NAME_PARTLY.rule, a.text, b.text, bits)


def partly_agree(wanted: Sequence[PreparedName], found: Sequence[PreparedName], common: TermFrequencies) -> bool:
    """Whether the given name or two parts of any two names agree, though the names do not."""
    return any(_shared_bits(a, b, common) > 0 for a in wanted[:LOOKED_AT] for b in found[:LOOKED_AT])


def _shared_bits(a: PreparedName, b: PreparedName, common: TermFrequencies) -> float:
    """The rarity of the parts that agree; 0 for none, and for the family name alone."""
    if not a.keys.named or not b.keys.named:
        return 0.0
    left, right, pairs = align(a.keys.named, b.keys.named)
    shared = [(i, j) for i, j, chance, _ in pairs if chance >= PART_AGREES and _tells(left[i]) and _tells(right[j])]
    if not shared or (len(shared) == 1 and shared[0] == (len(left) - 1, len(right) - 1)):
        return 0.0
    return sum(word_bits(left[i].word, right[j].word, common) for i, j in shared)


def _tells(part: Token) -> bool:
    return part.role == "name" and not part.light
