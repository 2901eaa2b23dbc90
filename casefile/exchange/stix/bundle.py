"""The bundle: who it is of, how it is to be handled, its records, what joins them, and the case that holds them."""

import json
from collections.abc import Iterable
from typing import Any, Final

from casefile.exchange.outgoing.given import Given, Joined, Shared
from casefile.exchange.stix import objects
from casefile.exchange.stix.ids import bundle_id, instant, stix_id
from casefile.exchange.stix.marking import markings
from casefile.exchange.stix.objects import Object

TYPE: Final = "application/stix+json;version=2.1"
"""The media type that TAXII 2.1 registers for it."""


def as_stix(shared: Shared) -> bytes:
    """The bundle as JSON. The same records make the same objects, in the same order."""
    made = list(_objects(shared))
    whole: Object = {"type": "bundle", "id": bundle_id(shared.reference)}
    if made:
        whole["objects"] = made
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _objects(shared: Shared) -> Iterable[Object]:
    known = {given.id: given for given in shared.records}
    if not known:
        return
    links = [one for one in shared.links if one.start in known and one.end in known]
    beside: dict[str, list[str]] = {}
    for one in links:
        beside.setdefault(one.start, []).append(objects.id_of(known[one.end]))
        beside.setdefault(one.end, []).append(objects.id_of(known[one.start]))
    marks: dict[str, Object] = {}
    records = []
    for given in shared.records:
        mine = _marked([given], marks)
        records.append(objects.object_of(given, mine, beside.get(given.id, ())))
    joined = [_relationship(one, known, marks) for one in links]
    case = _case(shared, records, _marked(shared.records, marks))
    units = {one.code: one.name for one in (shared.source, *(given.source for given in shared.records))}
    yield objects.SYSTEM
    yield objects.SAID
    yield objects.OWN_TYPE
    yield from (objects.unit_object(code, name) for code, name in sorted(units.items()))
    yield from sorted(marks.values(), key=_id)
    yield from records
    yield from sorted(joined, key=_id)
    yield case


def _id(made: Object) -> str:
    return str(made["id"])


def _marked(given: Iterable[Given], marks: dict[str, Object]) -> list[str]:
    """Ids of the markings that hold for all of them together; noted in `marks`."""
    every = list(given)
    codes = {code for one in every for code in one.handling}
    found = markings(codes, protected=any(one.protected for one in every))
    marks.update({_id(one): one for one in found})
    return [_id(one) for one in found]


def _relationship(link: Joined, known: dict[str, Given], marks: dict[str, Object]) -> Object:
    """Handled as both its ends are."""
    start, end = known[link.start], known[link.end]
    ends = (objects.id_of(start), objects.id_of(end))
    at = instant(link.since)
    made: dict[str, Any] = {
        "type": "relationship", "spec_version": "2.1",
        "id": stix_id("relationship", f"{ends[0]}/{link.role}/{ends[1]}"),
        "created_by_ref": stix_id("identity", f"unit/{start.source.code}"), "created": at, "modified": at,
        "relationship_type": link.role.replace("_", "-"), "source_ref": ends[0], "target_ref": ends[1],
        "object_marking_refs": _marked((start, end), marks),
    }  # fmt: skip
    return made | ({"description": link.note} if link.note else {})


def _case(shared: Shared, records: list[Object], marked: list[str]) -> Object:
    unit = stix_id("identity", f"unit/{shared.source.code}")
    made: Object = {
        "type": "grouping", "spec_version": "2.1", "id": stix_id("grouping", f"{shared.source.code}/{shared.id}"),
        "created_by_ref": unit, "created": min(one["created"] for one in records),
        "modified": max(one["modified"] for one in records), "name": shared.name, "context": "unspecified",
        "object_marking_refs": marked, "object_refs": [_id(one) for one in records],
    }  # fmt: skip
    return made | ({"description": shared.about} if shared.about else {})
