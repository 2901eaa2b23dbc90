"""What is a warning and what is worse: one table. And when somebody is notified of it."""

from datetime import UTC, datetime, timedelta

import pytest

from casefile.policy.oversight import health
from casefile.policy.oversight.health import RULES, Judged, Level, Signal, Standing, judge, stand, worst

FINE, WARNING, CRITICAL = Level.FINE, Level.WARNING, Level.CRITICAL
AT = datetime(2026, 11, 26, 8, tzinfo=UTC)
HOLD = timedelta(minutes=5)


@pytest.mark.parametrize("signal", Signal)
def test_each_signal_is_judged_at_its_limits(signal):
    rule = RULES[signal]
    step = -1 if rule.low else 1
    assert rule.level(rule.warn - step * 0.001) is FINE
    assert rule.level(rule.warn) is (CRITICAL if rule.critical == rule.warn else WARNING)
    if rule.critical is not None:
        assert rule.level(rule.critical) is CRITICAL
        assert (rule.critical - rule.warn) * step >= 0, "critical is no sooner than a warning"
    assert all((rule.title, rule.measured, rule.says.endswith("."), rule.remedy.endswith(".")))


def test_only_what_work_stands_on_makes_the_portal_not_ready():
    ready = {signal.value for signal, rule in RULES.items() if rule.ready}
    assert ready == {"database", "engine", "index", "pending", "worker", "clock"}


def test_a_backup_is_expected_as_often_as_is_said():
    of = health.rules(24)[Signal.BACKUP]
    assert (of.level(23 * 3600), of.level(24 * 3600), of.level(168 * 3600)) == (FINE, WARNING, CRITICAL)
    assert Signal.BACKUP not in health.rules(0)


def test_what_was_not_measured_is_not_judged_and_nothing_measured_is_critical():
    judged = judge({Signal.DEAD_LETTERS: 3, Signal.DATABASE: 0}, RULES)
    assert [(one.signal, one.level) for one in judged] == [(Signal.DATABASE, FINE), (Signal.DEAD_LETTERS, WARNING)]
    assert worst(judged) is WARNING
    assert worst([]) is CRITICAL
    assert worst([Judged(Signal.DISK, 400, CRITICAL, RULES[Signal.DISK]), *judged]) is CRITICAL


@pytest.mark.parametrize(
    ("looks", "announced"),
    [
        # minute: level
        ({0: WARNING, 4: WARNING}, {4: FINE}),
        ({0: WARNING, 5: WARNING, 9: WARNING}, {0: FINE, 5: WARNING, 9: WARNING}),
        ({0: CRITICAL, 5: CRITICAL}, {5: CRITICAL}),
        ({0: WARNING, 5: WARNING, 6: CRITICAL, 11: CRITICAL}, {6: WARNING, 11: CRITICAL}),
        ({0: CRITICAL, 2: FINE, 4: CRITICAL, 6: FINE, 8: CRITICAL}, {8: FINE}),
        ({0: CRITICAL, 5: CRITICAL, 6: FINE, 8: CRITICAL, 10: FINE, 15: FINE}, {10: CRITICAL, 15: FINE}),
        ({0: WARNING, 3: CRITICAL, 5: WARNING}, {3: FINE, 5: WARNING}),
        ({0: FINE, 60: FINE}, {60: FINE}),
    ],
    ids=[
        "not long enough", "once, as long as it stands", "critical at once", "a warning that grows worse",
        "up and down is nothing", "and not taken back either", "between warning and critical it is a warning",
        "all is well",
    ],
)  # fmt: skip
def test_a_level_is_announced_once_it_has_stood(looks, announced):
    standing, seen = Standing(), {}
    for minute, level in looks.items():
        standing = stand(standing, level, AT + timedelta(minutes=minute), HOLD)
        seen[minute] = standing.announced
    assert {minute: seen[minute] for minute in announced} == announced


def test_without_a_hold_at_once_and_a_clock_put_back_keeps_nobody_waiting():
    assert stand(Standing(), CRITICAL, AT, timedelta(0)).announced is CRITICAL
    begun = stand(Standing(), WARNING, AT, HOLD)
    assert stand(begun, WARNING, AT - timedelta(days=1), HOLD).announced is WARNING
