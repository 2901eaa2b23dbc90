"""What a source says again against what an officer corrected: field by field, as a table."""

from dataclasses import fields
from datetime import UTC, datetime

import pytest

from casefile.policy.handling import Rules, apply_defaults
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.subjects.merge import (
    RULE_FIELDS,
    SEVERAL,
    TOGETHER,
    UNSTATED,
    content_of,
    differing,
    identity_from,
    merge,
    rules_from,
)
from casefile.vocabulary import (
    DateKind,
    FactKind,
    IdentifierKind,
    NameKind,
    PlaceKind,
    Protection,
    RecordKind,
    Sex,
    SubjectCategory,
)
from tests.network.make import STATED

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SOMEBODY = Identity(
    kind=RecordKind.PERSON,
    names=(Name("Mamadou Dialo"), Name("Modou", NameKind.ALIAS, "fr")),
    identifiers=(Identifier(IdentifierKind.PHONE, "+221 77 000 00 01", "SN"),),
    dates=(PartialDate(DateKind.BIRTH, "1984"), PartialDate(DateKind.DEATH, "2020", "2021", circa=True)),
    places=(Place(PlaceKind.BIRTH, "Mbour", "SN"), Place(PlaceKind.ADDRESS, "Pikine")),
    sex=Sex.MALE,
    nationalities=("SN",),
    narrative="Seen at the pier.",
    facts=(Fact(FactKind.COLOUR, "blue"),),
)
MORE = {
    "suspicion_note": "named by two",
    "fact_or_opinion": "fact",
    "neutrality_check": True,
    "case_id": "case-1",
    "ground": "asked by the judge",
    "watchlist": "Wanted",
    "expires_at": "2026-09-01",
    "offences": [["smuggling"], []],
}


def said(**changes):
    """What a source or a unit says: the same everywhere but for the changes."""
    content = content_of(SOMEBODY, apply_defaults(STATED, RecordKind.PERSON, NOW), **MORE)
    assert set(changes) <= {*content, UNSTATED}
    return content | changes


ALIKE = {
    "names": ([["main", "Mamadou Diallo", None]], [["main", "Mamadou Jallow", None]]),
    "identifiers": ([["phone", "+221 77 000 00 02", None]], [["phone", "+221 77 000 00 03", None]]),
    "dates": ([["birth", "1984-03-12", None, False]], [["birth", "1985", None, False]]),
    "places": ([["birth", "Joal", "SN"]], [["birth", "Saly", "SN"]]),
    "sex": ("f", None),
    "facts": ([["colour", "green"]], [["colour", "red"]]),
    "nationalities": (["GM"], ["ML"]),
    "narrative": ("Not seen at the pier.", "Seen at the harbour."),
    "subject_category": ("witness", "convicted"),
    "suspicion_note": ("withdrawn by both", "named by three"),
    "fact_or_opinion": ("opinion", "hearsay"),
    "neutrality_check": (False, None),
    "purpose": ("warn", "identify"),
    "legal_basis": ("art. 1", "art. 2"),
    "source_grade": ("A", "C"),
    "info_grade": ("1", "4"),
    "handling": ("H0", "H1"),
    "handling_text": ("ask me first", "ask them first"),
    "sharing": ("none", "full"),
    "sharing_units": (["u1"], ["u2"]),
    "notify": ("silent", "owner_first"),
    "review_at": ("2027-01-01T00:00:00+00:00", "2028-01-01T00:00:00+00:00"),
    "retain_until": ("2029-01-01T00:00:00+00:00", "2030-01-01T00:00:00+00:00"),
    "case_id": ("case-2", "case-3"),
    "ground": ("asked by another judge", "asked by nobody"),
    "watchlist": ("Others", "More"),
    "expires_at": ("2026-10-01", "2026-11-01"),
    "offences": ([["trafficking"], ["organs"]], [["drugs"], []]),
}
"""Of each field: what an officer makes of it, and what the source says later."""
EACH_VALUE = {"identifiers", "nationalities"}
"""Where what the source learns comes in besides, whatever the officer made of the rest."""


def test_the_table_has_every_field():
    assert set(ALIKE) | {"kind", "protection"} == set(said())
    grouped = [name for group in TOGETHER for name in group]
    assert sorted([*grouped, *SEVERAL, "kind", "protection"]) == sorted(said())
    assert {field.name for field in fields(Rules)} == set(RULE_FIELDS)


@pytest.mark.parametrize("name", ALIKE)
def test_the_same_file_again_changes_nothing_an_officer_corrected(name):
    ours = said(**{name: ALIKE[name][0]})
    found = merge(said(), ours, said())
    assert not found.changes(ours) and found.kept == (name,)
    assert found.content[name] == ALIKE[name][0]


@pytest.mark.parametrize("name", ALIKE)
def test_a_later_word_of_the_source_does_not_overwrite_the_officers(name):
    officer, source = ALIKE[name]
    found = merge(said(), said(**{name: officer}), said(**{name: source}))
    assert name in found.kept
    assert found.content[name] == ([*officer, *source] if name in EACH_VALUE else officer)


@pytest.mark.parametrize("name", ALIKE)
def test_a_field_nobody_touched_follows_the_source(name):
    source = ALIKE[name][1]
    found = merge(said(), said(), said(**{name: source}))
    assert found.content == {key: source if key == name else value for key, value in said().items()}
    assert found.kept == () and found.changes(said())


@pytest.mark.parametrize("name", ALIKE)
def test_a_correction_of_one_field_leaves_the_others_to_the_source(name):
    corrected = "legal_basis" if name != "legal_basis" else "purpose"
    officer, source = ALIKE[corrected][0], ALIKE[name][1]
    found = merge(said(), said(**{corrected: officer}), said(**{name: source}))
    assert (found.content[corrected], found.content[name]) == (officer, source)
    assert found.kept == (corrected,)


@pytest.mark.parametrize("name", ALIKE)
def test_without_knowing_what_the_source_said_before_ours_stands(name):
    found = merge(None, said(), said(**{name: ALIKE[name][1]}))
    assert found.content == said() and not found.changes(said())
    assert found.kept == (name,)


@pytest.mark.parametrize("group", [group for group in TOGETHER if len(group) > 1])
def test_fields_that_belong_together_are_the_officers_together(group):
    corrected, *rest = group
    later = {name: ALIKE[name][1] for name in rest}
    found = merge(said(), said(**{corrected: ALIKE[corrected][0]}), said(**later))
    assert [found.content[name] for name in rest] == [said()[name] for name in rest]
    assert set(found.kept) == set(group)


PHONE = lambda number: ["phone", number, None]  # noqa: E731
SEVERAL_VALUES = [
    ("both add", ["1"], ["1", "2"], ["1", "3"], ["1", "2", "3"]),
    ("the officer strikes one out, the source repeats it", ["1", "2"], ["1"], ["1", "2"], ["1"]),
    ("the source takes one back, the officer added another", ["1", "2"], ["1", "2", "3"], ["1"], ["1", "3"]),
    ("the source takes back what the officer struck out", ["1", "2"], ["1"], ["1"], ["1"]),
    ("the source learns what the officer knew", ["1"], ["1", "2"], ["1", "2"], ["1", "2"]),
    ("another order is no change", ["1", "2"], ["2", "1"], ["1", "2", "3"], ["1", "2", "3"]),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "stands"), [row[1:] for row in SEVERAL_VALUES])
def test_of_several_numbers_each_stands_for_itself(base, ours, theirs, stands):
    number = lambda values: [PHONE(value) for value in values]  # noqa: E731
    found = merge(said(identifiers=number(base)), said(identifiers=number(ours)), said(identifiers=number(theirs)))
    assert found.content["identifiers"] == number(stands)


def test_a_corrected_name_stands_first_and_a_new_alias_comes_in():
    ours = said(names=[["alias", "Modou", "fr"], ["main", "Mamadou Diallo", None]])
    theirs = said(names=[["main", "Mamadou Dialo", None], ["alias", "Modou", "fr"], ["alias", "Modi", None]])
    names = merge(said(), ours, theirs).content["names"]
    assert names == [["main", "Mamadou Diallo", None], ["alias", "Modou", "fr"], ["alias", "Modi", None]]


def test_a_corrected_day_of_birth_stands_while_a_day_of_death_comes_in():
    ours = said(dates=[["birth", "1984-03-12", None, False]])
    theirs = said(dates=[["birth", "1985", None, False], ["founded", "1999", None, False]])
    dates = merge(said(dates=[["birth", "1984", None, False]]), ours, theirs).content["dates"]
    assert dates == [["birth", "1984-03-12", None, False], ["founded", "1999", None, False]]


PROTECTED = [
    # before, the unit's (category, protection), the source's now -> category, protection
    ("suspect", [], ("suspect", ["minor"]), ("suspect", []), "suspect", ["minor"]),
    ("suspect", [], ("suspect", []), ("suspect", ["minor"]), "suspect", ["minor"]),
    ("suspect", ["minor"], ("suspect", ["minor"]), ("suspect", []), "suspect", ["minor"]),
    ("suspect", [], ("suspect", ["minor"]), ("suspect", ["victim"]), "suspect", ["minor", "victim"]),
    ("suspect", [], ("victim", ["minor"]), ("suspect", []), "victim", ["minor"]),
    ("suspect", [], ("witness", []), ("victim", []), "witness", ["victim"]),
    ("victim", [], ("victim", []), ("suspect", []), "suspect", ["victim"]),
    ("victim", [], ("witness", []), ("victim", []), "witness", []),
    ("suspect", [], ("suspect", []), ("victim", []), "victim", []),
]


@pytest.mark.parametrize(("was", "stated", "ours", "theirs", "category", "protection"), PROTECTED)
@pytest.mark.parametrize("settled", [False, True])
def test_a_file_never_lowers_protection(settled, was, stated, ours, theirs, category, protection):
    def who(kind, marks):
        return said(subject_category=kind, protection=marks)

    found = merge(who(was, stated), who(*ours), who(*theirs), settled=settled)
    protected = found.content["protection"] or found.content["subject_category"] == SubjectCategory.VICTIM.value
    if settled:
        assert found.content["subject_category"] == ours[0]
        assert set(found.content["protection"]) >= {*ours[1], *theirs[1]}
        assert protected or (category, protection) == ("witness", [])
    else:
        assert (found.content["subject_category"], found.content["protection"]) == (category, protection)
    assert all(Protection(mark) for mark in found.content["protection"])


def test_in_a_closed_case_a_file_can_only_protect():
    theirs = said(**{name: source for name, (_, source) in ALIKE.items()}, protection=["minor"])
    found = merge(said(), said(), theirs, settled=True)
    assert found.content == said(protection=["minor"])
    assert set(found.kept) == set(ALIKE)


def test_what_a_source_does_not_state_is_not_its_word():
    ours = said(expires_at="2026-12-01", retain_until="2029-01-01T00:00:00+00:00")
    theirs = said(expires_at="2026-05-05", retain_until=None, review_at=None)
    theirs[UNSTATED] = ["expires_at", "retain_until", "review_at"]
    found = merge(said(), ours, theirs)
    assert found.content == ours and found.kept == () and found.fresh == () and not found.changes(ours)
    untouched = merge(said(), said(), theirs)
    assert set(untouched.fresh) == set(theirs[UNSTATED])
    assert not untouched.changes(said())  # a date that would be worked out again is no reason for a version
    assert differing(ours, theirs) == ()


def test_content_comes_back_as_what_it_was():
    content = said()
    assert identity_from(content) == SOMEBODY
    ruled = apply_defaults(STATED, RecordKind.PERSON, NOW)
    again = apply_defaults(rules_from(content), RecordKind.PERSON, NOW)
    assert again == ruled
