"""What a surface is: a place where somebody learns of a record or a hit. Each is one entry of a table.

RECORD_SURFACES (records.py) and HIT_SURFACES (hits.py): what later work adds is one more entry; the
tests do the rest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casefile.policy.viewer import Viewer
from tests.law.generated import Generated

Seen = Mapping[str, object]
"""By id: how much of it, or what is shown of it."""
WHY = "asked by the duty officer"


@dataclass(frozen=True)
class Surface:
    """`see` is what the viewer gets there, `law` what policy says they get."""

    name: str
    see: Callable[[Generated, Session, Viewer], Seen]
    law: Callable[[Generated, Viewer], Seen]
    every: int = 1
    """Tried with every so many, where a look is slow: 7 meets each rule of each state of a record, 5 each of a hit."""
    writes: bool = False
    """Opens transactions of its own."""
