"""A stated reason: one rule for every place where an officer must say why.

Kept whole, never cut: a reason that was shortened is a reason nobody gave. Too short and too long are refused.
"""

from dataclasses import dataclass

from casefile.errors import BadInput
from casefile.limits import check_length

MIN_LENGTH = 5
"""Characters. Shorter is no reason; what a reason must say is for those who read the trail."""
MAX_LENGTH = 5_000
"""Characters: two pages of a police report."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason that was stated and may be kept."""

    text: str

    @classmethod
    def stated(cls, text: str, field: str = "reason") -> "Reason":
        """The reason in a text somebody wrote. Raises BadInput, naming `field`, when it is none or too long."""
        text = text.strip()
        if len(text) < MIN_LENGTH:
            raise BadInput("State your reason, in at least %(least)s characters.", field=field, least=MIN_LENGTH)
        check_length(text, MAX_LENGTH, field)
        return cls(text)

    @classmethod
    def optional(cls, text: str, field: str = "reason") -> "Reason | None":
        """The same where none is demanded: None for an empty text."""
        return cls.stated(text, field) if text.strip() else None

    def __str__(self) -> str:
        return self.text
