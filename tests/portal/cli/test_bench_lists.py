"""A list is checked ten times as fast as its names are searched one by one, with the same answers."""

import pytest

from portal.cli.bench import lists

LEAST = 10.0


@pytest.mark.slow
def test_a_thousand_names_of_a_list_ten_times_as_fast_as_a_thousand_searches(settings):
    report = lists.run(settings, records_wanted=20_000, names=1_000)
    print(report)
    assert report["answers_that_differ"] == 0 and 0 < report["found"] < 1_000
    assert report["times_as_fast"] >= LEAST


def test_a_list_answers_as_searches_do(settings):
    report = lists.run(settings, records_wanted=300, names=100)
    assert report["answers_that_differ"] == 0 and 0 < report["found"] < 100
