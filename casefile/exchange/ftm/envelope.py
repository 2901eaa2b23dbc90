"""What FollowTheMoney has no words for, beside an entity: what a record states exactly, its rules, case and links.

FollowTheMoney knows no handling code, no ground and no review date, and its values are cleaned. So an entity that
leaves Griot has a key `griot` besides, which other programs pass over; a Griot that reads it has the record as it was.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casefile.policy.cases.offences import NO_OFFENCES, Offences
from casefile.policy.handling import Rules
from casefile.subjects.identity import Identity
from casefile.subjects.merge import Content, identity_from, rules_from
from casefile.vocabulary import LinkRole

KEY = "griot"
VERSION = 1


class Unreadable(Exception):
    """An envelope that is none."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the record of another Griot says besides its identity. Units are given by their codes."""

    rules: Rules
    suspicion_note: str
    fact_or_opinion: str
    neutrality_check: bool
    case: str
    case_title: str
    case_basis: str
    offences: Offences = NO_OFFENCES


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope opened: of a record its identity and what it states, of a link its role and note."""

    identity: Identity | None = None
    stated: Stated | None = None
    links: tuple[tuple[str, LinkRole, str], ...] = ()
    """(id of the other, role, note) of links that no schema of the model can say."""
    role: LinkRole | None = None
    note: str = ""


def of_record(
    schema: str,
    properties: Mapping[str, Sequence[str]],
    content: Content,
    case: Mapping[str, str],
    links: Sequence[tuple[str, str, str]],
) -> dict[str, Any]:
    """The envelope of a record; `content` as `subjects.merge.content_of` has it."""
    said = {"case": dict(case), "content": content, "links": [list(one) for one in links]}
    return {"version": VERSION, "of": digest(schema, properties), **said}


def of_link(schema: str, properties: Mapping[str, Sequence[str]], role: str, note: str) -> dict[str, Any]:
    """The envelope of a link."""
    return {"version": VERSION, "of": digest(schema, properties), "role": role, "note": note}


def digest(schema: str, properties: Mapping[str, Sequence[str]]) -> str:
    """Of the entity itself: when another program has changed it, the envelope speaks of something else."""
    said = json.dumps([schema, sorted((k, sorted(v)) for k, v in properties.items())], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def opened(said: object, schema: str, properties: Mapping[str, Sequence[str]]) -> Envelope | None:
    """The envelope beside an entity; None where the entity was changed since, or another edition wrote it.

    Raises Unreadable for what is no envelope.
    """
    try:
        if not isinstance(said, dict) or said["version"] != VERSION or said["of"] != digest(schema, properties):
            return None
        if "role" in said:
            return Envelope(role=LinkRole(said["role"]), note=str(said["note"]))
        content, case = said["content"], said["case"]
        stated = Stated(
            rules_from(content),
            str(content["suspicion_note"]),
            {"fact": "fact", "opinion": "opinion"}[content["fact_or_opinion"]],
            bool(content["neutrality_check"]),
            str(case["reference"]),
            str(case["title"]),
            str(case["legal_basis"]),
            Offences.of_json(content.get("offences", ((), ()))),
        )
        links = tuple((str(to), LinkRole(role), str(note)) for to, role, note in said["links"])
        return Envelope(identity_from(content), stated, links)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unreadable(type(error).__name__) from error
