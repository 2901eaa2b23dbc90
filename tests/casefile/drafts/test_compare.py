"""Two officers, one record: nothing is written over, nothing typed is lost."""

from dataclasses import fields, replace
from itertools import product

import pytest

from casefile.drafts.compare import PARTS, Pick, joined, rows, unanswered
from casefile.policy.handling import Rules
from casefile.records import RecordDraft
from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import Handling, IdentifierKind, InfoGrade, NameKind, RecordKind, Sex, SourceGrade


def number(text):
    return Identifier(IdentifierKind.PHONE, text)


BASE = RecordDraft(
    Identity(
        RecordKind.PERSON,
        names=(Name("Matar Diallo"),),
        identifiers=(number("77 345 12 90"),),
        narrative="Vu au port.",
    ),
    case_id="c" * 32,
    rules=Rules(source_grade=SourceGrade.B, info_grade=InfoGrade.CORROBORATED),
)


def of(draft=BASE, *, rules=None, note=None, **changes):
    made = replace(draft, identity=replace(draft.identity, **changes))
    made = replace(made, rules=replace(made.rules, **(rules or {})))
    return made if note is None else replace(made, suspicion_note=note)


def test_what_one_of_the_two_changed_needs_no_choice():
    mine, theirs = of(sex=Sex.MALE), of(narrative="Vu au port, le 20.")
    found = rows(BASE, mine, theirs)
    assert [row.part.name for row in found] == ["sex", "narrative"] and unanswered(found, {}) == []
    both = joined(mine, found, {})
    assert (both.identity.sex, both.identity.narrative) == (Sex.MALE, "Vu au port, le 20.")


TABLE = [
    # changed by both: mine, theirs, what *both* makes
    (
        {"identifiers": (number("77 345 12 90"), number("70 165 81 67"))},
        {"identifiers": (number("77 345 12 90"), number("76 201 44 10"))},
        {"identifiers": (number("77 345 12 90"), number("76 201 44 10"), number("70 165 81 67"))},
    ),
    ({"narrative": "Vu le 20."}, {"narrative": "A vendu."}, {"narrative": "A vendu.\nVu le 20."}),
    ({"narrative": "Vu au port. Deux jerricans."}, {"narrative": ""}, {"narrative": "Vu au port. Deux jerricans."}),
    (
        {"names": (Name("Matar Dialo"),)},
        {"names": (Name("Matar Diallo"), Name("Mat", NameKind.ALIAS))},
        {"names": (Name("Matar Diallo"), Name("Mat", NameKind.ALIAS), Name("Matar Dialo"))},
    ),
    ({"sex": Sex.MALE}, {"sex": Sex.FEMALE}, None),
    ({"rules": {"handling": Handling.H0}}, {"rules": {"handling": Handling.H1}}, None),
    ({"rules": {"source_grade": SourceGrade.A}}, {"rules": {"info_grade": InfoGrade.NOT_IN_DOUBT}}, None),
    ({"note": "a"}, {"note": "b"}, {"note": "b\na"}),
]


@pytest.mark.parametrize(("mine", "theirs", "both"), TABLE)
def test_what_both_changed_is_asked_about_and_each_answer_stands(mine, theirs, both):
    mine, theirs = of(**mine), of(**theirs)
    found = rows(BASE, mine, theirs)
    (row,) = unanswered(found, {})
    assert (Pick.BOTH in row.picks) == (both is not None)
    for pick, stands in ((Pick.MINE, mine), (Pick.THEIRS, theirs), (Pick.BOTH, both and of(**both))):
        if stands:
            picks = {row.part.name: pick}
            assert unanswered(found, picks) == [] and joined(mine, found, picks) == stands, pick


def test_grades_are_chosen_together():
    """A source graded by one officer is not paired with the grade of the other's information."""
    found = rows(BASE, of(rules={"source_grade": SourceGrade.A}), of(rules={"info_grade": InfoGrade.NOT_IN_DOUBT}))
    assert [row.part.fields for row in found] == [("source_grade", "info_grade")]


def test_every_field_of_a_record_is_in_one_part():
    kept = {"links", "origin_ref", "neutrality_check", "identity", "rules"}  # not typed in this form, or made of parts
    parts = [(part.where, name) for part in PARTS for name in part.fields]
    assert len(parts) == len(set(parts))
    wanted = [("", one.name) for one in fields(RecordDraft) if one.name not in kept]
    wanted += [("identity", one.name) for one in fields(Identity) if one.name != "kind"]
    wanted += [("rules", one.name) for one in fields(Rules) if one.name not in ("review_at", "retain_until")]
    assert sorted(parts) == sorted(wanted)


def test_alike_changes_of_both_are_no_conflict():
    for one, other in product((of(sex=Sex.MALE), of(narrative="x")), repeat=2):
        found = rows(BASE, one, other)
        assert unanswered(found, {}) == []
        assert joined(one, found, {}) == joined(other, rows(BASE, other, one), {})
