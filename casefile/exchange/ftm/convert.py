"""FollowTheMoney entities as what Griot holds: records and their links. What it cannot hold is counted by name."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from casefile.exchange.ftm.envelope import Stated
from casefile.exchange.ftm.identity import SAID, identity_of, kind_of, said_besides
from casefile.exchange.ftm.mapping import (
    BELONGS,
    EDGE_WORDS,
    EDGES,
    FOLDED,
    HELD,
    IN_WORDS,
    NEVER,
    PARTS,
    POSTS,
    UNREAD,
    WORDS,
)
from casefile.exchange.ftm.read import Entity, entity_properties, read_file
from casefile.exchange.incoming import ImportReport, Incoming, IncomingLink, Progress, silent
from casefile.exchange.overflow import fit
from casefile.policy.network.sources import category_by_topics
from casefile.subjects.identity import Identity
from casefile.vocabulary import LinkRole, RecordKind, SubjectCategory

Folded = dict[str, list[tuple[str, Entity]]]
Links = dict[str, list[IncomingLink]]
Join = Callable[[str, str, LinkRole, str], None]


def read_ftm(
    path: Path, category: SubjectCategory, report: ImportReport, progress: Progress = silent
) -> list[Incoming]:
    """Everything in the file that can be held, in its order; `category` is what persons and organisations are."""
    return held_of(read_file(path, report, progress), category, report)


def held_of(entities: dict[str, Entity], category: SubjectCategory, report: ImportReport) -> list[Incoming]:
    """The same of entities that were read."""
    folded, swallowed = _fold(entities, report)
    links = _links(entities, swallowed, report)
    found = []
    for entity in entities.values():
        if entity.id in swallowed or entity.schema.name in EDGES:
            continue
        if (beside := entity.beside) is not None and beside.stated is not None and beside.identity is not None:
            found.append(_as_stated(entity, beside.identity, beside.stated, links))
            continue
        kind = kind_of(entity)
        if kind is None:
            report.not_held[_unread(entity.schema.name)] += 1
            continue
        _name_what_is_left(entity, report)
        place = (entity.line, entity.id)
        identity = fit(identity_of(entity, kind, folded.get(entity.id, []), report), report, place)
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


def _as_stated(entity: Entity, identity: Identity, stated: Stated, links: Links) -> Incoming:
    """A record of a Griot, as it was there."""
    beside = entity.beside.links if entity.beside is not None else ()
    further = [IncomingLink(to, role, note) for to, role, note in beside]
    return Incoming(
        entity.id,
        entity.line,
        identity,
        stated.rules.subject_category or SubjectCategory.NONE,
        group=stated.case,
        links=tuple(dict.fromkeys([*links.get(entity.id, ()), *further])),
        stated=stated,
    )


def _fold(entities: dict[str, Entity], report: ImportReport) -> tuple[Folded, set[str]]:
    """Papers go to their holder, measures to whom they are against, addresses to who lives there: no records then."""
    folded: Folded = defaultdict(list)
    swallowed = set()
    for entity in entities.values():
        for prop in sorted(NEVER & set(entity.values)) if entity.schema.name in (*WORDS, *EDGES) else ():
            report.not_held[f"property {entity.schema.name}.{prop}"] += 1
        if entity.is_a("Identification"):
            for holder in entity.all("holder"):
                if holder in entities and kind_of(entities[holder]) is not None:
                    folded[holder].append(("holder", entity))
                    swallowed.add(entity.id)
        elif entity.schema.name in WORDS:
            said, posts = _with_posts(entity, entities)
            for about in entity.all(WORDS[entity.schema.name]):
                if about in entities and kind_of(entities[about]) is not None:
                    folded[about].append((SAID, said))
                    swallowed |= {entity.id, *posts}
        elif kind_of(entity) is not None:
            for prop in sorted(FOLDED):
                for place in entity.all(prop):
                    if place in entities and entities[place].is_a("Address"):
                        folded[entity.id].append((prop, entities[place]))
                        swallowed.add(place)
    return folded, swallowed


def _with_posts(entity: Entity, entities: dict[str, Entity]) -> tuple[Entity, set[str]]:
    """What is said of somebody, with the name of the office for its id; and the offices that are told by it."""
    prop = POSTS.get(entity.schema.name, "")
    named = {id: name for id in entity.all(prop) if id in entities and (name := entities[id].first("name"))}
    if not named:
        return entity, set()
    values = entity.values | {prop: [named.get(id, id) for id in entity.all(prop)]}
    return replace(entity, values=values), set(named)


def _unread(schema: str) -> str:
    """A schema that is not read, with the reason."""
    return f"schema {schema}: {UNREAD[schema]}" if schema in UNREAD else f"schema {schema}"


def _links(entities: dict[str, Entity], swallowed: set[str], report: ImportReport) -> Links:
    """Every part one entity plays in another, under the one that plays it."""
    links: Links = defaultdict(list)

    def join(player: str, whole: str, role: LinkRole, note: str) -> None:
        if player in swallowed or whole in swallowed:
            report.not_held["a link to what stands in the words of another"] += 1
        elif player != whole:
            links[player].append(IncomingLink(whole, role, note[:500]))

    for entity in entities.values():
        if entity.schema.name in WORDS or entity.schema.name in UNREAD:
            continue
        if entity.schema.name in EDGES:
            player, whole, role = EDGES[entity.schema.name]
            words = "; ".join(entity.all(*EDGE_WORDS)) or (entity.schema.name if role is LinkRole.OTHER else "")
            note = "; ".join(filter(None, [words, *said_besides(entity, frozenset(EDGE_WORDS))]))
            stated = _role_in_words(words) or role
            if entity.beside is not None and entity.beside.role is not None:
                stated, note = entity.beside.role, entity.beside.note
            for one in entity.all(player):
                for other in entity.all(whole):
                    join(one, other, stated, note)
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
    for prop in entity.values if not entity.is_a(*IN_WORDS) else ():
        if prop not in HELD and prop not in entity_properties(entity.schema.name):
            report.not_held[f"property {entity.schema.name}.{prop}"] += 1


def _category(entity: Entity, kind: RecordKind, given: SubjectCategory) -> SubjectCategory:
    """A thing has none; of a person or organisation its topics say (`casefile.policy.network.sources`)."""
    if kind not in (RecordKind.PERSON, RecordKind.ORGANISATION):
        return SubjectCategory.NONE
    return category_by_topics(entity.all("topics"), given)
