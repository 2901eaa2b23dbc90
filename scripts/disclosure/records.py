"""What another unit may know of a record, and whom the law protects: asked of `casefile.policy`, value by value."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date

from casefile.policy.disclosure import HitFacts, desk_for, recipients
from casefile.policy.handling import NOT_WORKED_OUT
from casefile.policy.permissions import ROLE_PERMISSIONS, Permission
from casefile.policy.protection import (
    CIRCA_YEARS,
    OF_AGE,
    Born,
    Known,
    Neighbour,
    Sign,
    SignSource,
    names_protected,
    protection_of,
    signs_of,
)
from casefile.policy.sharing import DisclosureFacts, access, is_matchable
from casefile.policy.states import RECORD, RecordMove, allows
from casefile.policy.viewer import Viewer
from casefile.subjects.core import core_of
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    FactKind,
    IdentifierKind,
    LinkRole,
    PlaceKind,
    Protection,
    RecordKind,
    RecordState,
    Role,
    Sex,
    Sharing,
    SubjectCategory,
)
from scripts.disclosure.words import ACCESS, FIELDS, gathered, table, word, yes

OWNER, OTHER, THIRD = "owner", "other", "third"
"""The unit that holds the record; the unit that asks or watches; one that is neither."""
OPEN_WATCH = DisclosureFacts(OTHER, RecordState.ACTIVE, Sharing.FULL)
OPEN_RECORD = DisclosureFacts(OWNER, RecordState.ACTIVE, Sharing.FULL)


def officer(unit: str, *roles: Role) -> Viewer:
    return Viewer(f"an officer of {unit}", unit, unit, unit, frozenset(roles or (Role.INVESTIGATOR,)))


def by_sharing() -> str:
    rows = []
    for sharing in Sharing:
        named = replace(OPEN_RECORD, sharing=sharing, sharing_units=(OTHER,))
        rows.append(
            [
                word(sharing),
                ACCESS[access(officer(OTHER), named)],
                ACCESS[access(officer(THIRD), named)],
                yes(is_matchable(named)),
                yes(bool(recipients(HitFacts(named, OPEN_WATCH)).first)),
                yes(bool(recipients(HitFacts(named, replace(OPEN_WATCH, owner_unit_id=THIRD))).first)),
            ]
        )
    head = ("Shared", "A unit that is named reads", "A unit that is not named reads", "Compared with watches",
            "A pointer to a unit that is named", "A pointer to one that is not")  # fmt: skip
    return table(head, rows)


def by_protection() -> str:
    rows: list[tuple[str, Mapping[str, object]]] = [
        ("Nobody in it is protected", {}),
        *((f"It is protected: {word(one).lower()}", {"protection": (one,)}) for one in Protection),
        ("Its category says victim", {"subject_category": SubjectCategory.VICTIM}),
        ("Nobody has worked out yet whether it is", {"protection": NOT_WORKED_OUT}),
    ]
    cells = [_protected_row(says, replace(OPEN_RECORD, **rules), part=False) for says, rules in rows]  # type: ignore[arg-type]
    naming = replace(OPEN_RECORD, names_protected=True)
    cells.append(_protected_row("Its text names a protected person; the hit is on another", naming, part=False))
    cells.append(_protected_row("Its text names a protected person; the hit is on that one", naming, part=True))
    head = ("Shared in full with every unit", "Another unit reads", "Its unit reads", "Its hits are judged at",
            "A pointer may come of it")  # fmt: skip
    return table(head, gathered(cells))


def _protected_row(says: str, facts: DisclosureFacts, *, part: bool) -> list[str]:
    hit = HitFacts(facts, OPEN_WATCH, part)
    return [
        says,
        ACCESS[access(officer(OTHER), facts)],
        ACCESS[access(officer(OWNER), facts)],
        f"the {word(desk_for(hit)).lower()}",
        yes(bool(recipients(hit).first)),
    ]


def by_state() -> str:
    rows = []
    for state in RecordState:
        facts = replace(OPEN_RECORD, state=state)
        rows.append(
            [
                word(state),
                ACCESS[access(officer(OTHER), facts)],
                ACCESS[access(officer(OWNER), facts)],
                yes(is_matchable(facts)),
                yes(allows(RECORD, state, RecordMove.AMEND)),
            ]
        )
    head = ("State", "Another unit reads", "Its unit reads", "Compared with watches", "Its unit may correct it")
    return table(head, gathered(rows))


def of_closed_unit() -> str:
    closed = replace(OPEN_RECORD, owner_open=False)
    notified = recipients(HitFacts(closed, OPEN_WATCH)).first
    return (
        f"Of a unit that has left the network: another unit reads {ACCESS[access(officer(OTHER), closed)]}; compared "
        f"with watches: {yes(is_matchable(closed))}; a pointer may come of it: {yes(bool(notified))}."
    )


def core() -> str:
    """Which fields of a record are left in its core, tried on one that has them all."""
    whole = Identity(
        kind=RecordKind.PERSON,
        names=(Name("Somebody"),),
        identifiers=(Identifier(IdentifierKind.PHONE, "1"),),
        dates=(PartialDate(DateKind.BIRTH, "1984-03-12"), PartialDate(DateKind.DEATH, "2020")),
        places=(Place(PlaceKind.BIRTH, "Somewhere"),),
        nationalities=("SN",),
        sex=Sex.MALE,
        narrative="Seen at the quay.",
        facts=(Fact(FactKind.COLOUR, "blue"),),
    )
    shown, every = core_of(whole), [one.name for one in fields(Identity)]
    if empty := [name for name in every if not getattr(whole, name)]:
        raise ValueError(f"the example has no {empty}")
    kept = {name: FIELDS[name] for name in every if getattr(shown, name)}
    kept["dates"] += f" (of 12 March 1984 no more than {shown.dates[0].value}; no other than of birth)"
    gone = [FIELDS[name] for name in every if name not in kept]
    return f"The core of a record: {', '.join(kept.values())}; and its category. Left out: {', '.join(gone)}."


# ---- whom the law protects -------------------------------------------------------------------------------------

TODAY = date(2026, 6, 1)
_SUSPECT, _VICTIM = SubjectCategory.SUSPECT, SubjectCategory.VICTIM
_GROWN = (Born("1980-01-01"),)
_PERSON = Known(RecordKind.PERSON, _SUSPECT, born=_GROWN)


def _linked(role: LinkRole, kind: RecordKind, *whom: Protection, plays: bool) -> tuple[Neighbour, ...]:
    return (Neighbour("another record", kind, role, plays, frozenset(whom)),)


_OF_A_CHILD = _linked(LinkRole.HOLDER, RecordKind.PERSON, Protection.MINOR, plays=False)
_AS_VICTIM = _linked(LinkRole.VICTIM, RecordKind.EVENT, plays=True)
EXAMPLES: Mapping[SignSource, tuple[tuple[str, Known], ...]] = {
    SignSource.STATED: (
        ("The officer ticks *source at risk*", replace(_PERSON, stated=frozenset({Protection.SOURCE_AT_RISK}))),
    ),
    SignSource.CATEGORY: (
        ("A person of 46 years, entered as a victim", replace(_PERSON, category=_VICTIM)),
    ),
    SignSource.BIRTH: (
        ("A suspect born on 2 June 2008, a day before turning 18", replace(_PERSON, born=(Born("2008-06-02"),))),
        ("A suspect born *about 2007*", replace(_PERSON, born=(Born("2007-12-31", circa=True),))),
    ),
    SignSource.AGE_UNKNOWN: (
        ("A victim without a date of birth", replace(_PERSON, category=_VICTIM, born=())),
    ),
    SignSource.MISSING: (
        ("A missing person without a date of birth",
         replace(_PERSON, category=SubjectCategory.MISSING, born=())),
    ),
    SignSource.NARRATIVE: (
        ("The text says of its own subject: *a minor*", replace(_PERSON, text_says=((Protection.MINOR, "mineur"),))),
    ),
    SignSource.ROLE: (
        ("A suspect in one case, linked as victim to an event", replace(_PERSON, links=_AS_VICTIM)),
    ),
    SignSource.LINKED: (
        ("The telephone of a child", Known(RecordKind.PHONE, SubjectCategory.NONE, links=_OF_A_CHILD)),
    ),
    SignSource.INTERVIEW: (
        ("A suspect at whose interview signs of trafficking were ticked", replace(_PERSON, interviews=("one",))),
    ),
    SignSource.NAMED: (
        ("A report on a suspect that names a girl of 14",
         Known(RecordKind.REPORT, SubjectCategory.NONE, named=((Protection.MINOR, "the girl’s name"),))),
    ),
}  # fmt: skip
"""For each sign what may be known that gives it."""


def signs() -> str:
    head = ("Sign", "For example", "Protects as", "Another unit reads it, shared in full", "Its hits are judged at")
    return table(head, list(_signs()))


def _signs() -> Iterator[list[str]]:
    for source in SignSource:
        for says, known in EXAMPLES[source]:
            found = signs_of(known, TODAY)
            mine = [sign for sign in found if sign.source is source]
            if not mine:
                raise ValueError(f"the example does not give the sign {source}")
            yield [word(source), says, _whom(mine), *_consequence(found)]


def _whom(found: list[Sign]) -> str:
    return ", ".join(word(one) for one in dict.fromkeys(sign.protection for sign in found))


def _consequence(found: tuple[Sign, ...]) -> tuple[str, str]:
    facts = replace(OPEN_RECORD, protection=protection_of(found), names_protected=names_protected(found))
    desk = word(desk_for(HitFacts(facts, OPEN_WATCH, facts.names_protected))).lower()
    split = "; what is about others at the coordination desk" if facts.names_protected else ""
    return ACCESS[access(officer(OTHER), facts)], f"the {desk}{split}"


def ages() -> str:
    return (
        f"A minor is anybody under {OF_AGE} by the youngest reading of what is known: *1984* may be the last of "
        f"December, and *about* may be {CIRCA_YEARS} year later. A sign that was seen stays, whatever is corrected "
        f"afterwards, until it is lowered, or an import that brought it is taken back before anybody decided on it."
    )


def lowering() -> str:
    lowers = _who(Permission.LOWER_PROTECTION)
    asks = _who(Permission.ENTER_RECORD, Permission.WATCH_SUBJECT)
    return (
        f"Lowered by: {lowers} of the coordination office, with a reason, and only what is before the desk by a hit or "
        f"by a request; a unit never lowers what protects its own. The unit "
        f"that holds the record or watch sees why it is protected and may ask for it ({asks}); no other unit does."
    )


def _who(*permissions: Permission) -> str:
    return ", ".join(word(role).lower() for role in Role if set(permissions) & ROLE_PERMISSIONS[role])
