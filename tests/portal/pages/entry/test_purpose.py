"""What is made from a protected record is not by itself for an investigation: the officer's form says for what."""

import html
import re

import pytest

from casefile.subjects.identity import Identity, PartialDate, Place
from casefile.vocabulary import DateKind, PlaceKind, Protection, RecordKind, SubjectCategory
from tests.network.make import person, stated

DEPARTURE = Identity(
    RecordKind.EVENT,
    dates=(PartialDate(DateKind.EVENT, "2026-09-02"),),
    places=(Place(PlaceKind.DEPARTURE, "Mbour"),),
)


def purpose_in(page):
    field = re.search(r'<select[^>]*name="purpose"[^>]*>(.*?)</select>', page, re.S)[1]
    chosen = re.search(r'<option selected value="([^"]*)"', field)
    assert chosen, "a browser would choose the first one"
    return chosen[1]


def link_in(page, path):
    return html.unescape(re.search(rf'href="({path}[^"]*)"', page)[1])


@pytest.mark.parametrize(
    ("protection", "purpose"),
    [((), "support_investigation"), ((Protection.VICTIM,), "identify_victim"), ((Protection.MINOR,), "")],
)
def test_a_person_entered_and_a_departure_watched_from_a_protected_record(unindexed, protection, purpose):
    client, rules = unindexed.as_("dakar"), stated(protection=protection)
    for identity, path in (
        (person("Awa Diallo", "1990-02-03"), r"/records/new\?kind=person"),
        (DEPARTURE, "/watchlists/new"),
    ):
        record = unindexed.enter("dakar", identity, rules)
        page = client.get(link_in(client.get(f"/records/{record}").text, path)).text
        assert purpose_in(page) == purpose, path
        shown = bool(re.search(r"<details open>\s*<summary>[^<]*urpose", page))
        assert shown is (purpose == ""), "what is asked is seen"


def test_a_victim_s_own_category_protects_too_and_nothing_chosen_is_said_at_its_field(unindexed):
    client, case_id = unindexed.as_("dakar"), unindexed.cases["dakar"]
    victim = unindexed.enter(
        "dakar", person("Awa Diallo", "1990-02-03"), stated(subject_category=SubjectCategory.VICTIM)
    )
    path = f"/records/new?kind=person&case={case_id}&link={victim}"
    assert purpose_in(client.get(path).text) == "identify_victim"
    form = {
        "kind": "person", "case": case_id, "names-0-text": "Modou Jallow", "names-0-kind": "main", "purpose": "",
        "subject_category": "witness", "source_grade": "B", "info_grade": "2", "handling": "H2", "sharing": "pointer",
        "notify": "mutual",
    }  # fmt: skip
    refused = unindexed.post(client, "/records/new?kind=person", form)
    assert refused.status_code == 422 and 'href="#purpose"' in refused.text and purpose_in(refused.text) == ""


def test_another_unit_s_record_named_in_the_address_says_nothing_of_its_protection(unindexed):
    theirs = unindexed.enter("banjul", person("Awa Diallo", "1990-02-03"), stated(protection=(Protection.VICTIM,)))
    page = unindexed.as_("dakar").get(f"/records/new?kind=person&link={theirs}").text
    assert purpose_in(page) == "support_investigation"
