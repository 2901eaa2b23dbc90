"""Values without a word list of their own."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
"""What JSON can hold: the `--json` answer of a command, a stored evidence, a saved search."""
