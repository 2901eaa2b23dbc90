"""Where the fields of a machine-readable zone stand, by size. Data.

Source: ICAO Doc 9303, eighth edition, Part 4 (TD3), Part 5 (TD1), Part 6 (TD2), Part 7 (both visas).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from casefile.subjects.travel_documents.document import LENGTH, Size

Place = tuple[int, int, int]
"""Line, first character, the one after the last."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the fields of one size stand. `checks`: of which field each character is the check digit; the last one of
    `all` is over all of `over`, each with its own check digit."""

    fields: Mapping[str, Place]
    checks: Mapping[str, tuple[int, int]]
    over: tuple[Place, ...] = ()


def _book(size: Size) -> Layout:
    """Two lines, alike up to the expiry (Parts 4, 6, 7)."""
    last = LENGTH[size]
    end = {"TD3": last - 2, "TD2": last - 1}.get(size, last)
    fields = {
        "code": (0, 0, 2), "issuer": (0, 2, 5), "names": (0, 5, last), "number": (1, 0, 9), "nationality": (1, 10, 13),
        "birth": (1, 13, 19), "sex": (1, 20, 21), "expiry": (1, 21, 27), "optional": (1, 28, end),
    }  # fmt: skip
    checks = {"number": (1, 9), "birth": (1, 19), "expiry": (1, 27)}
    if size == "TD3":
        checks |= {"optional": (1, last - 2)}
    if size in ("TD3", "TD2"):
        checks |= {"all": (1, last - 1)}
    return Layout(fields, checks, ((1, 0, 10), (1, 13, 20), (1, 21, last - 1)))


LAYOUTS: Mapping[Size, Layout] = {
    **{size: _book(size) for size in ("TD3", "TD2", "MRV-A", "MRV-B")},
    "TD1": Layout(
        {
            "code": (0, 0, 2), "issuer": (0, 2, 5), "number": (0, 5, 14), "optional": (0, 15, 30),
            "birth": (1, 0, 6), "sex": (1, 7, 8), "expiry": (1, 8, 14), "nationality": (1, 15, 18),
            "more": (1, 18, 29), "names": (2, 0, 30),
        },
        {"number": (0, 14), "birth": (1, 6), "expiry": (1, 14), "all": (1, 29)},
        ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    ),
}  # fmt: skip

KINDS: Mapping[Size, str] = {"TD1": "IAC", "TD2": "IACP", "TD3": "P", "MRV-A": "V", "MRV-B": "V"}
"""The first letter of the document's code, by size. TD2 was a passport's size too."""
