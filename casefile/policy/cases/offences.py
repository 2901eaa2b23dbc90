"""Which kinds of offences may be stated together. Source: docs/sources/law.md, Palermo Protocol Art. 3 (a)."""

from collections.abc import Collection
from dataclasses import dataclass

from casefile.errors import BadInput
from casefile.vocabulary import Exploitation, OffenceKind


@dataclass(frozen=True, slots=True)
class Offences:
    """What a record is about: kinds of offences, and forms of exploitation with trafficking. False where none is."""

    kinds: tuple[OffenceKind, ...] = ()
    forms: tuple[Exploitation, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.forms)

    def and_of(self, other: "Offences") -> "Offences":
        """Those of both, each once."""
        return Offences(
            tuple(one for one in OffenceKind if one in self.kinds or one in other.kinds),
            tuple(one for one in Exploitation if one in self.forms or one in other.forms),
        )

    def as_json(self) -> list[list[str]]:
        """Two lists of words; always lists, so that what was read from JSON is equal."""
        return [[one.value for one in self.kinds], [one.value for one in self.forms]]

    @classmethod
    def of_json(cls, said: Collection[Collection[str]]) -> "Offences":
        """The inverse. Raises ValueError for a word on neither list."""
        kinds, forms = said
        return cls(tuple(map(OffenceKind, kinds)), tuple(map(Exploitation, forms)))


NO_OFFENCES = Offences()


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


def checked(offences: Offences) -> Offences:
    """The same in the order of the lists, each once. Raises BadInput: exploitation without trafficking."""
    return Offences.of_json(stated_offences(offences.kinds, offences.forms))
