"""docs/disclosure.md says what the law says now, because it is made of it."""

import re
from pathlib import Path

import pytest

from casefile.policy import budgets, permissions, states
from casefile.policy.budgets import Limit
from casefile.policy.disclosure import Recipients, move_after_rule
from casefile.policy.states import HitMove
from casefile.vocabulary import Act, HitState, RecordState, Role
from scripts.disclosure import __main__ as disclosure
from scripts.disclosure import hits, people, records, words

CASEFILE = Path(__file__).parents[2] / "casefile"


def test_the_page_is_current():
    assert disclosure.page() == disclosure.PAGE.read_text("utf-8"), disclosure.STALE


@pytest.mark.parametrize(
    ("section", "table", "key", "value"),
    [
        (people.limits, budgets.LIMITS, Act.SEARCH, Limit(1, 2)),
        (people.duties, permissions.ROLE_PERMISSIONS, Role.ANALYST, frozenset()),
        (records.lowering, permissions.ROLE_PERMISSIONS, Role.AUDITOR, frozenset(permissions.Permission)),
        (records.by_state, states.RECORD, (RecordState.EXPIRED, states.RecordMove.AMEND), RecordState.EXPIRED),
        (hits.sections, states.HIT, (HitState.FALSE_MATCH, HitMove.SEND_POINTER), HitState.OWNER_ASKED),
    ],
    ids=lambda part: getattr(part, "__name__", ""),
)
def test_a_changed_rule_is_another_page(monkeypatch, section, table, key, value):
    before = section()
    monkeypatch.setitem(table, key, value)
    assert section() != before


def test_each_word_of_the_law_has_its_words():
    assert words.PERMISSIONS.keys() == set(permissions.Permission)
    assert records.EXAMPLES.keys() == set(records.SignSource)


def test_nothing_lies_ahead_every_move_of_a_hit_is_made_by_some_action():
    code = "".join(path.read_text("utf-8") for path in CASEFILE.rglob("*.py") if "policy" not in path.parts)
    made = {move for move in HitMove if re.search(rf"HitMove\.{move.name}\b", code)}
    in_many = {HitMove.WITHDRAW}  # whole lists at once, by the state they come to
    by_the_law = {move_after_rule(one) for one in (Recipients(), Recipients(("a",), ("b",)), Recipients(("a", "b")))}
    assert made | set(states.JUDGEMENT_MOVE.values()) | set(
        states.JUDGED_AGAIN_MOVE.values()
    ) | by_the_law | in_many == set(HitMove)


def test_its_check_says_when_it_is_old(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(disclosure, "page", lambda: "new")
    monkeypatch.setattr(disclosure, "ROOT", tmp_path)
    monkeypatch.setattr(disclosure, "PAGE", tmp_path / "page.md")
    assert disclosure.main(["--check"]) == 1 and disclosure.STALE in capsys.readouterr().out
    assert disclosure.main([]) == 0 and disclosure.main(["--check"]) == 0
    assert disclosure.main(["--chekc"]) == 2
