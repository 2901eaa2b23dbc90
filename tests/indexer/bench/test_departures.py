"""The bench of departures: all planted crossings are found, in both orders, with few keys a watch."""

from indexer.bench.departures import run as bench


def test_planted_crossings_are_found_and_the_ratio_is_told(settings):
    found = bench.run(settings, watches=300, events=120, planted=50, batches=1, singles=3)
    assert found["planted_found"] == found["planted_found_looking_back"] == 1.0
    assert found["unextracted"] == 0 and found["keys_per_watch"]["max"] <= 200
    assert sum(found["planted_graded"].values()) == 50 and not found["planted_graded"].get("nothing")
    assert found["time_over_terms_bound"] > 0 and found["single_over_terms_bound"] > 0
