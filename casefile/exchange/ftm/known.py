"""The FollowTheMoney model, loaded when it is first asked: a quarter of a second and 30 MB that most processes, the
worker among them, need for nothing else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followthemoney.model import Model
    from followthemoney.schema import Schema


@cache
def model() -> Model:
    """Schemata, properties, ranges."""
    from followthemoney import model as loaded  # noqa: PLC0415

    return loaded


def common_schema(one: Schema, other: Schema) -> Schema | None:
    """The narrower of two schemata of one thing; None where neither is the other's."""
    from followthemoney.exc import InvalidData  # noqa: PLC0415

    try:
        return model().common_schema(one, other)
    except InvalidData:
        return None
