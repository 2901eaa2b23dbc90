"""A factory for each thing the tests enter: what a test does not say is the same everywhere.

What is given beyond goes where it belongs: `record(identity, case, sharing=Sharing.FULL, origin_ref="un:1")` states
the sharing in the record's rules and the source id in its draft.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from casefile import hits, records, watches
from casefile.policy.handling import Rules
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    FactKind,
    IdentifierKind,
    InfoGrade,
    NameKind,
    PlaceKind,
    Purpose,
    RecordKind,
    SourceGrade,
    SubjectCategory,
)

STATED = Rules(
    purpose=Purpose.SUPPORT_INVESTIGATION,
    legal_basis="Code de procédure pénale, art. 32",
    subject_category=SubjectCategory.SUSPECT,
    source_grade=SourceGrade.B,
    info_grade=InfoGrade.CORROBORATED,
)
"""All that must be stated about a person."""

GROUND = "asked by the judge"
SUSPICION = "named by two witnesses"
"""Why it is watched for; why the person is suspected."""
_RULES = {field.name for field in fields(Rules)}


def stated(**changes: Any) -> Rules:
    return replace(STATED, **changes)


def person(
    name: str = "Mamadou Dialo",
    born: str = "",
    *aliases: str,
    phone: str = "",
    passport: str = "",
    narrative: str = "",
    circa: bool = False,
    **more: Any,
) -> Identity:
    """A person in one line."""
    return Identity(
        kind=RecordKind.PERSON,
        names=(Name(name), *(Name(alias, NameKind.ALIAS) for alias in aliases)),
        dates=(PartialDate(DateKind.BIRTH, born, circa=circa),) if born else (),
        identifiers=(
            *((Identifier(IdentifierKind.PHONE, phone),) if phone else ()),
            *((Identifier(IdentifierKind.PASSPORT, passport),) if passport else ()),
        ),
        narrative=narrative,
        **more,
    )


def departure(
    place: str, first: date, last: date | None = None, *, km: int = 10, means: str = "", people: str = ""
) -> Identity:
    """What a watch on a departure looks for."""
    told = {FactKind.RADIUS: str(km), FactKind.MEANS: means, FactKind.PEOPLE: people}
    until = last.isoformat() if last else None
    return Identity(
        kind=RecordKind.EVENT,
        dates=(PartialDate(DateKind.EVENT, first.isoformat(), until=until),),
        places=(Place(PlaceKind.DEPARTURE, place),),
        facts=tuple(Fact(kind, value) for kind, value in told.items() if value),
    )


def report(text: str, title: str = "Compte rendu") -> Identity:
    return Identity(kind=RecordKind.REPORT, names=(Name(title),), narrative=text)


SOMEBODY = person("Mamadou Dialo", "1985")
SOMEBODY_WATCHED = person("Modou Jallow", "1984")
"""Who is entered and who is watched where a test does not care."""

WANTED = person("Mamadou Diallo", "1984", circa=True, passport="A01234567")
SEEN = person("Mamadou Dialo", "1985", passport="A01234567")
"""They share a paper as well, so that these tests ask only about the way, not about names."""


def record(identity: Identity, case_id: str, rules: Rules = STATED, **changes: Any) -> records.RecordDraft:
    rules, beyond = _sorted(rules, changes)
    return records.RecordDraft(identity, case_id, rules, **{"suspicion_note": SUSPICION, **beyond})


def watch(
    identity: Identity = SOMEBODY_WATCHED, ground: str = GROUND, rules: Rules = STATED, **changes: Any
) -> watches.WatchDraft:
    rules, beyond = _sorted(rules, {"watchlist": "Wanted", **changes})
    return watches.WatchDraft(identity, ground, rules=rules, **beyond)


def _sorted(rules: Rules, changes: dict[str, Any]) -> tuple[Rules, dict[str, Any]]:
    """The rules with those changes that are rules, and the other changes."""
    ruled = {name: value for name, value in changes.items() if name in _RULES}
    return replace(rules, **ruled), {name: value for name, value in changes.items() if name not in _RULES}


def term(what: str, rule: str, wanted: str, found: str, bits: float) -> dict[str, Any]:
    """A term of a decision, as a hit's row holds it."""
    return {"what": what, "rule": rule, "wanted": wanted, "found": found, "bits": bits}


NAMES_AGREE = term("name", "names_agree", "Modou Jallow", "Mamadou Dialo", 9.5)


def found_hit(
    record_id: str,
    watch_id: str,
    facts: str = "f" * 64,
    version: int = 1,
    watch_version: int = 1,
    *,
    evidence: Sequence[dict[str, Any]] = (NAMES_AGREE,),
    decision: str = "hit",
    value_key: str | None = None,
) -> hits.FoundHit:
    """What matching says of a record and a watch."""
    score = 5.0 + sum(one["bits"] for one in evidence)
    terms = [dict(one) for one in evidence]
    return hits.FoundHit(
        record_id, version, watch_id, watch_version, facts, score, decision, terms, "test-1", value_key
    )
