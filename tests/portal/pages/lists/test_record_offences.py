"""What a record is about, on its pages: ticked, shown, amended with its history, kept by a form without ticks."""

import csv
import io

import pytest

from tests.network.portal import text_of
from tests.portal.pages.lists.test_case_offences import ticked

SHOWN = {"ticks": "shown"}
ABOUT = {**SHOWN, "offences": ["smuggling", "trafficking"], "exploitation": "organs"}


@pytest.fixture
def record(portal, case_of, enter, form_of):
    client = portal.as_("dakar", "en")
    form = form_of["report"](case_of("dakar"))
    return portal, client, form, enter(client, "report", {**form, **ABOUT})


def test_what_is_ticked_is_shown_amended_and_stands_in_the_history(record):
    portal, client, form, record_id = record
    page = text_of(client.get(f"/records/{record_id}").text)
    assert "Smuggling of migrants · Trafficking in persons" in page and "Removal of organs" in page
    amend = client.get(f"/records/{record_id}/amend").text
    assert {"smuggling", "trafficking", "organs"} <= set(ticked(amend))
    old = {**form, "version": "1", "narrative": "Autre texte."}
    assert portal.post(client, f"/records/{record_id}/amend", old).status_code == 303
    assert {"smuggling", "trafficking", "organs"} <= set(ticked(client.get(f"/records/{record_id}/amend").text))
    drugs = {**old, **SHOWN, "version": "2", "offences": "drugs"}
    assert portal.post(client, f"/records/{record_id}/amend", drugs).status_code == 303
    changed = text_of(client.get(f"/records/{record_id}/versions/3").text)
    assert "Offences" in changed and "Drugs" in changed and "Smuggling of migrants" in changed
    answer = portal.post(client, "/records/export", {"format": "csv", "reason": "for the court"}, page="/records/")
    titles, row = [
        line for line in csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))) if {"Offences", "Drugs"} & set(line)
    ]
    assert dict(zip(titles, row, strict=True))["Offences"] == "Drugs", "of its current version"
    listing = "/records/?offence={}&form={}"
    for asked, there in ((("drugs", ""), True), (("trafficking", ""), False), (("", "organs"), False)):
        assert (record_id in client.get(listing.format(*asked)).text) is there, asked
    assert record_id not in portal.as_("banjul", "en").get(listing.format("drugs", "")).text


@pytest.mark.parametrize(
    ("posted", "field"),
    [({"offences": "piracy"}, "offences"), ({"offences": "smuggling", "exploitation": "sexual"}, "exploitation")],
)
def test_what_does_not_do_is_said_at_its_field_and_enters_nothing(portal, case_of, form_of, posted, field):
    client = portal.as_("dakar", "en")
    form = form_of["report"](case_of("dakar"))
    refused = portal.post(client, "/records/new?kind=report", {**form, **SHOWN, **posted})
    assert refused.status_code == 422 and f'href="#{field}"' in refused.text and f'id="{field}"' in refused.text
