"""The network of what was taken out: a node for each record and for each number that several of them have.

Which records those are was decided, and written into the trail, by `take_ftm`; here they are read and put in order,
so that the same records always make the same file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.exchange.ftm.export import HeldRecord, Taking, held_in_parts, links_within
from casefile.policy.handling import rules_of
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.tables import Unit
from casefile.subjects import identifiers
from casefile.subjects.identity import Identity

NODE_FIELDS: Final = (
    "kind", "case", "born", "nationality", "category", "source_grade", "info_grade", "handling", "handling_text",
    "protection",
)  # fmt: skip
"""What each node says of itself, in the order of columns."""
EDGE_FIELDS: Final = ("role", "note")
NUMBER_ROLE: Final = "has"
"""The role of an edge from a record to a number that another record has too."""
NUMBER: Final = "number:"
"""How the id of a number's node begins; those of records are theirs at their unit or at the source."""


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    label: str
    said: Mapping[str, str]
    """A value for each of NODE_FIELDS, empty where nothing is said."""
    is_number: bool = False
    """Whether it is a number that several records have, and no record: then `kind` is the number's."""


@dataclass(frozen=True, slots=True)
class Edge:
    source: str
    target: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Network:
    """`handling`: every code that occurs, which the reader of the file has to keep to."""

    reference: str
    day: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    handling: tuple[str, ...]


HeldNumber = tuple[str, str, str]
"""The id of its node, its kind, its normal form."""
HeldNode = tuple[Node, Sequence[HeldNumber]]


@dataclass(frozen=True, slots=True)
class Held:
    """What a network is made of: records, each with its numbers, and links."""

    nodes: Sequence[HeldNode]
    links: Sequence[Edge]


def network_of(session: Session, viewer: Viewer, taking: Taking) -> Network:
    """The records of `taking` that are still the viewer's to give, their links, and the numbers that two or more have.

    Of another unit's record nothing is given, nor that it has a number: numbers are counted within the file alone.
    """
    require(viewer, Permission.READ_RECORD)
    held = held_of(session, viewer, taking)
    return joined(taking.reference, f"{taking.at:%Y-%m-%d}", held.nodes, held.links)


def held_of(session: Session, viewer: Viewer, taking: Taking) -> Held:
    """The same, not joined yet: with the numbers that one record alone has."""
    require(viewer, Permission.READ_RECORD)
    home = session.scalar(select(Unit.country).where(Unit.id == viewer.unit_id))
    held: list[HeldNode] = []
    links: list[Edge] = []
    for part in held_in_parts(session, viewer, taking):
        within = links_within(session, taking, [id for id, _, _ in part])
        for id, own, identity in part:
            held.append((_record(taking.refs[id], own, identity), numbers_of(identity, home)))
            links += [
                Edge(link.player, link.whole, {"role": link.role.value, "note": link.note})
                for link, _ in within.get(id, ())
            ]
    return Held(held, links)


def joined(reference: str, day: str, held: Sequence[HeldNode], links: Iterable[Edge]) -> Network:
    """The records, the numbers that two or more of them have, and what joins them; links that lead elsewhere go."""
    nodes = [node for node, _ in held]
    holders: dict[HeldNumber, list[Node]] = {}
    for node, numbers in held:
        for number in numbers:
            holders.setdefault(number, []).append(node)
    shared = {number: having for number, having in sorted(holders.items()) if len(having) > 1}
    nodes += [_number(number, having) for number, having in shared.items()]
    there = {node.id for node in nodes}
    edges = [edge for edge in links if edge.source in there and edge.target in there]
    edges += [
        Edge(node.id, key, {"role": NUMBER_ROLE, "note": ""})
        for (key, _, _), having in shared.items() for node in having
    ]  # fmt: skip
    edges.sort(key=lambda edge: (edge.source, edge.target, edge.said["role"], edge.said["note"]))
    codes = sorted({code for node in nodes for code in node.said["handling"].split("; ") if code})
    return Network(reference, day, tuple(nodes), tuple(edges), tuple(codes))


def _record(ref: str, held: HeldRecord, identity: Identity) -> Node:
    version, rules = held.version, rules_of(held.version)
    protection = {*(one.value for one in rules.protection), *held.protection}
    said = {
        "kind": identity.kind.value,
        "case": held.case["reference"],
        "born": born(identity),
        "nationality": "; ".join(identity.nationalities),
        "category": version.subject_category or "",
        "source_grade": version.source_grade or "",
        "info_grade": version.info_grade or "",
        "handling": version.handling or "",
        "handling_text": version.handling_text or "",
        "protection": "; ".join(sorted(protection)),
    }
    return Node(ref, identity.title or ref, said)


def born(identity: Identity) -> str:
    """Its dates of birth, ranges as such."""
    return "; ".join(f"{date.value}–{date.until}" if date.until else date.value for date in identity.birth())


def numbers_of(identity: Identity, home: str | None) -> list[HeldNumber]:
    """Each number once; what tells nobody apart is none. `home`: the country of a telephone number without one."""
    found = {
        (f"{NUMBER}{identifiers.key(one.kind, one.form)}", one.kind.value, one.form)
        for identifier in identity.identifiers
        for one in identifiers.read(identifier, home)
        if one.form is not None
    }
    return sorted({number[0]: number for number in sorted(found)}.values())


def _number(number: HeldNumber, held: list[Node]) -> Node:
    """A number is handled as every record that has it: all their codes and protections stand on it."""
    key, kind, form = number
    said = dict.fromkeys(NODE_FIELDS, "") | {"kind": kind}
    for name in ("handling", "handling_text", "protection"):
        parts = {part for node in held for part in node.said[name].split("; ") if part}
        said[name] = "; ".join(sorted(parts))
    return Node(key, form, said, is_number=True)
