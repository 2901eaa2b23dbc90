"""Searching: asked with a reason, found in any spelling, and never *nothing found* for what was not searched."""

import re

import pytest
from sqlalchemy import select

from casefile import records
from casefile.storage.tables import Audit, Lookup
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import IdentifierKind, RecordKind, Sharing
from portal.show.breaking import breaking
from tests.network.make import person, report
from tests.network.portal import NOBODYS_ID, text_of

TEXT = "Le passeur Mamadou Dialo, né en 1985, a été vu à Kayar."


@pytest.fixture
def found(stage):
    """Dakar knows three things; Banjul one that is released in full and one that is not."""
    ids = {
        "person": stage.enter("dakar", person("Mamadou Diallo", "1985", phone="+221 77 123 45 67")),
        "arabic": stage.enter("dakar", person("مامادو ديالو", "1984", nationalities=("MR",))),
        "report": stage.enter("dakar", report(TEXT)),
        "released": stage.enter("banjul", person("Modou Jallow", "1984"), sharing=Sharing.FULL),
        "hidden": stage.enter("banjul", person("Mamadou Jallow Kanary", "1985")),
    }
    stage.drain()
    return ids


def shown(page):
    return set(re.findall(r'<h2><a href="/records/([0-9a-f]{32})"', page))


def test_a_name_is_found_in_every_spelling_the_mode_allows(stage, found):
    client = stage.as_("dakar")
    written = shown(stage.search(client, "Mamadou Diallo", mode="written").text)
    assert found["person"] in written and found["arabic"] not in written
    by_sound = shown(stage.search(client, "Modou Jallow", mode="sound").text)
    assert {found["person"], found["released"]} <= by_sound


def test_a_number_in_local_form_finds_the_international_one(stage, found):
    page = stage.search(stage.as_("dakar"), "77 123 45 67").text
    assert found["person"] in shown(page) and "The number agrees" in page


def test_a_result_says_why_it_was_found(stage, found):
    page = stage.search(stage.as_("dakar"), "Mamadou Dialo", mode="sound").text
    assert "<mark>Mamadou</mark>" in page
    assert "Same sound" in page, "the record of the person"
    assert "Written alike, in the text" in page, "the report"


def test_an_address_found_may_break_after_its_marks_and_reads_from_left_to_right(stage):
    address = "https://facebook.com/aissatou.ba.banjul"
    stage.enter("dakar", Identity(kind=RecordKind.ACCOUNT, identifiers=(Identifier(IdentifierKind.HANDLE, address),)))
    stage.drain()
    page = stage.search(stage.as_("dakar", "ar"), address).text
    title = re.search(r'<h2><a href="/records/[0-9a-f]{32}">(.+?)</a>', page)[1]
    assert title == f'<bdi dir="ltr">{breaking(address)}</bdi>' and "com/<wbr>aissatou.<wbr>ba" in title


def test_another_unit_s_record_is_found_only_when_released(stage, found):
    for mode in ("all", "written", "tolerant", "sound"):
        page = stage.search(stage.as_("dakar"), "Mamadou Jallow Kanary", mode=mode)
        assert found["hidden"] not in page.text and "Kanary</mark>" not in page.text
        assert found["hidden"] in stage.search(stage.as_("banjul"), "Mamadou Jallow Kanary", mode=mode).text


def test_of_a_record_shared_to_the_core_the_pages_show_the_core(stage):
    identity = person(
        "Kanary Jallow", "1985-11-23", passport="A7654321", narrative="Vu à Tanji.", nationalities=("GM",)
    )
    record = stage.enter("banjul", identity, sharing=Sharing.CORE)
    stage.drain()
    client = stage.as_("dakar", "en")
    page = stage.search(client, "Kanary Jallow").text
    assert shown(page) == {record} and "Core only" in page
    stage.post(client, f"/records/{record}", {"reason": "duty desk"})
    opened = client.get(f"/records/{record}").text
    said = text_of(opened)
    assert "Kanary Jallow" in said and "1985" in said and "Suspect" in said and "shares names, year of birth" in said
    for hidden in ("7654321", "Tanji", "November", "version", "BJL-1", "Linked records"):
        assert hidden not in said and hidden not in text_of(page), hidden


def test_filters_alone_list_the_own_unit_s_records(stage, found):
    client = stage.as_("dakar", "en")
    listed = stage.search(client, kind="person").text
    assert shown(listed) == {found["person"], found["arabic"]}
    empty = stage.search(client, kind="vessel").text
    assert "only your own unit’s records are listed" in text_of(empty)


def test_a_reason_is_asked_for_and_kept(stage):
    client = stage.as_("dakar")
    answer = stage.post(client, "/search/", {"text": "Modou", "reason": "  "})
    assert answer.status_code == 422 and 'href="#reason"' in answer.text and 'value="Modou"' in answer.text
    stage.search(client, "Modou", reason="request of the judge at Thiès", case_ref="DK-7")
    with stage.store.reading() as db:
        assert db.execute(select(Lookup.reason, Lookup.case_ref)).all() == [("request of the judge at Thiès", "DK-7")]
        trail = db.execute(select(Audit.reason).where(Audit.action == "search")).scalars().all()
    assert "request of the judge at Thiès" in trail


def test_the_box_in_the_header_asks_once_for_the_errand_and_keeps_what_was_typed(unindexed):
    client = unindexed.as_("dakar")
    asked = unindexed.post(client, "/search/", {"text": "Aminata Sow"}, page="/")
    assert asked.status_code == 200 and 'value="Aminata Sow"' in asked.text and 'name="reason"' in asked.text
    with unindexed.store.reading() as db:
        assert db.execute(select(Lookup.id)).all() == [], "nothing is searched before the reason is given"
    given = unindexed.post(client, "/search/", {"text": "Aminata Sow", "reason": "request of the judge at Thiès"})
    assert given.status_code == 303
    assert unindexed.post(client, "/search/", {"text": "Modou Jallow"}, page="/").status_code == 303
    with unindexed.store.reading() as db:
        assert db.scalars(select(Lookup.reason)).all() == ["request of the judge at Thiès"] * 2
        trail = select(Audit.reason).where(Audit.action == "search")
        assert db.scalars(trail).all() == ["request of the judge at Thiès"] * 2, "each look bears it"


def test_the_link_names_nobody_and_is_the_officer_s_own(stage, found):
    client = stage.as_("dakar")
    answer = stage.post(client, "/search/", {"text": "Mamadou Diallo", "reason": "duty desk"})
    assert re.fullmatch(r"/search/[0-9a-f]{32}", answer.location)
    page = client.get(answer.location).text
    for address in re.findall(r'(?:href|action)="([^"]*)"', page):
        assert "amadou" not in address.casefold() and "iallo" not in address.casefold()
    for other, status in (("banjul", 404), ("coordinator", 404), ("auditor", 403)):
        stranger = stage.as_(other)
        theirs, nobody_s = (stranger.get(path) for path in (answer.location, f"/search/{NOBODYS_ID}"))
        assert theirs.status_code == nobody_s.status_code == status
        assert status == 403 or theirs.data == nobody_s.data


def test_one_thing_is_changed_without_typing_again(stage, found):
    client = stage.as_("dakar")
    answer = stage.post(client, "/search/", {"text": "Mamadou Diallo", "mode": "sound", "reason": "duty desk"})
    first = client.get(answer.location).text
    assert 'name="kind" value="report"' in first and 'aria-pressed="true" disabled>By sound' in first
    narrowed = client.get(stage.post(client, answer.location, {"kind": "report"}).location)
    assert shown(narrowed.text) == {found["report"]} and 'class="chips"' in narrowed.text
    assert "duty desk" in narrowed.text
    wider = client.get(stage.post(client, narrowed.request.path, {"kind": ""}).location)
    assert found["person"] in shown(wider.text)


def test_the_last_chip_taken_away_leaves_a_form_not_an_error(stage, found):
    client = stage.as_("dakar")
    answer = stage.post(client, "/search/", {"kind": "report", "reason": "duty desk"})
    assert shown(client.get(answer.location).text) == {found["report"]}
    empty = stage.post(client, answer.location, {"kind": ""})
    assert empty.status_code == 422 and 'id="text-error"' in empty.text
    assert "Written down as the reason of this search" in empty.text, "the errand goes on"


def test_nothing_found_offers_the_next_looser_way(stage, found):
    page = stage.search(stage.as_("dakar"), "Djibril Zzyzx", mode="written").text
    assert "Nothing found" in text_of(page) and 'name="mode" value="all"' in page


def test_what_is_not_in_the_index_yet_is_said_not_missed(stage):
    stage.enter("dakar", person("Ousmane Sembène"))
    page = stage.search(stage.as_("dakar"), "Ousmane Sembène").text
    assert "Not searched yet" in page and "Not everything has been searched yet" in page
    assert "Nothing found" not in page
    stage.drain()
    page = stage.search(stage.as_("dakar"), "Ousmane Sembène").text
    assert "1 record found" in page and "Not everything" not in page


def test_what_another_unit_enters_is_not_told_even_as_a_delay(stage):
    stage.drain()
    stage.enter("banjul", person("Ousmane Kanary"))
    page = stage.search(stage.as_("dakar"), "Ousmane Sembène").text
    assert "Nothing found" in page and "Not everything" not in page
    stage.enter("banjul", person("Ousmane Sembène"), sharing=Sharing.FULL)
    page = stage.search(stage.as_("dakar"), "Ousmane Sembène").text
    assert "Not searched yet" in page, "it is released to her, and she is told that it is still to come"


def test_an_engine_that_is_away_is_not_an_empty_result(portal):
    """`portal` has no engine behind its address."""
    client = portal.as_("dakar")
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    answer = portal.post(client, "/search/", {"text": "Modou Jallow", "reason": "duty desk"})
    page = client.get(answer.location)
    assert page.status_code == 503
    assert "nothing was searched" in page.text
    assert "Nothing found" not in page.text and "0 record" not in page.text


@pytest.mark.parametrize(
    ("given", "field"),
    [({}, "text"), ({"year_from": "18x4"}, "year_from"), ({"kind": "spaceship"}, "kind"), ({"text": "a " * 30}, "text"),
     ({"text": "Modou", "mode": "guess"}, "mode"), ({"text": "Modou", "purpose": "curiosity"}, "purpose"),
     ({"text": "Modou", "country": "<b>"}, "country")],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_at_its_field(unindexed, given, field):
    answer = unindexed.post(unindexed.as_("dakar"), "/search/", {"reason": "duty desk", **given})
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text and f'id="{field}"' in answer.text


def test_what_was_typed_stays_text(stage):
    page = stage.search(stage.as_("dakar"), '<script>alert("x")</script> \ue000b\ue001').text
    assert "<script>alert" not in page and "<mark>b" not in page


# ---- pages, order, what narrows ---------------------------------------------------------------------------------


def in_order(page):
    return re.findall(r'<h2><a href="/records/([0-9a-f]{32})"', page)


def test_every_record_stands_once_over_all_pages_while_records_are_entered(stage):
    """Case 09: 110 were said to be found, 107 were different, three of page 2 stood on page 3 and three on none."""
    spelt = ("Cheikh Diop", "Cheikh Dioup", "Sheikh Diop", "Cheikh Diop Fall")
    crowd = stage.enter_many("dakar", [person(spelt[n % 4], str(1950 + n % 40)) for n in range(70)])
    stage.drain()
    client = stage.as_("dakar", "en")
    answer = stage.search(client, "Cheikh Diop", mode="sound")
    address, seen = answer.request.path, in_order(answer.text)
    said = int(re.search(r"<strong>(\d+) records found", answer.text)[1])
    for number in range(2, 5):
        late = stage.enter("dakar", person("Cheikh Diop", "1999"))
        stage.drain()
        page = client.get(f"{address}?page={number}").text
        assert late not in in_order(page) and f"{said} records found" in page
        seen += in_order(page)
    assert len(seen) == said == len(crowd) and set(seen) == set(crowd)
    for beyond in ("5", "499", "77777"):
        assert in_order(client.get(f"{address}?page={beyond}").text) == seen[60:], "past the end is the last"
    assert in_order(client.get(f"{address}?page=1").text) == seen[:20], "the first page as it was"
    assert late in in_order(client.get(address).text), "asked again, the newest is there"


def test_what_was_withdrawn_while_pages_are_turned_is_gone_and_moves_nothing(stage):
    stage.enter_many("dakar", [person("Cheikh Diop", str(1950 + n)) for n in range(25)])
    stage.drain()
    client = stage.as_("dakar", "en")
    address = stage.search(client, "Cheikh Diop").request.path
    second = in_order(client.get(f"{address}?page=2").text)
    with stage.store.writing() as db:
        records.withdraw(db, stage.dakar, second[0], "entered twice")
    stage.drain()
    assert in_order(client.get(f"{address}?page=2").text) == second[1:]


def test_the_order_is_chosen_and_kept_over_the_pages(stage):
    names = [f"Diop {chr(ord('A') + n % 25)}{'aeiou'[n // 25]}" for n in range(45)]
    entered = dict(zip(stage.enter_many("dakar", [person(name, "1980") for name in names]), names, strict=True))
    stage.drain()
    client = stage.as_("dakar", "en")
    address = stage.search(client, "Diop").request.path
    first = client.get(f"{address}?sort=name").text
    assert re.search(r'sort=name" aria-current="true"', first)
    pages = [*in_order(first), *(id for n in (2, 3) for id in in_order(client.get(f"{address}?page={n}").text))]
    assert [entered[id] for id in pages] == sorted(names)
    stage.enter("dakar", person("Diop Zzz", "1980"))
    stage.drain()
    assert text_of(client.get(f"{address}?sort=newest").text).split("Order")[1].partition("Diop")[2].startswith(" Zzz")


def test_a_unit_narrows_and_all_chips_are_taken_away_at_once(stage, found):
    client = stage.as_("dakar", "en")
    answer = stage.search(client, "Modou Jallow", mode="sound")
    unit = re.search(rf'name="unit" value="({stage.banjul.unit_id})"', answer.text)
    narrowed = client.get(stage.post(client, answer.request.path, {"unit": unit[1]}).location)
    assert shown(narrowed.text) == {found["released"]} and found["hidden"] not in narrowed.text
    both = client.get(stage.post(client, narrowed.request.path, {"kind": "person"}).location)
    cleared = client.get(stage.post(client, both.request.path, {"clear": "1"}).location)
    assert shown(cleared.text) == shown(answer.text) and 'class="chips"' not in cleared.text


def test_several_values_of_one_facet_are_chosen_and_each_is_taken_back(stage, found):
    client = stage.as_("dakar", "en")
    answer = stage.search(client, "Mamadou Diallo", mode="sound")

    def after(page, **sent):
        return client.get(stage.post(client, page.request.path, sent).location)

    reports = after(answer, kind="report")
    both = after(reports, kind="person")
    assert shown(reports.text) == {found["report"]} and shown(both.text) >= {found["report"], found["person"]}
    pressed = set(re.findall(r'name="(\w+)" value="([^"]+)" aria-pressed="true"><bdi>', both.text))
    assert pressed == {("kind", "report"), ("kind", "person")}, "what is chosen stays among what can be chosen"
    persons = after(both, kind="report")
    assert found["report"] not in shown(persons.text) and found["person"] in shown(persons.text)
    eighties = after(persons, decade="1980")
    assert "1980–1989" in eighties.text and found["person"] in shown(eighties.text)
    own = after(persons, case=re.search(r'name="case" value="([^"]+)"', persons.text)[1])
    assert found["person"] in shown(own.text) and found["released"] not in shown(own.text)
    again = client.get(f"/search/?again={both.request.path.rpartition('/')[2]}").text
    assert 'value="report|person" selected' in again, "to change the words loses none of them"


def test_what_the_own_unit_knows_stands_at_the_top(stage, found):
    watch = stage.watch("dakar", person("Mamadou Diallo", "1984"))
    stage.search(stage.as_("analyst", "en"), "Mamadou Diallo", reason="figures for the month", case_ref="DK-9")
    page = stage.search(stage.as_("dakar", "en"), "Modou Jallow", mode="sound").text
    assert "Your unit already watches this subject" in page and watch in page
    known = stage.search(stage.as_("dakar", "en"), "Mamadou Diallo").text
    assert "Searched before in your unit" in known and "Omar Fall" in known and "DK-9" in known
    other = stage.search(stage.as_("banjul", "en"), "Mamadou Diallo").text
    assert watch not in other and "Omar Fall" not in other and "Searched before" not in other


def test_the_link_leads_to_the_result_after_signing_in(stage, found):
    address = stage.search(stage.as_("dakar"), "Mamadou Diallo").request.path
    stranger = stage.stranger()
    assert stranger.get(address).location.endswith("/sign-in")
    with stranger.session_transaction() as session:
        assert session["next"] == address
