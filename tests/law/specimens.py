"""A specimen of a thing, the world that holds them, and the laws most of them share."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from casefile.policy.viewer import Viewer
from casefile.vocabulary import (
    Role,
)
from tests.law.matrix import Law, Thing
from tests.network import make
from tests.network.portal import NOBODYS_ID, PortalNetwork

Exists = Callable[[Viewer], bool]

EXTRA = {
    "enters": (Role.INVESTIGATOR,),
    "watches": (Role.WATCH_OFFICER,),
    "leaving": (Role.ANALYST,),
    "asking": (Role.ADMINISTRATOR,),
}
"""Officers of Banjul: with one trade each; about whom something is asked; who asks it."""
ONE_OF_EACH = {
    Role.INVESTIGATOR: "enters",
    Role.WATCH_OFFICER: "watches",
    Role.ANALYST: "analyst",
    Role.CHIEF: "chief",
    Role.COORDINATOR: "coordinator",
    Role.PROTECTION: "protection",
    Role.MAGISTRATE: "magistrate",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}
OUTSIDERS = ("dakar", "nouakchott", "analyst")
"""Who hold permissions of the trade and are not of Banjul."""


NO_IDS = ("kind", "number", "side", "what")


@dataclass(frozen=True)
class Specimen:
    """A thing in a state. `values` are the places of its address; `exists` says by the law for whom it is there."""

    of: Thing
    label: str
    values: Mapping[str, object]
    exists: Mapping[Law, Exists]
    sample: bool = False
    """One of the few with which every address of its kind is tried; the others with those that their law decides."""
    own_place: str = ""
    """The place of the address that names something of an outsider's own."""

    @property
    def id(self) -> str:
        return str(next(iter(self.values.values())))

    @property
    def ids(self) -> list[object]:
        return [value for name, value in self.values.items() if name not in NO_IDS]

    @property
    def nobody(self) -> dict[str, object]:
        """The same address with ids that never were."""
        keep = (*NO_IDS, self.own_place)
        return {name: value if name in keep else NOBODYS_ID for name, value in self.values.items()}


@dataclass(kw_only=True)
class World(PortalNetwork):
    specimens: list[Specimen] = field(default_factory=list)

    def of(self, thing: Thing) -> list[Specimen]:
        return [one for one in self.specimens if one.of is thing]

    def one_of(self, thing: Thing, **values: object) -> str:
        """The id of a specimen of that kind."""
        return next(one.id for one in self.of(thing) if values.items() <= one.values.items())


def unit_of(net: World, login: str) -> str:
    return net.viewers[login].unit_id


def of_unit(unit_id: str) -> Exists:
    return lambda viewer: viewer.unit_id == unit_id


def nobody(_viewer: Viewer) -> bool:
    return False


def always(_viewer: Viewer) -> bool:
    return True


def pairs(net: World, many: int) -> Iterator[str]:
    """Hits between records of Banjul and a watch of Nouakchott."""
    watch_id = net.watch("nouakchott")
    for record_id in net.enter_many("banjul", [make.SOMEBODY] * many):
        net.hit(record_id, watch_id)
        yield net.hit_of(record_id)
