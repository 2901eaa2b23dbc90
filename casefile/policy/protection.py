"""Whom the law protects before it lets anybody find anybody: victims, minors, sources at risk.

Protection is derived from everything that is known, never from a box alone. What says so is kept as a *sign*; signs
are only ever added, and only a protection officer lowers one, with a reason (`casefile/records/protection.py`).
Source: docs/sources/governance.md, "Record fields": age unknown counts as a minor until shown otherwise.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casefile.vocabulary import LinkRole, Protection, Purpose, RecordKind, SubjectCategory

PROTECTED_CATEGORIES = frozenset({SubjectCategory.VICTIM})
MASK = "•••••"
"""Stands for a masked value: always as long, so that it tells no length."""
OF_AGE = 18
"""Years. Palermo Protocol, Art. 3 (d): a child is anybody below."""
CIRCA_YEARS = 1
"""*About 2008* may be 2009: a doubt speaks for the child."""

BELONGS = frozenset({LinkRole.OWNER, LinkRole.USER, LinkRole.HOLDER})
"""Roles by which a thing is somebody's own: a victim's telephone leads to the victim."""


class SignSource(StrEnum):
    """Where a sign was read."""

    STATED = "stated"
    CATEGORY = "category"
    BIRTH = "birth"
    AGE_UNKNOWN = "age_unknown"
    MISSING = "missing"
    NARRATIVE = "narrative"
    ROLE = "role"
    LINKED = "linked"
    NAMED = "named"
    """The text names a protected person who is not the record's own subject."""
    INTERVIEW = "interview"
    """Indicators of trafficking were ticked when the person was heard (`casefile.policy.trafficking`)."""


READ_IN = frozenset({
    SignSource.STATED, SignSource.CATEGORY, SignSource.BIRTH, SignSource.AGE_UNKNOWN, SignSource.MISSING,
    SignSource.NARRATIVE, SignSource.NAMED, SignSource.LINKED,
})  # fmt: skip
"""What content says, or lends to what it is linked to. A victim's part in an event and an interview are a person's
word."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One reason for which a record or watch is protected. `detail` tells signs of one source apart."""

    protection: Protection
    source: SignSource
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Born:
    """A date of birth no more exact than it is known: the latest day that it may mean, as an ISO day."""

    latest: str
    circa: bool = False


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A linked record, as far as it protects this one. `role` is the part played; `plays` says by this record."""

    record_id: str
    kind: RecordKind
    role: LinkRole
    plays: bool
    protection: frozenset[Protection]


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a record or watch, as far as it tells whether the law protects it.

    `text_says` is what its own text says of its subject; `named` are the protected persons its text names besides.
    """

    kind: RecordKind
    category: SubjectCategory
    stated: frozenset[Protection] = frozenset()
    born: tuple[Born, ...] = ()
    text_says: tuple[tuple[Protection, str], ...] = ()
    named: tuple[tuple[Protection, str], ...] = ()
    links: tuple[Neighbour, ...] = ()
    interviews: tuple[str, ...] = ()
    """Ids of those that raised a review."""


def signs_of(known: Known, today: date) -> tuple[Sign, ...]:
    """Every sign that what is known gives, in the order in which they are read."""
    found = [Sign(protection, SignSource.STATED) for protection in sorted(known.stated)]
    if known.category in PROTECTED_CATEGORIES:
        found.append(Sign(Protection.VICTIM, SignSource.CATEGORY))
    found += [Sign(Protection.VICTIM, SignSource.INTERVIEW, one) for one in known.interviews]
    found += [Sign(protection, SignSource.NARRATIVE, cue) for protection, cue in known.text_says]
    for link in known.links:
        found += _by_link(known.kind, link)
    found += _by_age(known, found, today)
    found += [Sign(protection, SignSource.NAMED, name) for protection, name in known.named]
    return tuple(dict.fromkeys(found))


def _by_link(kind: RecordKind, link: Neighbour) -> list[Sign]:
    if link.role is LinkRole.VICTIM and is_the_victim(kind, link):
        return [Sign(Protection.VICTIM, SignSource.ROLE, link.record_id)]
    if link.role in BELONGS and not link.plays and kind is not RecordKind.PERSON:
        return [Sign(protection, SignSource.LINKED, link.record_id) for protection in sorted(link.protection)]
    return []


def is_the_victim(kind: RecordKind, link: Neighbour) -> bool:
    """Who plays the part; stated the wrong way round (an event is *victim* in a person), the person it is."""
    return link.plays if kind is RecordKind.PERSON and link.kind is RecordKind.PERSON else kind is RecordKind.PERSON


def _by_age(known: Known, found: Iterable[Sign], today: date) -> list[Sign]:
    if known.kind is not RecordKind.PERSON:
        return []
    minors = [Sign(Protection.MINOR, SignSource.BIRTH, born.latest) for born in known.born if is_minor(born, today)]
    if minors or known.born:
        return minors
    if known.category is SubjectCategory.MISSING:
        return [Sign(Protection.MINOR, SignSource.MISSING)]
    victim = any(sign.protection is Protection.VICTIM for sign in found)
    return [Sign(Protection.MINOR, SignSource.AGE_UNKNOWN)] if victim else []


def is_minor(born: Born, today: date) -> bool:
    """Whether the person may be under 18 today, by the youngest reading of the date."""
    latest = date.fromisoformat(born.latest)
    year = latest.year + OF_AGE + (CIRCA_YEARS if born.circa else 0)
    return (today.year, today.month, today.day) < (year, latest.month, latest.day)


def protection_of(signs: Iterable[Sign]) -> tuple[Protection, ...]:
    """What the signs that stand protect the subject itself as; persons merely named in its text are apart."""
    return tuple(sorted({sign.protection for sign in signs if sign.source is not SignSource.NAMED}))


def goes_with(came: Iterable[Sign], standing: Collection[Sign], *, decided: bool) -> tuple[Sign, ...]:
    """Of the signs that came with content, those that go when it is taken back. None once somebody has `decided` that
    the subject stays protected: what a person confirmed, a person lowers."""
    return () if decided else tuple(sign for sign in came if sign.source in READ_IN and sign in standing)


def names_protected(signs: Iterable[Sign]) -> bool:
    """Whether the text names a protected person besides its subject."""
    return any(sign.source is SignSource.NAMED for sign in signs)


def is_protected(category: SubjectCategory, protection: Collection[Protection]) -> bool:
    """Whether it touches a victim, a minor or a source at risk. Source: docs/sources/governance.md, "Record fields"."""
    return bool(protection) or category in PROTECTED_CATEGORIES


def purpose_proposed(protection: Collection[Protection]) -> Purpose | None:
    """For what something about a record with this protection is entered or watched, before anybody has chosen.

    None where no purpose is the protected person's own: nobody is made part of an investigation by not choosing.
    """
    if not protection:
        return Purpose.SUPPORT_INVESTIGATION
    return Purpose.IDENTIFY_VICTIM if Protection.VICTIM in protection else None


def part_is_protected(agreed: Iterable[str], protected_values: Collection[str]) -> bool:
    """Whether any of the values that agreed belongs to a protected person whom the record's text names.

    A report about several people is split: it may meet a watch by its suspect and not by its victim.
    """
    return any(value in protected_values for value in agreed)


def years_since(day: str, today: date) -> int:
    """Whole years from an ISO day to today; a 29 February counts as the 28th."""
    born = date.fromisoformat(day)
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
