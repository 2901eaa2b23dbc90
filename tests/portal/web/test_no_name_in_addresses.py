"""No name, number or word that somebody typed stands in any address, or in a line of the log."""

import html
import logging
import re
from urllib.parse import unquote_plus

import pytest

from casefile.vocabulary import Sharing
from tests.network.make import person, report

PLANTED = ("Waralimou", "Destrake", "Kanaryville", "Z9988776")
ADDRESSES = re.compile(r'(?:href|action|formaction|src|hx-[a-z]+)="([^"]*)"')


@pytest.fixture
def planted(stage):
    stage.enter("dakar", person("Waralimou Destrake", "1982", passport="Z9988776"), sharing=Sharing.FULL)
    stage.enter("dakar", report("Waralimou Destrake a été vu à Kanaryville."))
    stage.watch("banjul", person("Waralimou Destrake", "1982", passport="Z9988776"))
    stage.drain()
    stage.deliver()
    return stage


@pytest.mark.parametrize("login", ["dakar", "banjul", "coordinator"])
def test_no_planted_word_in_any_address_or_log(planted, login, caplog):
    caplog.set_level(logging.DEBUG)
    asked = [(text, mode) for text in PLANTED for mode in ("tolerant", "sound")] if login != "coordinator" else []
    pages = planted.pages(login, asked, most=80)
    assert any(word in page for page in pages.values() for word in PLANTED), "the words are there to be seen"
    found = {unquote_plus(html.unescape(one)) for page in pages.values() for one in ADDRESSES.findall(page)}
    found |= {path for path in pages if path.startswith("/")}
    assert len(found) > 20
    assert not [one for one in found for word in PLANTED if word.lower() in one.lower()]
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("griot", "portal")))
    assert not [word for word in PLANTED if word.lower() in logged.lower()]


def test_a_search_goes_on_under_an_opaque_address_and_tells_no_other_site(planted):
    client = planted.as_("dakar")
    answer = planted.post(client, "/search/", {"text": "Waralimou Destrake", "mode": "tolerant", "reason": "on duty"})
    assert re.fullmatch(r"/search/[0-9a-f]{32}", answer.location)
    shown = client.get(answer.location)
    assert shown.headers["Referrer-Policy"] == "no-referrer"
