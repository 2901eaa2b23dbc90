"""The dashboard and the alert rules name only what `/metrics` gives, and judge by levels that there are."""

import json
import re
from pathlib import Path

import pytest
import yaml

from casefile.health.facts import Facts, Lane
from casefile.health.heartbeats import Beat, Last
from casefile.outbox import Backlog
from casefile.policy.oversight.health import RULES, Signal, judge
from casefile.storage.tables import now
from indexer.health.measure import Measured
from portal.web.observed import metrics

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "monitoring"
DASHBOARD = json.loads((FOLDER / "grafana.json").read_text("utf-8"))
ALERTS = yaml.safe_load((FOLDER / "griot-alerts.yml").read_text("utf-8"))
RULES_OF_ALERTS = [rule for group in ALERTS["groups"] for rule in group["rules"]]
QUESTIONS = {f"{panel['title']} {target['refId']}": target["expr"]
             for panel in DASHBOARD["panels"] for target in panel["targets"]}  # fmt: skip
QUESTIONS |= {rule["alert"]: rule["expr"] for rule in RULES_OF_ALERTS}


@pytest.fixture(scope="module")
def given() -> dict[str, set[str]]:
    """Every series that /metrics gives, with the labels it bears."""
    moment = now()
    facts = Facts(moment, Backlog(1, 1, 1, 1, moment), {"people": Lane(3, 1.0), "bulk": Lane(0, 0.0)},
                  {kind: Last(moment, moment, {}) for kind in Beat}, {"completed": 1.0}, 0, 0)  # fmt: skip
    metrics.REQUESTS.labels("/", "GET", "200").inc()
    metrics.LATENCY.labels("/").observe(0.1)
    judged = tuple(judge(dict.fromkeys(Signal, 1.0), RULES))
    found: dict[str, set[str]] = {"up": {"job"}}
    for line in metrics.exposition(Measured(facts, None, judged), {"open": 1}).decode().splitlines():
        if not line.startswith("#"):
            name, labels = re.fullmatch(r"(\w+)(?:\{(.*)\})? \S+", line).groups()
            found.setdefault(name, set()).update(re.findall(r"(\w+)=", labels or ""))
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_series_that_is_asked_for_is_given_with_the_labels_asked_by(given, question):
    expression = QUESTIONS[question]
    named = re.findall(r"\b(griot_\w+|up)\b(?:\{([^}]*)\})?", expression)
    assert named, "asks for something of ours"
    for name, labels in named:
        assert name in given, f"{name} is not in /metrics"
        assert set(re.findall(r"(\w+)\s*[=!]", labels)) <= given[name]
    grouped = {label.strip() for found in re.findall(r"by \(([^)]*)\)", expression) for label in found.split(",")}
    assert grouped <= set().union(*(given[name] for name, _ in named))


def test_legends_name_labels_that_there_are(given):
    for panel in DASHBOARD["panels"]:
        for target in panel["targets"]:
            named = re.findall(r"\bgriot_\w+", target["expr"])
            labels = set().union(*(given[name] for name in named))
            assert set(re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])) <= labels, panel["title"]


def test_every_series_of_ours_is_looked_at_somewhere(given):
    asked = " ".join(QUESTIONS.values())
    unseen = {name for name in given if name not in asked and not name.endswith(("_created", "_sum", "_count"))}
    assert unseen == {"griot_build_info"}, "the version that runs"


def test_each_alert_says_how_grave_it_is_and_what_to_do():
    assert {rule["labels"]["severity"] for rule in RULES_OF_ALERTS} == {"critical", "warning"}
    for rule in RULES_OF_ALERTS:
        assert rule["annotations"]["summary"] and rule["annotations"]["description"] and rule["for"]
    assert len({rule["alert"] for rule in RULES_OF_ALERTS}) == len(RULES_OF_ALERTS)


def test_the_dashboard_asks_the_source_it_is_given_and_its_panels_lie_side_by_side():
    taken = set()
    for panel in DASHBOARD["panels"]:
        assert panel["datasource"]["uid"] == "${source}"
        place = panel["gridPos"]
        cells = {(x, y) for x in range(place["x"], place["x"] + place["w"])
                 for y in range(place["y"], place["y"] + place["h"])}  # fmt: skip
        assert not cells & taken and place["x"] + place["w"] <= 24, panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_prometheus_is_told_the_address_and_the_token():
    (job,) = yaml.safe_load((FOLDER / "prometheus.yml").read_text("utf-8"))["scrape_configs"]
    assert (job["job_name"], job["metrics_path"]) == ("griot", "/metrics")
    assert job["authorization"]["type"] == "Bearer" and job["authorization"]["credentials_file"]
