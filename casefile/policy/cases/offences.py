"""Which kinds of offences may be stated together. Source: docs/sources/law.md, Palermo Protocol Art. 3 (a)."""

from collections.abc import Collection

from casefile.errors import BadInput
from casefile.vocabulary import Exploitation, OffenceKind


def stated_offences(
    offences: Collection[OffenceKind], exploitation: Collection[Exploitation]
) -> tuple[list[str], list[str]]:
    """The values to keep, each once and in the order of its list.

    Exploitation is the purpose by which Art. 3 (a) defines trafficking; the other kinds have none. No means are asked
    for: of a child none are needed (c), and consent makes no difference where there were any (b). Raises BadInput:
    exploitation without trafficking.
    """
    if exploitation and OffenceKind.TRAFFICKING not in offences:
        raise BadInput(
            "A form of exploitation goes with trafficking: tick trafficking too, or untick the form.",
            field="exploitation",
        )
    return [one.value for one in OffenceKind if one in offences], [
        one.value for one in Exploitation if one in exploitation
    ]
