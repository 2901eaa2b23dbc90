"""Two versions next to each other: whoever chooses sees in what they differ."""

from dataclasses import replace

from casefile.drafts import compare
from casefile.vocabulary import Sharing
from portal.show.versions import both
from tests.network import make


def test_every_part_that_can_differ_is_named_and_shown():
    assert set(both.PARTS) == {part.name for part in compare.PARTS}


def test_versions_that_differ_in_how_many_units_may_know_do_not_look_alike(portal):
    def released(*units):
        draft = make.record(make.SOMEBODY, "c" * 32)
        return replace(draft, rules=replace(draft.rules, sharing=Sharing.POINTER, sharing_units=units))

    rows = compare.rows(released("*"), released("a" * 32), released("a" * 32, "b" * 32))
    with portal.app.test_request_context():
        (shown,) = both.shown(rows, {}, {})
        assert shown.mine.values != shown.theirs.values
        assert "1" in shown.mine.values[-1] and "2" in shown.theirs.values[-1]
