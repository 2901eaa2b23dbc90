"""One term of a decision: what was compared, how it came out, what that is worth; and the same read back from a hit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from casefile.matching.rules import Rule

NO_FACT = ("", "")
"""The `fact` of a term that identifies no hit."""

LINKED = "linked"
"""The kind of fact of a term that a linked record brings: a desk sees it, and nobody else."""

EvidenceJson = dict[str, str | float]
"""As kept in a hit's row: what, rule (its name), wanted, found, bits."""


class Evidence(NamedTuple):
    """`what` is the kind of fact; `wanted` is the watch's value, `found` the record's.

    `fact` is the pair of compared forms that identifies the agreement, whatever it is worth today.
    A tuple, since every candidate pair makes some: a frozen dataclass takes three times as long to make.
    """

    what: str
    rule: Rule
    wanted: str
    found: str
    bits: float
    fact: tuple[str, str] = NO_FACT

    def as_json(self) -> EvidenceJson:
        """As kept in the hit's row."""
        return {
            "what": self.what,
            "rule": self.rule.value,
            "wanted": self.wanted,
            "found": self.found,
            "bits": round(self.bits, 1),
        }


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """A term as a hit's row holds it. `rule` is the bare name when this release does not know it: a hit raised by an
    older or a newer one is still shown."""

    what: str
    rule: Rule | str
    wanted: str
    found: str
    bits: float

    @property
    def sentence(self) -> str:
        """What the rule says, in English (a gettext key)."""
        return self.rule.sentence if isinstance(self.rule, Rule) else self.rule.replace("_", " ")

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "StoredEvidence":
        """Read back what `Evidence.as_json` wrote, in whatever release."""
        name, bits = str(stored.get("rule") or "?"), stored.get("bits")
        return cls(
            what=str(stored.get("what", "")),
            rule=_RULES.get(name, name),
            wanted=str(stored.get("wanted", "")),
            found=str(stored.get("found", "")),
            bits=float(bits) if isinstance(bits, (int, float)) else 0.0,
        )

    def as_json(self) -> EvidenceJson:
        """A line of `griot hits export`: the name of the rule, and what it says."""
        return {
            "what": self.what,
            "rule": str(self.rule),
            "sentence": self.sentence,
            "wanted": self.wanted,
            "found": self.found,
            "bits": self.bits,
        }


_RULES: Mapping[str, Rule] = {rule.value: rule for rule in Rule}
