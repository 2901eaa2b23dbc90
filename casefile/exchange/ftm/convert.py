"""FollowTheMoney entities as what Griot holds: records and their links. What it cannot hold is counted by name."""

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from casefile.exchange.ftm.identity import POST, POST_NAME, SANCTION, identity_of, kind_of
from casefile.exchange.ftm.mapping import (
    BELONGS,
    DATES,
    EDGE_WORDS,
    EDGES,
    FOLDED,
    FOLDED_SCHEMATA,
    HELD_ELSEWHERE,
    IDENTIFIERS,
    NAMES,
    NOT_HELD,
    ORGANISATION_CODES,
    PARTS,
    TEXTS,
)
from casefile.exchange.ftm.read import Entity, entity_properties, read_file
from casefile.exchange.incoming import ImportReport, Incoming, IncomingLink, Progress, silent
from casefile.exchange.overflow import fit
from casefile.policy.network.sources import category_by_topics
from casefile.vocabulary import LinkRole, RecordKind, SubjectCategory

Folded = dict[str, list[tuple[str, Entity]]]
Links = dict[str, list[IncomingLink]]
Join = Callable[[str, str, LinkRole, str], None]

HELD = frozenset(
    {name for name, _ in NAMES}
    | set(IDENTIFIERS)
    | ORGANISATION_CODES
    | set(DATES)
    | {name for name, _ in TEXTS}
    | HELD_ELSEWHERE
)


def read_ftm(
    path: Path, category: SubjectCategory, report: ImportReport, progress: Progress = silent
) -> list[Incoming]:
    """Everything in the file that can be held, in its order; `category` is what persons and organisations are."""
    return held_of(read_file(path, report, progress), category, report)


def held_of(entities: dict[str, Entity], category: SubjectCategory, report: ImportReport) -> list[Incoming]:
    """The same of entities that were read."""
    folded, swallowed = _fold(entities)
    links = _links(entities, swallowed, report)
    found = []
    for entity in entities.values():
        if entity.id in swallowed or entity.schema.name in EDGES:
            continue
        kind = kind_of(entity)
        if kind is None:
            why = NOT_HELD.get(entity.schema.name) or FOLDED_SCHEMATA.get(entity.schema.name)
            report.not_held[f"schema {entity.schema.name}" + (f" ({why})" if why else "")] += 1
            continue
        _name_what_is_left(entity, report)
        identity = fit(identity_of(entity, kind, folded.get(entity.id, []), report), report.not_held)
        if not (identity.names or identity.identifiers or identity.narrative or identity.places or identity.dates):
            report.not_held[f"a {entity.schema.name} that says nothing of itself"] += 1
            continue
        found.append(
            Incoming(
                entity.id,
                entity.line,
                identity,
                _category(entity, kind, category),
                links=tuple(dict.fromkeys(links.get(entity.id, ()))),
                topics=tuple(sorted(entity.all("topics"))),
                referents=entity.referents,
            )
        )
    return found


def _fold(entities: dict[str, Entity]) -> tuple[Folded, set[str]]:
    """Papers go to their holder, measures to whom they are against, addresses to who lives there: no records then."""
    folded: Folded = defaultdict(list)
    swallowed = set()
    for entity in entities.values():
        if entity.is_a("Identification"):
            for holder in entity.all("holder"):
                if holder in entities and kind_of(entities[holder]) is not None:
                    folded[holder].append(("holder", entity))
                    swallowed.add(entity.id)
        elif entity.is_a("Sanction"):
            for target in entity.all("entity"):
                if target in entities and kind_of(entities[target]) is not None:
                    folded[target].append((SANCTION, entity))
                    swallowed.add(entity.id)
        elif entity.is_a("Occupancy"):
            swallowed |= _fold_post(entity, entities, folded)
        elif kind_of(entity) is not None:
            for prop in sorted(FOLDED):
                for place in entity.all(prop):
                    if place in entities and entities[place].is_a("Address"):
                        folded[entity.id].append((prop, entities[place]))
                        swallowed.add(place)
    return folded, swallowed


def _fold_post(held: Entity, entities: dict[str, Entity], folded: Folded) -> set[str]:
    """A post goes to who holds it, under its name. Gives the ids that are no records of their own by that."""
    posts = [entities[ref] for ref in held.all("post") if ref in entities]
    held.values[POST_NAME] = [name for post in posts for name in post.all("name")]
    holders = [ref for ref in held.all("holder") if ref in entities and kind_of(entities[ref]) is not None]
    for holder in holders:
        folded[holder].append((POST, held))
    return {held.id, *(post.id for post in posts)} if holders else set()


def _links(entities: dict[str, Entity], swallowed: set[str], report: ImportReport) -> Links:
    """Every part one entity plays in another, under the one that plays it."""
    links: Links = defaultdict(list)

    def join(player: str, whole: str, role: LinkRole, note: str) -> None:
        if player not in swallowed and whole not in swallowed and player != whole:
            links[player].append(IncomingLink(whole, role, note[:500]))

    for entity in entities.values():
        if entity.schema.name in FOLDED_SCHEMATA:
            continue
        if entity.schema.name in EDGES:
            player, whole, role = EDGES[entity.schema.name]
            note = "; ".join(entity.all(*EDGE_WORDS)) or (entity.schema.name if role is LinkRole.OTHER else "")
            for one in entity.all(player):
                for other in entity.all(whole):
                    join(one, other, _role_in_words(note) or role, note)
            if not (entity.all(player) and entity.all(whole)):
                report.not_held[f"{entity.schema.name} with one end only"] += 1
        else:
            _links_inside(entity, join, report)
    return links


def _links_inside(entity: Entity, join: Join, report: ImportReport) -> None:
    """The entities this one names in its own properties."""
    for prop in sorted(entity_properties(entity.schema.name) & set(entity.values)):
        part = next((role for (schema, name), role in PARTS.items() if name == prop and entity.is_a(schema)), None)
        whole = next((role for (schema, name), role in BELONGS.items() if name == prop and entity.is_a(schema)), None)
        for other in entity.all(prop):
            if part is not None:
                join(other, entity.id, part, "" if part.value in prop else prop)
            elif whole is not None:
                join(entity.id, other, whole, "")
            elif prop not in FOLDED:
                report.not_held[f"property {entity.schema.name}.{prop}"] += 1


def _role_in_words(note: str) -> LinkRole | None:
    """The part an edge names by one of Griot's own words ("driver")."""
    word = note.casefold().strip()
    return LinkRole(word) if word in set(LinkRole) else None


def _name_what_is_left(entity: Entity, report: ImportReport) -> None:
    for prop in entity.values:
        if prop not in HELD and prop not in entity_properties(entity.schema.name):
            report.not_held[f"property {entity.schema.name}.{prop}"] += 1


def _category(entity: Entity, kind: RecordKind, given: SubjectCategory) -> SubjectCategory:
    """A thing has none; of a person or organisation its topics say (`casefile.policy.network.sources`)."""
    if kind not in (RecordKind.PERSON, RecordKind.ORGANISATION):
        return SubjectCategory.NONE
    return category_by_topics(entity.all("topics"), given)
