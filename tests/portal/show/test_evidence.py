"""What agreed, in words: every rule that matching or names can give stands in the catalogue."""

import pytest

from casefile.matching import Rule, StoredEvidence
from casefile.names import Answer, compare
from casefile.subjects.identity import Identity, Name
from casefile.vocabulary import IdentifierKind, RecordKind
from portal.show import evidence

LANGUAGES = ("fr", "ar")
ENGLISH = {"Accept-Language": "en"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_said_in_the_reader_s_language(portal, language):
    from flask_babel import force_locale, gettext

    with portal.app.test_request_context(headers=ENGLISH):
        english = {rule: str(rule) for rule in (*evidence.NAME_RULES.values(), *evidence.NAME_ANSWERS.values())}
        with force_locale(language):
            assert [text for rule, text in english.items() if str(rule) == text] == []
            assert [rule for rule in Rule if gettext(rule.sentence) == rule.sentence] == []


@pytest.mark.parametrize(
    ("left", "right"),
    [("Mamadou Diallo", "Mamadou Diallo"), ("Mamadou Diallo", "Modou Jallow"), ("Diallo Mamadou", "Mamadou Dialo"),
     ("M. Diallo", "Mamadou Diallo"), ("Mamadou Diallo", "Mamadou Ndiaye"), ("Mamadou Diallo", "Mamadou Lamine Diallo"),
     ("Mohamed Ould Ahmed", "Mohamed Mint Ahmed"), ("Ali Ould Sidi", "Sidi Ould Ali"), ("12", "34"),
     ("Mina Sow", "Aminata Sow"), ("Karim Sow", "Karima Sow"), ("Sidi Ould Ali", "Ahmed Ould Sidi Ould Ali"),
     ("Fatoumata Sow", "Fatima Sow"), ("مامادو ديالو", "Mamadu Djaló"), ("Amadou Bah", "Amadou Bha")],
)  # fmt: skip
def test_a_comparison_of_names_is_told_in_words(left, right):
    match = compare(left, right)
    for rule in (match.rule, *(part.rule for part in match.parts)):
        assert rule.removeprefix(evidence.REORDERED) in evidence.NAME_RULES, rule
    assert set(evidence.NAME_ANSWERS) == set(Answer)


def test_an_exchanged_order_is_said_next_to_the_rule(portal):
    with portal.app.test_request_context(headers=ENGLISH):
        assert evidence.name_rule("order changed, same sound") == "Same sound, in another order"
        assert evidence.name_rule("same sound") == "Same sound"


def term(what, wanted, found, bits=5.0, rule="names_agree"):
    return StoredEvidence.from_json({"what": what, "rule": rule, "wanted": wanted, "found": found, "bits": bits})


def test_values_are_shown_as_everywhere_else(portal):
    with portal.app.test_request_context(headers=ENGLISH):
        shown = {
            line.what: (str(line.wanted), str(line.found))
            for line in evidence.lines(
                [
                    term("birth", "~1984", "1985-03-12"),
                    term("founded", "1980–1985", "1983"),
                    term("sex", "m", "f", -6.0),
                    term("nationality", "GM, SN", "SN"),
                    term("phone", "+220 123", "123"),
                    term("name", "<b>", "مامادو"),
                    term("vessel", "Yaay Ramata", "Yay Ramatta"),
                ]
            )
        }
    assert shown["Born"] == ("<bdi>about 1984</bdi>", "<bdi>12 March 1985</bdi>")
    assert shown["Founded"] == ("<bdi>1980 to 1985</bdi>", "<bdi>1983</bdi>")
    assert shown["Sex"] == ("Male", "Female")
    assert shown["Nationality"] == ("<bdi>Gambia</bdi>, <bdi>Senegal</bdi>", "<bdi>Senegal</bdi>")
    assert 'dir="ltr"' in shown["Phone number"][0]
    assert shown["Name"] == ("<bdi>&lt;b&gt;</bdi>", "<bdi>مامادو</bdi>")
    assert "Vessel" in shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", ["+20.0", "+0.3", "−9.0"]), ("fr", ["+20,0", "+0,3", "−9,0"]), ("ar", ["+20.0", "+0.3", "−9.0"])],
)
def test_the_strongest_stands_first_and_what_contradicts_last(portal, language, shown):
    lines = evidence.lines([term("birth", "", "", -9.0), term("name", "", "", 20.0), term("sex", "", "", 0.3)])
    assert [line.bits for line in lines] == [20.0, 0.3, -9.0]
    with portal.app.test_request_context(headers={"Accept-Language": language}):
        assert [line.shown for line in lines] == shown
    assert all(2 <= line.length <= 100 for line in lines)


def test_every_kind_of_fact_has_a_word(portal):
    with portal.app.test_request_context(headers=ENGLISH):
        for what in (*evidence.KINDS, *IdentifierKind, *(k for k in RecordKind)):
            assert evidence.kind_word(str(what)) != str(what), what


def test_a_real_decision_is_told_wholly_in_known_words(portal):
    from casefile.matching import decide, prepare
    from casefile.names.frequency import TermFrequencies
    from casefile.subjects.identity import PartialDate
    from casefile.vocabulary import DateKind

    def one(name, born):
        return Identity(RecordKind.PERSON, names=(Name(name),), dates=(PartialDate(DateKind.BIRTH, born),))

    decision = decide(
        prepare(one("Mamadou Dialo", "1985"), "SN"),
        prepare(one("Modou Jallow", "1984"), "GM"),
        common=TermFrequencies(),
    )
    assert decision is not None
    stored = [StoredEvidence.from_json(one) for one in decision.evidence_json()]
    assert {one.rule for one in stored} <= set(Rule)
    with portal.app.test_request_context(headers=ENGLISH):
        assert {line.rule for line in evidence.lines(stored)} == {e.rule.sentence for e in decision.evidence}


def test_a_rule_of_another_release_is_still_shown(portal):
    with portal.app.test_request_context(headers=ENGLISH):
        (line,) = evidence.lines([term("name", "A", "B", rule="gait_agrees")])
    assert line.rule == "gait agrees"
