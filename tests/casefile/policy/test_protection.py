"""Whom the law protects, by every way of knowing it: a table of what is known and the signs that it gives."""

from datetime import date

import pytest

from casefile.policy.protection import (
    Born,
    Known,
    Neighbour,
    Sign,
    SignSource,
    goes_with,
    is_minor,
    is_protected,
    names_protected,
    part_is_protected,
    protection_of,
    purpose_proposed,
    signs_of,
    years_since,
)
from casefile.vocabulary import LinkRole, Protection, Purpose, RecordKind, SubjectCategory

TODAY = date(2026, 11, 26)
VICTIM, MINOR, SOURCE = Protection.VICTIM, Protection.MINOR, Protection.SOURCE_AT_RISK
PERSON, EVENT, REPORT, PHONE = RecordKind.PERSON, RecordKind.EVENT, RecordKind.REPORT, RecordKind.PHONE
SUSPECT, WITNESS = SubjectCategory.SUSPECT, SubjectCategory.WITNESS
CHILD, GROWN = Born("2014-03-12"), Born("1984-03-12")


def known(kind=PERSON, category=SUSPECT, **more):
    return Known(kind, category, **more)


def linked(role, plays=True, kind=EVENT, protection=()):
    return Neighbour("other", kind, role, plays, frozenset(protection))


TABLE = [
    ("nothing speaks for it", known(born=(GROWN,)), {}),
    ("a suspect of unknown age", known(), {}),
    ("ticked by hand", known(born=(GROWN,), stated=frozenset({SOURCE})), {SOURCE: {SignSource.STATED}}),
    ("heard, with signs of trafficking", known(born=(GROWN,), interviews=("i",)), {VICTIM: {SignSource.INTERVIEW}}),
    (
        "heard, of no known age",
        known(interviews=("i",)),
        {VICTIM: {SignSource.INTERVIEW}, MINOR: {SignSource.AGE_UNKNOWN}},
    ),
    ("a victim of age", known(category=SubjectCategory.VICTIM, born=(GROWN,)), {VICTIM: {SignSource.CATEGORY}}),
    (
        "a victim of unknown age counts as a minor",
        known(category=SubjectCategory.VICTIM),
        {VICTIM: {SignSource.CATEGORY}, MINOR: {SignSource.AGE_UNKNOWN}},
    ),
    ("a witness of twelve", known(category=WITNESS, born=(CHILD,)), {MINOR: {SignSource.BIRTH}}),
    ("a suspect of twelve", known(born=(CHILD,)), {MINOR: {SignSource.BIRTH}}),
    ("two sources, one says a child", known(born=(GROWN, CHILD)), {MINOR: {SignSource.BIRTH}}),
    ("a missing child", known(category=SubjectCategory.MISSING, born=(CHILD,)), {MINOR: {SignSource.BIRTH}}),
    ("missing, age unknown", known(category=SubjectCategory.MISSING), {MINOR: {SignSource.MISSING}}),
    ("a missing adult", known(category=SubjectCategory.MISSING, born=(GROWN,)), {}),
    (
        "its text says so",
        known(born=(GROWN,), text_says=((VICTIM, "victime de traite"),)),
        {VICTIM: {SignSource.NARRATIVE}},
    ),
    (
        "victim in an event",
        known(category=WITNESS, born=(GROWN,), links=(linked(LinkRole.VICTIM),)),
        {VICTIM: {SignSource.ROLE}},
    ),
    (
        "the link stated the wrong way round",
        known(born=(GROWN,), links=(linked(LinkRole.VICTIM, plays=False),)),
        {VICTIM: {SignSource.ROLE}},
    ),
    (
        "whose victim another person is",
        known(born=(GROWN,), links=(linked(LinkRole.VICTIM, plays=False, kind=PERSON),)),
        {},
    ),
    ("an event with a victim is no victim", known(EVENT, links=(linked(LinkRole.VICTIM, False, PERSON),)), {}),
    (
        "a victim's telephone",
        known(PHONE, links=(linked(LinkRole.USER, False, PERSON, {VICTIM, MINOR}),)),
        {VICTIM: {SignSource.LINKED}, MINOR: {SignSource.LINKED}},
    ),
    ("a victim's companion", known(born=(GROWN,), links=(linked(LinkRole.RELATIVE, True, PERSON, {VICTIM}),)), {}),
    ("a thing a victim was driven in", known(RecordKind.VEHICLE, links=(linked(LinkRole.DRIVER, False, PERSON),)), {}),
    ("a date in an event is nobody's birth", known(EVENT, born=(CHILD,)), {}),
    ("a report names a victim", known(REPORT, named=((VICTIM, "Diary Ndour"),)), {VICTIM: {SignSource.NAMED}}),
]


@pytest.mark.parametrize(("what", "of", "signs"), TABLE, ids=[line[0] for line in TABLE])
def test_protection_is_derived_from_everything_that_is_known(what, of, signs):
    found = {}
    for sign in signs_of(of, TODAY):
        found.setdefault(sign.protection, set()).add(sign.source)
    assert found == signs


@pytest.mark.parametrize(
    ("latest", "circa", "minor"),
    [
        ("2008-11-26", False, False),  # eighteen today
        ("2008-11-27", False, True),
        ("2008-12-31", False, True),  # *2008*: by its youngest reading
        ("2007-12-31", False, False),
        ("2007-12-31", True, True),  # *about 2007* may be 2008
        ("2006-12-31", True, False),
        ("2008-02-29", False, False),
        ("2026-11-26", False, True),
    ],
)
def test_a_minor_is_below_eighteen_by_the_youngest_reading_of_the_date(latest, circa, minor):
    assert is_minor(Born(latest, circa), TODAY) is minor


def test_persons_named_in_a_text_do_not_protect_its_subject():
    signs = (Sign(VICTIM, SignSource.NAMED, "Diary Ndour"), Sign(MINOR, SignSource.BIRTH, "2014-03-12"))
    assert protection_of(signs) == (MINOR,) and names_protected(signs)
    assert protection_of(()) == () and not names_protected(signs[1:])


def test_only_what_belongs_to_a_protected_person_makes_a_part_protected():
    assert part_is_protected(["modou kandji", "diary ndour"], {"diary ndour"})
    assert not part_is_protected(["modou kandji"], {"diary ndour"}) and not part_is_protected([], {"diary ndour"})


@pytest.mark.parametrize("category", list(SubjectCategory))
def test_a_victim_is_protected_with_no_box_ticked(category):
    assert is_protected(category, ()) is (category is SubjectCategory.VICTIM)
    assert is_protected(category, (MINOR,))


@pytest.mark.parametrize(
    ("day", "today", "years"),
    [
        ("2008-11-26", date(2026, 11, 25), 17),
        ("2008-11-26", date(2026, 11, 26), 18),
        ("2008-02-29", date(2026, 2, 28), 17),
        ("2008-02-29", date(2026, 3, 1), 18),
    ],
)
def test_an_age_is_whole_years(day, today, years):
    assert years_since(day, today) == years


def test_what_content_said_goes_with_it_and_what_a_person_said_or_confirmed_stays():
    read = [Sign(MINOR, SignSource.BIRTH, "2015-12-31"), Sign(VICTIM, SignSource.CATEGORY)]
    lent, heard = Sign(MINOR, SignSource.LINKED, "other"), Sign(VICTIM, SignSource.INTERVIEW, "i")
    part, came = Sign(VICTIM, SignSource.ROLE, "event"), (*read, lent, heard)
    assert goes_with((*came, part), (*came, part), decided=False) == (*read, lent)
    assert goes_with(came, read[:1], decided=False) == (read[0],), "a lowered one is kept as it was lowered"
    assert goes_with(came, came, decided=True) == ()


@pytest.mark.parametrize(
    ("protection", "purpose"),
    [((), Purpose.SUPPORT_INVESTIGATION), ((VICTIM,), Purpose.IDENTIFY_VICTIM),
     ((MINOR, VICTIM), Purpose.IDENTIFY_VICTIM), ((MINOR,), None), ((SOURCE,), None)],
)  # fmt: skip
def test_nobody_protected_becomes_part_of_an_investigation_by_not_choosing(protection, purpose):
    assert purpose_proposed(protection) is purpose
