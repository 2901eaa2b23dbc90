"""Where a value stands in a text, however its signs are parted there."""

from collections.abc import Iterator

from casefile.narrative.marks.items import Span
from casefile.subjects.identifiers import ascii_digits

MAX_PLACES = 40
"""Marks of one value: enough for any report."""


class Locator:
    """Finds values in one text by their letters and digits alone: `77 345 12 90` is where *77.345.12.90* stands."""

    def __init__(self, text: str) -> None:
        self.text = ascii_digits(text)
        self.at = [place for place, sign in enumerate(self.text) if sign.isalnum()]
        self.signs = "".join(_low(self.text[place]) for place in self.at)

    def find(self, value: str) -> tuple[Span, ...]:
        """The places, in order; none within a longer word or number."""
        wanted = "".join(_low(sign) for sign in ascii_digits(value) if sign.isalnum())
        return tuple(self._places(wanted)) if wanted else ()

    def _places(self, wanted: str) -> Iterator[Span]:
        found, start = 0, self.signs.find(wanted)
        while start >= 0 and found < MAX_PLACES:
            first, last = self.at[start], self.at[start + len(wanted) - 1] + 1
            if not self._inside(first, last) and "\n\n" not in self.text[first:last]:
                found += 1
                yield first, last
            start = self.signs.find(wanted, start + 1)

    def _inside(self, first: int, last: int) -> bool:
        before, after = self.text[first - 1 : first], self.text[last : last + 1]
        return before.isalnum() or after.isalnum()


def _low(sign: str) -> str:
    """One sign for one: ß and İ would become two."""
    low = sign.casefold()
    return low if len(low) == 1 else sign
