"""What a case is about, on its pages: ticked, shown, kept by a form without ticks, found in the list and its file."""

import csv
import io
import re

import pytest

from tests.network.portal import text_of

BASIS = {"legal_basis": "Loi 2005-06"}
SHOWN = {"ticks": "shown"}


def opened(net, client, **ticks):
    answer = net.post(client, "/cases/new", {"reference": "K-1", **BASIS, **SHOWN, **ticks})
    assert answer.status_code == 303, text_of(answer.text)
    return answer.headers["Location"]


def ticked(page):
    boxes = [tag for tag in re.findall(r"<input[^>]*>", page) if "checkbox" in tag and " checked" in tag]
    return [re.search(r'value="([^"]*)"', tag)[1] for tag in boxes]


@pytest.fixture
def case(unindexed):
    client = unindexed.as_("dakar", "en")
    return unindexed, client, opened(unindexed, client, offences=["smuggling", "trafficking"], exploitation=["organs"])


def test_what_is_ticked_is_shown_and_stands_ticked_when_it_is_amended(case):
    net, client, path = case
    page = text_of(client.get(path).text)
    assert "Smuggling of migrants · Trafficking in persons" in page and "Removal of organs" in page
    form = client.get(f"{path}/amend").text
    assert ticked(form) == ["smuggling", "trafficking", "organs"] and 'name="ticks"' in form
    saved = net.post(client, f"{path}/amend", {"reference": "K-1", **BASIS, **SHOWN, "seen": "1", "offences": "drugs"})
    assert saved.status_code == 303
    assert ticked(client.get(f"{path}/amend").text) == ["drugs"]
    history = text_of(client.get(path).text).partition("History")[2]
    assert "Drugs" in history and "Smuggling of migrants · Trafficking in persons · Removal of organs" in history


def test_a_form_opened_before_there_were_ticks_leaves_what_stands(case):
    net, client, path = case
    old = {"reference": "K-1", "title": "Pirogue", "seen": "1"}
    refused = net.post(client, f"{path}/amend", {**old, "legal_basis": ""})
    assert refused.status_code == 422 and ticked(refused.text) == ["smuggling", "trafficking", "organs"]
    assert net.post(client, f"{path}/amend", {**old, **BASIS}).status_code == 303
    assert ticked(client.get(f"{path}/amend").text) == ["smuggling", "trafficking", "organs"]
    none = net.post(client, f"{path}/amend", {**old, **BASIS, **SHOWN, "seen": "2"})
    assert none.status_code == 303 and ticked(client.get(f"{path}/amend").text) == []


@pytest.mark.parametrize(
    ("posted", "field", "said"),
    [
        ({"offences": "piracy"}, "offences", "Choose from the list."),
        ({"offences": "trafficking", "exploitation": "fun"}, "exploitation", "Choose from the list."),
        ({"offences": "smuggling", "exploitation": "sexual"}, "exploitation", "A form of exploitation goes with"),
    ],
)
def test_what_does_not_do_is_said_on_the_form_and_opens_nothing(unindexed, posted, field, said):
    client = unindexed.as_("dakar", "en")
    refused = unindexed.post(client, "/cases/new", {"reference": "K-1", **BASIS, **SHOWN, **posted})
    assert refused.status_code == 422 and f'href="#{field}"' in refused.text and f'id="{field}"' in refused.text
    assert said in text_of(refused.text) and 'value="K-1"' in refused.text
    assert "K-1" not in text_of(client.get("/cases/").text)
    path = opened(unindexed, client, offences="drugs")
    form = {"reference": "K-1", **BASIS, **SHOWN, "seen": "1", **posted}
    refused = unindexed.post(client, f"{path}/amend", form)
    assert refused.status_code == 422 and f'href="#{field}"' in refused.text
    assert ticked(client.get(f"{path}/amend").text) == ["drugs"]


def test_the_list_is_narrowed_by_them_and_its_file_has_them(case):
    net, client, _ = case
    for asked, there in (("offence=trafficking", True), ("form=organs", True), ("offence=drugs", False),
                         ("offence=without", False), ("form=sexual", False)):  # fmt: skip
        assert ("K-1" in text_of(client.get(f"/cases/?{asked}").text)) is there, asked
    stranger = net.as_("banjul", "en")
    assert "K-1" not in text_of(stranger.get("/cases/?offence=trafficking").text)
    form = {"format": "csv", "reason": "asked for by the court", "back": "form=organs"}
    answer = net.post(client, "/cases/export", form, page="/cases/")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    head = next(row for row in rows if row[:1] == ["Reference"])
    line = dict(zip(head, next(row for row in rows if row[:1] == ["K-1"]), strict=True))
    assert line["Offences"] == "Smuggling of migrants; Trafficking in persons"
    assert line["Exploitation"] == "Removal of organs"
    assert ["Exploitation", "Removal of organs"] in [[cell for cell in row if cell] for row in rows]
