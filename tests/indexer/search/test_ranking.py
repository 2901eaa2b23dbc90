"""The order of results, as a table: how a record answers, then the newest, and nothing else."""

import pytest

from indexer.search.ranking import NEVER, Tier, best_match, place, tier_of


@pytest.mark.parametrize(
    ("text", "name", "tier"),
    [
        ("Mamadou Diallo", "Mamadou Diallo", Tier.EXACT),
        ("mamadou DIALLO", "Mamadou Diallo", Tier.EXACT),
        ("Diallo Mamadou", "Mamadou Diallo", Tier.EXACT),
        ("Abdoul-Aziz Sow", "Abdoul Aziz Sow", Tier.EXACT),
        ("Mamadou Djaló", "Mamadou Djalo", Tier.SCRIPT),
        ("Mamadou Djalo", "Mamadou Djaló", Tier.SCRIPT),
        ("Modou Jallow", "Mamadou Dialo", Tier.KNOWN),
        ("مامادو ديالو", "Mamadou Diallo", Tier.KNOWN),
        ("Diallo", "Mamadou Dialo", Tier.SOUND),
        ("Mamadou Sow", "Mamadou Diallo", Tier.PART),
        ("Ousmane Sarr", "Awa Ndiaye", Tier.PART),
    ],
)
def test_how_a_name_answers(text, name, tier):
    assert tier_of(text, [name]) is tier
    assert tier_of(text, ["Xyz Unrelated", name]) is tier


def test_a_record_without_a_name_answers_in_part():
    assert tier_of("Awa Ndiaye", []) is Tier.PART and best_match("Awa Ndiaye", []) is None


def test_the_name_that_answers_best_is_shown():
    assert best_match("Modou Jallow", ["Mamadou Dialo", "Modou Jallow", "Awa"]).found == "Modou Jallow"


def test_a_number_comes_first_then_the_tier_then_the_newest_then_the_id():
    wanted = [
        place(Tier.PART, agrees=True, score=1.0, entered_at=1.0, record_id="number"),
        place(Tier.EXACT, agrees=False, score=1.0, entered_at=9.0, record_id="exact and new"),
        place(Tier.EXACT, agrees=False, score=7.0, entered_at=8.0, record_id="exact and old"),
        place(Tier.EXACT, agrees=False, score=7.0, entered_at=NEVER, record_id="exact, a core"),
        place(Tier.KNOWN, agrees=False, score=0.0, entered_at=9.0, record_id="a"),
        place(Tier.KNOWN, agrees=False, score=5.0, entered_at=9.0, record_id="b"),
        place(Tier.PART, agrees=False, score=5.0, entered_at=1.0, record_id="more words"),
        place(Tier.PART, agrees=False, score=4.0, entered_at=2.0, record_id="fewer words"),
    ]
    shuffled = wanted[3:] + wanted[:3]
    assert sorted(shuffled) == wanted
