"""The errand at the portal: on every page, changed and ended there, taken by search and opening, in no address."""

import re

import pytest
from sqlalchemy import select

from casefile.policy.reasons import SAME_AT_MOST
from casefile.records import cases
from casefile.storage.tables import Audit, Errand, Lookup
from casefile.vocabulary import Sharing
from tests.network.make import person
from tests.network.portal import text_of

WHY = "control of the bus from Rosso"


@pytest.fixture
def client(unindexed):
    return unindexed.as_("dakar", "en")


def bar(page):
    found = re.search(r'<section class="errand".*?</section>', page, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""


def given(net, client, page="/errand/", **form):
    return net.post(client, "/errand/", form, page=page)


def lookups(net):
    with net.store.reading() as db:
        found = select(Lookup.reason, Lookup.case_ref, Lookup.purpose).order_by(Lookup.made_at)
        return db.execute(found).all()


def test_every_page_shows_it_and_where_to_change_or_end_it(unindexed, client):
    assert "none: the next look asks for it" in bar(client.get("/").text)
    answer = given(unindexed, client, reason=WHY, case_ref="DKR-2026-0900", next="/cases/")
    assert answer.status_code == 303 and answer.location == "/cases/"
    for path in ("/", "/search/", "/cases/", "/records/new?kind=person", "/account/"):
        shown = bar(client.get(path).text)
        assert "DKR-2026-0900" in shown and WHY in shown and "Change" in shown and "End" in shown, path
    unindexed.post(client, "/errand/end", page="/")
    assert "none: the next look asks for it" in bar(client.get("/").text)


def test_who_looks_at_nothing_has_no_bar(unindexed):
    assert bar(unindexed.as_("auditor").get("/").text) == "" == bar(unindexed.stranger().get("/sign-in").text)


def test_nothing_is_filled_in_from_another_errand(unindexed, client):
    given(unindexed, client, reason=WHY, case_ref="A-77")
    unindexed.post(client, "/errand/end", page="/")
    for path in ("/errand/", "/search/"):
        page = client.get(path).text
        assert f'value="{WHY}"' not in page and 'value="A-77"' not in page, path
    fresh = unindexed.as_("dakar", "en")
    assert "none: the next look asks for it" in bar(fresh.get("/").text)


def test_one_key_takes_an_open_case_or_an_errand_of_late(unindexed, client):
    page = client.get("/errand/").text
    first = re.search(r'name="errand" value="(case-[0-9a-f]{32})" data-key="1"', page)
    assert first and given(unindexed, client, errand=first[1]).status_code == 303
    with unindexed.store.reading() as db:
        case = db.execute(select(Errand.reason, Errand.case_ref)).one()
    assert case.case_ref and case.case_ref in bar(client.get("/").text)
    again = re.search(r'name="errand" value="(errand-[0-9a-f]{32})" data-key="1"', client.get("/errand/").text)
    assert given(unindexed, client, errand=again[1]).status_code == 303
    with unindexed.store.reading() as db:
        assert db.execute(select(Errand.reason, Errand.case_ref)).all() == [case, case]


def test_enter_in_a_field_chooses_no_offered_errand(client):
    """A browser sends the first button of the form when Enter is pressed in a field."""
    for path in ("/errand/", "/search/"):
        buttons = re.findall(r"<button[^>]*>", client.get(path).text.partition("<main")[2])
        assert buttons and 'name="errand"' not in buttons[0], path


def test_a_search_from_any_page_is_asked_for_the_errand_without_a_page_between(unindexed, client):
    given(unindexed, client, reason=WHY, case_ref="A-77", purpose="border_control")
    answer = unindexed.post(client, "/search/", {"text": "Aminata Sow"}, page="/cases/")
    assert answer.status_code == 303 and re.fullmatch(r"/search/[0-9a-f]{32}", answer.location)
    assert lookups(unindexed) == [(WHY, "A-77", "border_control")]
    with unindexed.store.reading() as db:
        line = db.execute(select(Audit.reason, Audit.case_ref, Audit.purpose).where(Audit.action == "search")).one()
    assert line == (WHY, "A-77", "border_control"), "the trail has the words, not a reference to them"


def test_with_the_search_the_errand_is_given_by_one_key(unindexed, client):
    asked = unindexed.post(client, "/search/", {"text": "Aminata Sow"}, page="/").text
    chosen = re.search(r'value="(case-[0-9a-f]{32})" data-key="1"', asked)[1]
    answer = unindexed.post(client, "/search/", {"text": "Aminata Sow", "reason": "", "errand": chosen})
    assert answer.status_code == 303 and len(lookups(unindexed)) == 1


def test_a_search_that_is_refused_begins_no_errand(unindexed, client):
    answer = unindexed.post(client, "/search/", {"text": "  ", "reason": WHY})
    assert answer.status_code == 422 and f'value="{WHY}"' in answer.text, "what was typed is kept"
    with unindexed.store.reading() as db:
        assert db.scalars(select(Errand.id)).all() == []


def test_other_words_begin_another_errand_and_the_same_ones_go_on(unindexed, client):
    for text, reason in (("One", WHY), ("Two", WHY), ("Three", "asked by the judge at Thiès"), ("Four", "")):
        unindexed.post(client, "/search/", {"text": text, "reason": reason})
    with unindexed.store.reading() as db:
        assert db.scalars(select(Errand.reason).order_by(Errand.begun_at)).all() == [WHY, "asked by the judge at Thiès"]
    assert [row.reason for row in lookups(unindexed)] == [WHY, WHY, *["asked by the judge at Thiès"] * 2]


def test_the_same_words_for_too_many_looks_are_asked_for_again(unindexed, client, monkeypatch):
    given(unindexed, client, reason=WHY)
    monkeypatch.setattr("casefile.policy.reasons.SAME_AT_MOST", 2)
    assert SAME_AT_MOST > 2
    for text in ("Aminata Sow", "Cheikh Ndour"):
        assert unindexed.post(client, "/search/", {"text": text}, page="/").status_code == 303
    refused = unindexed.post(client, "/search/", {"text": "Fanta Kouyaté"}, page="/")
    assert refused.status_code == 422 and 'name="reason"' in refused.text and 'value="Fanta Kouyaté"' in refused.text
    assert unindexed.post(client, "/search/", {"text": "Fanta Kouyaté", "reason": "named by her"}).status_code == 303


def test_a_foreign_record_opens_for_it_and_says_so(unindexed, client):
    record = unindexed.enter("banjul", person("Awa One", "1990"), sharing=Sharing.FULL)
    asked = client.get(f"/records/{record}").text
    assert "Awa One" not in text_of(asked) and 'name="errand"' in asked
    given(unindexed, client, reason=WHY, case_ref="A-77")
    opened = client.get(f"/records/{record}").text
    assert "Awa One" in text_of(opened) and WHY in bar(opened)
    assert "Opened for your errand" in text_of(opened)
    unindexed.post(client, "/errand/end", page="/")
    assert "Awa One" not in text_of(client.get(f"/records/{record}").text), "what an errand gave ends with it"


def test_sign_out_ends_it(unindexed, client):
    given(unindexed, client, reason=WHY)
    unindexed.post(client, "/sign-out", page="/sign-out")
    with unindexed.store.reading() as db:
        assert db.scalars(select(Errand.ended_at)).one() is not None


def test_no_address_holds_a_word_of_it(unindexed, client):
    given(unindexed, client, reason=WHY, case_ref="A-77")
    for path in ("/", "/search/", "/errand/", "/cases/"):
        for address in re.findall(r'(?:href|action)="([^"]*)"', client.get(path).text):
            assert "Rosso" not in address and "A-77" not in address


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere", ""])
def test_it_leads_back_into_the_portal_only(unindexed, client, wanted):
    assert given(unindexed, client, reason=WHY, next=wanted).location == "/search/"


# ---- searches kept ----------------------------------------------------------------------------------------------


def test_a_search_is_kept_asked_again_for_the_present_errand_and_removed(unindexed, client):
    answer = unindexed.post(client, "/search/", {"text": "Mame Njaay", "kind": "vessel", "reason": WHY})
    kept = unindexed.post(client, f"{answer.location}/keep", {"title": "The boat", "shared": "unit"}, page="/search/")
    assert kept.status_code == 303
    listing = client.get("/search/kept").text
    assert "The boat" in text_of(listing) and "Mame Njaay" in text_of(listing)
    address = re.search(r'action="(/search/kept/[0-9a-f]{32})"', listing)[1]
    assert re.fullmatch(r"/search/[0-9a-f]{32}", unindexed.post(client, address, page="/search/kept").location)
    unindexed.post(client, "/errand/end", page="/")
    asked = unindexed.post(client, address, page="/search/kept")
    assert asked.status_code == 200 and 'value="Mame Njaay"' in asked.text, "for no errand nothing is asked"
    assert len(lookups(unindexed)) == 2
    unindexed.post(client, f"{address}/forget", page="/search/kept")
    assert "The boat" not in text_of(client.get("/search/kept").text)


def test_a_kept_search_becomes_a_watch(unindexed):
    officer = unindexed.as_("dakar", "en")
    answer = unindexed.post(officer, "/search/", {"text": "Modou Jallow", "reason": WHY})
    unindexed.post(officer, f"{answer.location}/keep", {}, page="/search/")
    address = re.search(r'action="(/search/kept/[0-9a-f]{32})"', officer.get("/search/kept").text)[1]
    made = unindexed.post(officer, address, {"watch": "1"}, page="/search/kept")
    assert made.location.startswith("/watchlists/")
    assert 'value="Modou Jallow"' in officer.get(made.location).text


@pytest.mark.parametrize(
    ("path", "field"), [("/records/new?kind=person", "case"), ("/watchlists/new?kind=person", "watch_case")]
)
def test_the_case_of_the_errand_is_proposed_where_something_is_entered(unindexed, client, path, field):
    def choice():
        return re.search(rf'<select[^>]* name="{field}".*?</select>', client.get(path).text, re.S)[0]

    with unindexed.store.writing() as db:
        case_id = cases.open_case(db, unindexed.dakar, cases.CaseDraft("DKR-2"))
    assert "selected" not in choice().replace('selected value=""', ""), "there is a choice to make"
    given(unindexed, client, reason=WHY, case_ref="DKR-2")
    assert f'selected value="{case_id}"' in choice()
    given(unindexed, client, reason=WHY, case_ref="AN-OTHER-1")
    assert "selected" not in choice().replace('selected value=""', ""), "what is no open case of the unit chooses none"
