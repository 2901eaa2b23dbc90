"""A rule has a name that is stored and a sentence that is shown; both are whole, and old hits stay readable."""

import importlib

import pytest

from casefile.matching import Rule, StoredEvidence, weights
from casefile.matching.evidence import Evidence

FROZEN = importlib.import_module("casefile.storage.migrations.versions.0002_words_of_the_trade").RULES


def rules_of_the_weights() -> set[Rule]:
    """Every rule that the weights hold, wherever they hold it."""
    found = set()
    for value in vars(weights).values():
        for one in value.values() if isinstance(value, dict) else (value,):
            if isinstance(one, weights.Weight | Rule):
                found.add(one.rule if isinstance(one, weights.Weight) else one)
    return found


def test_every_rule_is_given_by_a_weight_and_every_weight_has_a_rule() -> None:
    assert rules_of_the_weights() == set(Rule)


@pytest.mark.parametrize("rule", Rule)
def test_each_rule_has_a_sentence_of_its_own(rule: Rule) -> None:
    assert rule.sentence[:1].isupper() and " " in rule.sentence
    assert [other for other in Rule if other.sentence == rule.sentence] == [rule]


def test_what_the_migration_wrote_into_old_hits_is_a_rule() -> None:
    assert set(FROZEN.values()) <= {rule.value for rule in Rule}


def test_stored_evidence_comes_back_as_it_was() -> None:
    term = Evidence("birth", Rule.BIRTH_YEAR_AGREES, "1985", "~1985", 5.04, ("1985", "1985"))
    back = StoredEvidence.from_json(term.as_json())
    assert back == StoredEvidence("birth", Rule.BIRTH_YEAR_AGREES, "1985", "~1985", 5.0)
    assert back.as_json() == {**term.as_json(), "sentence": "The year of birth agrees"}


def test_evidence_of_another_release_is_read_without_its_rule() -> None:
    assert StoredEvidence.from_json({"what": "gait", "rule": "gait_agrees", "bits": 3}).sentence == "gait agrees"
    assert StoredEvidence.from_json({}).sentence == "?"
