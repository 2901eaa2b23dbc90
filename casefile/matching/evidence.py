"""One term of a decision: what was compared, how it came out, what that is worth."""

from typing import Any, NamedTuple


class Evidence(NamedTuple):
    """`what` is the kind of fact; `rule` a gettext key; `wanted` is the watch's value, `found` the record's.

    `fact` is the pair of compared forms that identifies the agreement, whatever it is worth today.
    A tuple, since every candidate pair makes some: a frozen dataclass takes three times as long to make.
    """

    what: str
    rule: str
    wanted: str
    found: str
    bits: float
    fact: tuple[str, str] = ("", "")

    def as_json(self) -> dict[str, Any]:
        """As kept in the hit's row and exported."""
        return {
            "what": self.what,
            "rule": self.rule,
            "wanted": self.wanted,
            "found": self.found,
            "bits": round(self.bits, 1),
        }
