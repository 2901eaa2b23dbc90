"""A record and its links as FollowTheMoney entities that the model's own checks pass, with the envelope beside them."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from casefile.exchange.ftm import envelope
from casefile.exchange.ftm.entity import properties_of
from casefile.exchange.ftm.known import model
from casefile.subjects.identity import Identity
from casefile.subjects.merge import Content
from casefile.vocabulary import LinkRole

WORDS = ("notes", "description", "summary")
"""Where words stand: the first of these that the schema has."""

EDGE_OF: Mapping[LinkRole, tuple[str, str, str]] = {
    LinkRole.OWNER: ("Ownership", "owner", "asset"),
    LinkRole.DIRECTOR: ("Directorship", "director", "organization"),
    LinkRole.MEMBER: ("Membership", "member", "organization"),
    LinkRole.RELATIVE: ("Family", "relative", "person"),
    LinkRole.ASSOCIATE: ("Associate", "associate", "person"),
    LinkRole.MENTIONED: ("Documentation", "entity", "document"),
}
"""The schema that says a role, where it takes both ends; else `ANY` says it by its word."""
ANY = ("UnknownLink", "subject", "object")


class Link(NamedTuple):
    """One end plays a part in the other; ends by their ids in the file."""

    player: str
    whole: str
    role: LinkRole
    note: str


def schema_and_properties(identity: Identity) -> tuple[str, dict[str, list[str]]]:
    """The entity's schema, and the values that the model takes, as it writes them; what it does not take stands in its
    words, as written."""
    name, said = properties_of(identity)
    schema = model().schemata[name]
    given: dict[str, list[str]] = {}
    words: list[str] = [identity.narrative] if identity.narrative else []
    for prop, values in said.items():
        for value in values:
            clean = schema.properties[prop].type.clean(value, format=schema.properties[prop].format)
            if clean is None:
                words.append(f"{schema.properties[prop].label}: {value}")
            elif clean not in given.setdefault(prop, []):
                given[prop].append(clean)
    words += [f"{date.kind.value}: until {date.until}" for date in identity.dates if date.until]
    words += [f"{fact.kind.value}: {fact.value}" for fact in identity.facts]
    if words:
        given.setdefault(next(one for one in WORDS if one in schema.properties), []).extend(dict.fromkeys(words))
    if "name" in schema.required and not given.get("name"):
        given["name"] = [identity.title or identity.kind.value]
    return name, {prop: values for prop, values in given.items() if values}


def edge_of(link: Link, player_schema: str, whole_schema: str) -> dict[str, Any] | None:
    """The link as an entity; None where no schema takes both its ends: then the player's envelope says it."""
    for name, player, whole in (EDGE_OF.get(link.role, ANY), ANY):
        edge = model().schemata[name]
        if _takes(name, player, player_schema) and _takes(name, whole, whole_schema):
            said = "role" if "role" in edge.properties else "relationship"
            properties = {player: [link.player], whole: [link.whole], said: [link.role.value]}
            if link.note:
                properties["summary"] = [link.note]
            beside = envelope.of_link(name, properties, link.role.value, link.note)
            return {"id": _edge_id(link), "schema": name, "properties": properties, envelope.KEY: beside}
    return None


def entity_with(
    ref: str,
    identity: Identity,
    content: Content,
    case: Mapping[str, str],
    links: list[Link],
    topics: Sequence[str] = (),
) -> dict[str, Any]:
    """A record as an entity; `links` are those that no edge says, `topics` what it is named for."""
    schema, properties = schema_and_properties(identity)
    if topics and "topics" in model().schemata[schema].properties:
        properties["topics"] = list(topics)
    beside = envelope.of_record(
        schema, properties, content, case, [(one.whole, one.role.value, one.note) for one in links]
    )
    return {"id": ref, "schema": schema, "properties": properties, envelope.KEY: beside}


def _takes(edge: str, prop: str, schema: str) -> bool:
    taken = model().schemata[edge].properties[prop].range
    return taken is not None and model().schemata[schema].is_a(taken)


def _edge_id(link: Link) -> str:
    said = "\n".join((link.player, link.whole, link.role.value))
    return f"link-{hashlib.sha256(said.encode()).hexdigest()[:32]}"
