"""What an entry of the UN list means: names, dates, papers, places and text, as one `Incoming`."""

import re
from collections import Counter
from dataclasses import replace
from typing import TypeVar

from casefile.errors import BadInput
from casefile.exchange.countries import NOT_A_COUNTRY, country_code
from casefile.exchange.incoming import ImportReport, Incoming
from casefile.exchange.overflow import fit
from casefile.exchange.un.documents import paper
from casefile.exchange.un.names import alias_names, main_names, script_tag
from casefile.exchange.un.xml import Node
from casefile.subjects.dates.reading import month_number, read_date
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    IdentifierKind,
    NameKind,
    PlaceKind,
    RecordKind,
    Sex,
    SubjectCategory,
)

T = TypeVar("T")

BOOKKEEPING = frozenset({"VERSIONNUM", "LIST_TYPE", "SORT_KEY", "SORT_KEY_LAST_MOD", "DATAID"})
"""The list's own housekeeping: the same in every entry, or an id used as `origin_ref`."""

HELD = frozenset({
    "FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "NAME_ORIGINAL_SCRIPT", "UN_LIST_TYPE",
    "REFERENCE_NUMBER", "LISTED_ON", "LAST_DAY_UPDATED", "GENDER", "COMMENTS1", "NATIONALITY", "TITLE", "DESIGNATION",
    *(f"{kind}_{part}" for kind in ("INDIVIDUAL", "ENTITY") for part in ("ALIAS", "ADDRESS")),
    "INDIVIDUAL_DATE_OF_BIRTH", "INDIVIDUAL_PLACE_OF_BIRTH", "INDIVIDUAL_DOCUMENT",
})  # fmt: skip

_ENUMERATED = re.compile(r"\s*;?\s+(?:ii|iii|iv|v|vi|vii|viii|ix|x)\)\s+")  # several addresses in one element
_YEAR = re.compile(r"^(?:1[89]|20)\d\d$")


TOPICS = ("sanction",)


def entry(node: Node, report: ImportReport) -> Incoming | None:
    """The entry's meaning. None, with the reason in the report's problems, when it lacks what it cannot be held
    without."""
    not_held, problems = report.not_held, report.problems
    missing = [tag for tag in ("DATAID", "FIRST_NAME", "REFERENCE_NUMBER", "UN_LIST_TYPE") if not node.say(tag)]
    if missing:
        problems.append(f"line {node.line}: {node.tag} without {', '.join(missing)}")
        return None
    for child in node.children:
        if child.tag not in HELD and child.tag not in BOOKKEEPING:
            not_held[f"element {child.tag}"] += 1
    story: list[str] = []
    person = node.tag == "INDIVIDUAL"
    names, births, birthplaces = _names(node, story, not_held)
    identity = Identity(
        kind=RecordKind.PERSON if person else RecordKind.ORGANISATION,
        names=names,
        identifiers=_identifiers(node, story),
        dates=(*_unique([*_births(node, story, not_held), *births]), *_listed(node, not_held)),
        places=(*_unique([*_places(node, "INDIVIDUAL_PLACE_OF_BIRTH", PlaceKind.BIRTH, not_held), *birthplaces]),
                *_places(node, f"{node.tag}_ADDRESS", PlaceKind.ADDRESS, not_held)),
        sex={"male": Sex.MALE, "female": Sex.FEMALE}.get(node.say("GENDER").casefold()),
        nationalities=_nationalities(node, not_held),
        narrative=_narrative(node, story),
    )  # fmt: skip
    return Incoming(
        ref=node.say("DATAID"),
        line=node.line,
        identity=fit(identity, report, (node.line, node.say("DATAID"))),
        category=SubjectCategory.SUSPECT,
        group=node.say("UN_LIST_TYPE"),
        topics=TOPICS,
    )


def _names(
    node: Node, story: list[str], not_held: Counter[str]
) -> tuple[tuple[Name, ...], list[PartialDate], list[Place]]:
    """All names, and the births and birthplaces that the list states for an alias only."""
    names = main_names([node.say(f"{part}_NAME") for part in ("FIRST", "SECOND", "THIRD", "FOURTH")])
    if original := node.say("NAME_ORIGINAL_SCRIPT"):
        names.append(Name(original, NameKind.ORIGINAL_SCRIPT, script_tag(original)))
    births: list[PartialDate] = []
    places: list[Place] = []
    for alias in node.all(f"{node.tag}_ALIAS"):
        text, quality = alias.say("ALIAS_NAME"), alias.say("QUALITY")
        if not text:
            continue
        found, remark = alias_names(text, quality, alias.say("NOTE"), person=node.tag == "INDIVIDUAL")
        names += found
        born, where = alias.say("DATE_OF_BIRTH"), _place_text(alias, ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"))
        if born and (date := _plain_date(born)):
            births.append(date)
        elif born:
            not_held[f"date of birth of an alias “{born}”"] += 1
        if where:
            places.append(Place(PlaceKind.BIRTH, where, country_code(alias.say("COUNTRY_OF_BIRTH"))))
        if remark or born or where:
            said = ", ".join(filter(None, (remark, f"born {born}" if born else "", where)))
            story.append(f"As {found[0].text if found else text}: {said}")
    seen: dict[tuple[str, NameKind], Name] = {}
    for name in names:
        seen.setdefault((name.text, name.kind), name)
    return tuple(seen.values()), births, places


def _identifiers(node: Node, story: list[str]) -> tuple[Identifier, ...]:
    found = [Identifier(IdentifierKind.LIST_REFERENCE, node.say("REFERENCE_NUMBER"))]
    for document in node.all("INDIVIDUAL_DOCUMENT"):
        identifier, sentence = paper(document)
        if identifier is not None:
            found.append(identifier)
        if sentence:
            story.append(f"Document: {sentence}")
    return tuple(_unique(found))


def _births(node: Node, story: list[str], not_held: Counter[str]) -> list[PartialDate]:
    """The dates of birth: exact, about, or between two years; a note may hold the month or the whole of it."""
    found = []
    for birth in node.all("INDIVIDUAL_DATE_OF_BIRTH"):
        note, year = birth.say("NOTE"), birth.say("YEAR")
        circa = birth.say("TYPE_OF_DATE") == "APPROXIMATELY" or note.casefold() == "approximately"
        first, last = birth.say("FROM_YEAR"), birth.say("TO_YEAR")
        month = month_number(note)
        stated = birth.say("DATE") or (f"{note} {year}" if year and month else year)
        if _YEAR.match(first) and _YEAR.match(last):
            found.append(PartialDate(DateKind.BIRTH, min(first, last), max(first, last), circa))
        elif date := _range(note) if not (stated or first) else None:
            found.append(PartialDate(DateKind.BIRTH, date[0], date[1], circa))
        elif known := _plain_date(stated or note):
            found.append(replace(known, circa=circa or known.circa))
        elif stated or note or first or last:
            not_held[f"date of birth “{stated or note or f'{first}-{last}'}”"] += 1
        if note and not month:
            story.append(f"Born: {', '.join(filter(None, (stated, note)))}")
    return found


def _plain_date(text: str, kind: DateKind = DateKind.BIRTH) -> PartialDate | None:
    """The date a text gives: "1984", "1984-03-12", "Nov. 1973", "1984-03-12-05:00"; None for other forms."""
    try:
        return read_date(text, kind)
    except BadInput:
        return None


def _range(note: str) -> tuple[str, str] | None:
    """“Between Aug. and Sep. 1977” as its two months."""
    found = re.match(r"^between (\w+)\.? and (\w+)\.? (\d{4})$", note, re.IGNORECASE)
    if not found:
        return None
    first, last, year = month_number(found.group(1)), month_number(found.group(2)), found.group(3)
    return (f"{year}-{first:02d}", f"{year}-{last:02d}") if first and last else None


def _listed(node: Node, not_held: Counter[str]) -> list[PartialDate]:
    said = node.say("LISTED_ON")
    if date := _plain_date(said, DateKind.LISTED):
        return [date]
    if said:
        not_held[f"date of listing “{said}”"] += 1
    return []


def _places(node: Node, tag: str, kind: PlaceKind, not_held: Counter[str]) -> list[Place]:
    found = []
    for place in node.all(tag):
        text = _place_text(place, ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"))
        country = country_code(place.say("COUNTRY"))
        if country is None and place.say("COUNTRY").casefold() not in NOT_A_COUNTRY:
            not_held[f"code of country “{place.say('COUNTRY')}”"] += 1
        found += [Place(kind, piece, country) for piece in _ENUMERATED.split(text) if piece.strip(" ;:,")]
    return _unique(found)


def _place_text(node: Node, tags: tuple[str, ...]) -> str:
    return ", ".join(said for tag in tags if (said := node.say(tag)))


def _nationalities(node: Node, not_held: Counter[str]) -> tuple[str, ...]:
    codes = []
    for said in node.values("NATIONALITY"):
        if code := country_code(said):
            codes.append(code)
        elif said.casefold() not in NOT_A_COUNTRY:
            not_held[f"code of nationality “{said}”"] += 1
    return tuple(_unique(codes))


def _narrative(node: Node, story: list[str]) -> str:
    """Everything said in words: comments, titles, functions, what was said of names, papers and dates."""
    unknown = [said for said in node.values("NATIONALITY") if not country_code(said)]
    lines = [
        node.say("COMMENTS1"),
        _line("Title", node.values("TITLE")),
        _line("Function", node.values("DESIGNATION")),
        _line("Nationality as listed", [said for said in unknown if said.casefold() not in NOT_A_COUNTRY]),
        *story,
        _line("Last changed by the United Nations", [max(node.values("LAST_DAY_UPDATED"), default="")]),
    ]
    return "\n".join(line for line in lines if line)


def _line(label: str, values: list[str]) -> str:
    said = [value for value in values if value]
    return f"{label}: {'; '.join(said)}" if said else ""


def _unique(values: list[T]) -> list[T]:
    return list(dict.fromkeys(values))
