"""What two or more persons of a network share: a telephone with two users, a boat with two drivers, one number."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from casefile.exchange.networks.graph import NUMBER_ROLE, Network
from casefile.vocabulary import LinkRole, RecordKind

THINGS: Final = frozenset({
    RecordKind.PHONE, RecordKind.ACCOUNT, RecordKind.TRAVEL_DOCUMENT, RecordKind.VEHICLE, RecordKind.VESSEL,
})  # fmt: skip
"""Records by which persons are told to belong together, as by a number. A place or an event is no such thing."""
USES: Final = frozenset({LinkRole.OWNER, LinkRole.USER, LinkRole.HOLDER, LinkRole.DRIVER, LinkRole.MEMBER})
"""Roles of a person in a thing that say it is, or was, that person's to use: *mentioned* says it of nobody."""


def shared_by(network: Network) -> Mapping[str, int]:
    """By node: how many persons share that thing or number, where it is two or more.

    A person who has the number of a telephone shares that telephone with its users, and the number with them.
    """
    kinds = {node.id: node.said["kind"] for node in network.nodes if not node.is_number}
    persons, things = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for edge in network.edges:
        source, role = kinds.get(edge.source), edge.said["role"]
        if role == NUMBER_ROLE and source in THINGS:
            things[edge.target].add(edge.source)
        elif source == RecordKind.PERSON and (role == NUMBER_ROLE or _uses(role, kinds.get(edge.target))):
            persons[edge.target].add(edge.source)
    every = {id: set(found) for id, found in persons.items()}
    for number, having in things.items():
        for thing in having:
            every.setdefault(number, set()).update(persons.get(thing, ()))
            every.setdefault(thing, set()).update(persons.get(number, ()))
    return {id: len(found) for id, found in every.items() if len(found) > 1}


def _uses(role: str, kind: str | None) -> bool:
    return role in USES and kind in THINGS
