"""A source says something again, and the unit has corrected it meanwhile: which of the two stands, field by field.

Three are compared: what the source said before (`base`), what stands now (`ours`), what the source says now (`theirs`).
Where the unit changed nothing the source is followed; where it did, its word stands. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from casefile.policy.handling import Rules
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place, identity_as_json
from casefile.vocabulary import (
    DateKind,
    FactKind,
    Handling,
    IdentifierKind,
    InfoGrade,
    NameKind,
    Notify,
    PlaceKind,
    Protection,
    Purpose,
    RecordKind,
    Sex,
    Sharing,
    SourceGrade,
    SubjectCategory,
)

Content = dict[str, Any]
"""All that is stated of a record or watch, as JSON: the keys of `identity_as_json`, the columns of the rules, and what
its kind has besides. Moments are ISO texts in UTC."""

UNSTATED = "unstated"
"""The key under which a source's content names the fields it did not give: what stands there is not its word."""

TOGETHER: tuple[tuple[str, ...], ...] = (
    ("subject_category", "suspicion_note"),
    ("source_grade", "info_grade"),
    ("handling", "handling_text"),
    ("sharing", "sharing_units", "notify"),
    ("review_at", "retain_until"),
    *((name,) for name in ("purpose", "legal_basis", "sex", "narrative", "fact_or_opinion", "neutrality_check")),
    *((name,) for name in ("case_id", "ground", "watchlist", "expires_at", "offences")),
)
"""Fields that make sense only with each other: an officer who corrects one of them answers for all of its group."""

SEVERAL: Mapping[str, frozenset[str]] = {
    "names": frozenset({NameKind.MAIN.value}),
    "identifiers": frozenset(),
    "dates": frozenset(kind.value for kind in DateKind),
    "places": frozenset({PlaceKind.BIRTH.value}),
    "nationalities": frozenset(),
    "facts": frozenset(kind.value for kind in FactKind),
}
"""Fields of several values, each with the kinds that answer one question (when born?): corrected there, the source's
answer waits. Of the other kinds each value stands for itself: a second phone the source learns of comes in, one that
an officer struck out does not come back."""

NO_FACTS: Mapping[str, Any] = {"facts": ()}
"""What a source's copy means that was kept before there were facts."""
BEFORE: Mapping[str, Any] = {**NO_FACTS, "offences": [[], []]}
"""The same, and before records said what they are about."""

RULE_FIELDS: Mapping[str, Any] = {
    "purpose": Purpose,
    "subject_category": SubjectCategory,
    "source_grade": SourceGrade,
    "info_grade": InfoGrade,
    "handling": Handling,
    "sharing": Sharing,
    "notify": Notify,
    "legal_basis": str,
    "handling_text": str,
    "sharing_units": tuple,
    "protection": lambda values: tuple(Protection(p) for p in values),
    "review_at": lambda text: datetime.fromisoformat(text) if text else None,
    "retain_until": lambda text: datetime.fromisoformat(text) if text else None,
}
"""The rules among the fields, and how each is read back."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What stands, and the fields in which the unit's word stands against the source's.

    `fresh` are fields the source did not state and the unit did not change: they are worked out as for a new one.
    """

    content: Content
    kept: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()

    def changes(self, ours: Content) -> bool:
        """Whether it says anything that does not stand already."""
        return any(name not in self.fresh and not _same(value, ours[name]) for name, value in self.content.items())


def merge(base: Content | None, ours: Content, theirs: Content, *, settled: bool = False) -> Merged:
    """What stands after the source has said `theirs`. Without a base, ours stands wherever the two differ.

    Protection is never lowered: what either side states remains, and a person the source newly calls a victim is
    protected as one, whatever an officer made of the category. Of what is `settled` (it stands in a closed case) a
    source changes nothing else.
    """
    before = {**BEFORE, **base} if base else {}
    unstated = theirs.get(UNSTATED, ())
    content = {name: ours[name] for name in theirs if name != UNSTATED}
    fresh: list[str] = []
    for group in () if settled else TOGETHER:
        names = [name for name in group if name in content]
        if all(_same(before.get(name, _NOTHING), ours[name]) for name in names):
            content |= {name: theirs[name] for name in names if name not in unstated}
            fresh += [name for name in names if name in unstated]
    for name, whole in () if settled else SEVERAL.items():
        if name in content:
            content[name] = _several(before.get(name), ours[name], theirs[name], whole)
    content["protection"] = _protection(before, ours, theirs, content["subject_category"])
    return Merged(content, differing(content, theirs), tuple(fresh))


def lowers(ours: Content, theirs: Content) -> bool:
    """Whether the source's word alone would protect less than what stands."""
    victim = SubjectCategory.VICTIM.value
    uncalled = ours["subject_category"] == victim != theirs["subject_category"]
    return uncalled or not set(ours["protection"]) <= set(theirs["protection"])


_NOTHING = object()


def differing(ours: Content, theirs: Content) -> tuple[str, ...]:
    """The fields of which the source says something else than what stands."""
    unstated = (UNSTATED, *theirs.get(UNSTATED, ()))
    return tuple(name for name in theirs if name not in unstated and not _same(ours[name], theirs[name]))


def _same(one: object, other: object) -> bool:
    """Equal; the order of several values says nothing."""
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    return one == other


def _several(
    base: Sequence[Any] | None, ours: Sequence[Any], theirs: Sequence[Any], whole: frozenset[str]
) -> list[Any]:
    if base is None:
        return list(ours)
    if _same(base, ours):
        return list(theirs)
    gone, new = [], []
    for kind in dict.fromkeys(map(_kind, [*ours, *theirs])):
        b, o, t = ([value for value in values if _kind(value) == kind] for values in (base, ours, theirs))
        if kind in whole and not _same(b, o):
            continue
        gone += [value for value in o if value in b and value not in t]
        new += [value for value in t if value not in b and value not in o]
    stays = [value for value in ours if value not in gone] + new
    return sorted(stays, key=lambda value: _kind(value) != NameKind.MAIN.value)  # what it is called comes first


def _kind(value: Any) -> str:
    return str(value[0]) if isinstance(value, list) else ""


def _protection(before: Content, ours: Content, theirs: Content, category: str) -> list[str]:
    said = [ours["subject_category"]]
    if theirs["subject_category"] != before.get("subject_category"):
        said.append(theirs["subject_category"])
    victim = SubjectCategory.VICTIM.value in said and category != SubjectCategory.VICTIM.value
    stated = [*ours["protection"], *theirs["protection"], *([Protection.VICTIM.value] if victim else [])]
    return list(dict.fromkeys(stated))


# ---- content and back ----------------------------------------------------------------------------------------


def content_of(identity: Identity, ruled: Mapping[str, Any], **more: object) -> Content:
    """The content of an identity, the columns of its rules, and what its kind has besides."""
    rules = {name: _plain(ruled[name]) for name in RULE_FIELDS}
    return {**NO_FACTS, **identity_as_json(identity), **rules, **{name: _plain(value) for name, value in more.items()}}


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def identity_from(content: Content) -> Identity:
    """The inverse of `identity_as_json`."""
    return Identity(
        kind=RecordKind(content["kind"]),
        names=tuple(Name(text, NameKind(kind), lang) for kind, text, lang in content["names"]),
        identifiers=tuple(Identifier(IdentifierKind(kind), *rest) for kind, *rest in content["identifiers"]),
        dates=tuple(PartialDate(DateKind(kind), *rest) for kind, *rest in content["dates"]),
        places=tuple(Place(PlaceKind(kind), *rest) for kind, *rest in content["places"]),
        sex=Sex(content["sex"]) if content["sex"] else None,
        nationalities=tuple(content["nationalities"]),
        narrative=content["narrative"],
        facts=tuple(Fact(FactKind(kind), value) for kind, value in content.get("facts", ())),
    )


def rules_from(content: Content) -> Rules:
    """The rules among the content."""
    return Rules(**{name: read(content[name]) for name, read in RULE_FIELDS.items()})
