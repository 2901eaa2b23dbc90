"""Lists on their pages: what is looked for stands in no address, ticks become one act with one reason, and what was not
done is said.
"""

import re

import pytest

from casefile import watches
from casefile.records import cases, links
from casefile.subjects.identity import Identity, Name
from casefile.vocabulary import LinkRole, NameKind, RecordKind
from tests.network.make import person
from tests.network.portal import text_of
from tests.steady.days import ahead, shown, typed

WHY = "the judge closed the file"


def listed(page):
    return re.findall(r'<th scope="row">\s*<a href="[^"]*">(?:<bdi[^>]*>)?([^<]*)', page)


def ids_in(page):
    return re.findall(r'name="ids" value="([0-9a-f]{32})"', page)


@pytest.fixture
def watched(unindexed):
    for name in ("Modou Jallow", "Fatou Camara", "Lamin Ceesay"):
        unindexed.watch("banjul", person(name, "1984"))
    return unindexed


def find(net, client, path, **form):
    answer = net.post(client, f"{path}find", form, page=path)
    assert answer.status_code == 303
    return answer.location


# ---- finding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["jallow", "Modou Diallo", "مودو جالو"])
def test_a_name_that_is_looked_for_stands_in_no_address(watched, name):
    client = watched.as_("banjul")
    address = find(watched, client, "/watchlists/", find=name, sort="name")
    assert name not in address and "allow" not in address and "sort=name" in address
    page = client.get(address).text
    assert listed(page) == ["Modou Jallow"] and f'value="{name}"' in page
    hrefs = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert not [one for one in hrefs if name in one]
    assert find(watched, client, "/watchlists/", find=name) != find(watched, client, "/watchlists/", find=name)


def test_addresses_of_short_and_long_names_are_of_one_length(watched):
    client = watched.as_("banjul")
    assert len({len(find(watched, client, "/watchlists/", find=name)) for name in ("Bâ", "Modou Lamin Jallow")}) == 1


def test_it_survives_the_language_and_signing_in_and_is_nobody_elses(watched):
    client = watched.as_("banjul")
    address = find(watched, client, "/watchlists/", find="jallow", state="active")
    here = re.search(r'name="next" value="([^"]*)"', client.get(address).text)[1].replace("&amp;", "&")
    assert watched.post(client, "/language", {"language": "en", "next": here}, page="/").location.endswith(here)
    assert listed(client.get(here).text) == ["Modou Jallow"]
    stranger = watched.stranger()
    stranger.get(address)
    with stranger.session_transaction() as session:
        assert session["next"] == address
    other = watched.as_("dakar").get(address)
    assert other.status_code == 200 and "jallow" not in text_of(other.text).casefold()
    for broken in (address[:-8], address + "x", "/watchlists/?find=jallow"):
        assert len(listed(client.get(broken).text)) >= 1, "what does not open is as if nothing were looked for"


def test_every_list_has_its_form_and_an_empty_answer_says_so(watched):
    for login, path in (
        ("dakar", "/cases/"), ("banjul", "/watchlists/"), ("administrator", "/admin/"),
    ):  # fmt: skip
        client = watched.as_(login, "en")
        page = client.get(find(watched, client, path, find="Zwangobi")).text
        assert "Nothing in this list answers to that" in page and "All of them" in page
    watched.enter("dakar", person("Mamadou Dialo", "1985"))
    client = watched.as_("dakar", "en")
    assert "Mamadou Dialo" in client.get(find(watched, client, "/records/", find="dialo", kind="person")).text


def test_units_and_officers_page(watched):
    client = watched.as_("administrator", "en")
    page = client.get(find(watched, client, "/admin/", find="banjul", of="officers")).text
    officers = page.split("<h2>Officers")[1].split("<h2>")[0]
    assert ">banjul<" in officers and ">dakar<" not in officers
    units = client.get(find(watched, client, "/admin/", find="Banjul Serious", of="units")).text.split("<h2>Units")[1]
    assert ">GM-BJL<" in units and ">SN-DKR<" not in units.split("<tbody>")[1]


# ---- acting on many ----------------------------------------------------------------------------------------------


def test_ticked_watches_are_suspended_with_one_reason(watched):
    client = watched.as_("banjul", "en")
    page = client.get("/watchlists/?all=1").text
    ids = ids_in(page)
    assert len(ids) == 3 and page.count(" checked>") == 3
    asked = watched.post(client, "/watchlists/act", {"act": "suspend", "ids": ids}, page="/watchlists/")
    assert asked.status_code == 200 and "With these 3 lines" in asked.text and ids_in(asked.text) == ids
    form = {"act": "suspend", "ids": ids, "confirm": "1", "back": "sort=ends"}
    refused = watched.post(client, "/watchlists/act", {**form, "reason": " "}, page="/watchlists/")
    assert refused.status_code == 422 and 'href="#reason"' in refused.text
    done = watched.post(client, "/watchlists/act", {**form, "reason": WHY}, page="/watchlists/")
    assert done.status_code == 303 and done.location == "/watchlists/?sort=ends"
    assert "3 watches are suspended." in client.get(done.location).text


def test_what_was_not_done_is_said_with_its_reason(watched):
    client = watched.as_("banjul", "en")
    ids = ids_in(client.get("/watchlists/").text)
    with watched.store.writing() as session:
        watches.end(session, watched.banjul, ids[0], WHY)
    asked = watched.post(client, "/watchlists/act", {"act": "suspend", "ids": ids}, page="/watchlists/").text
    assert "Nothing is done with this one" in asked
    form = {"act": "suspend", "ids": [*ids, "f" * 32], "confirm": "1", "reason": WHY}
    page = watched.post(client, "/watchlists/act", form, page="/watchlists/")
    assert page.status_code == 200 and "Not done with 2 lines" in page.text and "2 watches are suspended." in page.text


def test_watches_are_extended_to_one_new_end(watched):
    client = watched.as_("banjul", "en")
    ids = ids_in(client.get("/watchlists/").text)
    form = {"act": "renew", "ids": ids, "confirm": "1", "reason": WHY}
    refused = watched.post(client, "/watchlists/act", {**form, "until": "soon"}, page="/watchlists/")
    assert refused.status_code == 422 and 'href="#until"' in refused.text and f'value="{WHY}"' in refused.text
    until = {"until": typed(ahead(240))}
    assert watched.post(client, "/watchlists/act", form | until, page="/watchlists/").status_code == 303
    assert text_of(client.get("/watchlists/").text).count(shown(ahead(240))) == 3


def test_without_a_tick_nothing_happens_and_the_list_says_so(watched):
    client = watched.as_("banjul", "en")
    for form in ({"act": "end"}, {"act": "bogus", "ids": ["f" * 32]}):
        answer = watched.post(client, "/watchlists/act", form, page="/watchlists/")
        assert answer.status_code == 303 and "Tick at least one line" in client.get(answer.location).text


def test_who_may_only_read_sees_no_ticks(watched):
    page = watched.as_("analyst", "en").get("/cases/").text
    assert "Tick" not in page


# ---- cases, and the small faults -----------------------------------------------------------------------------------


def test_the_legal_basis_is_asked_when_a_case_is_opened_and_all_that_is_missing_is_said_at_once(unindexed):
    client = unindexed.as_("dakar", "en")
    refused = unindexed.post(client, "/cases/new", {"title": "Pirogue"})
    assert refused.status_code == 422
    assert 'href="#reference"' in refused.text and 'href="#legal_basis"' in refused.text
    assert 'id="legal_basis-error"' in refused.text and 'value="Pirogue"' in refused.text
    form = {"reference": "K-9", "legal_basis": "Loi 2019-1"}
    assert unindexed.post(client, "/cases/new", form).status_code == 303
    assert '<option value="Loi 2019-1">' in client.get("/cases/new").text, "offered for the next one"


def test_a_case_is_amended_on_its_page_and_its_history_shown(unindexed):
    client, case_id = unindexed.as_("dakar", "en"), unindexed.cases["dakar"]
    path = f"/cases/{case_id}/amend"
    form = {"reference": "DKR-1", "title": "Pirogue de Kayar", "legal_basis": "Loi 2019-1", "seen": "1"}
    refused = unindexed.post(client, path, {**form, "reference": ""})
    assert refused.status_code == 422 and 'value="Pirogue de Kayar"' in refused.text
    saved = unindexed.post(client, path, {**form, "change_note": WHY})
    assert saved.status_code == 303
    page = text_of(client.get(saved.location).text)
    assert "Pirogue de Kayar" in page and WHY in page and "History" in page
    late = unindexed.post(client, path, {**form, "title": "Mine", "change_note": WHY})
    assert late.status_code == 422 and "Someone else changed this case first" in late.text


def test_a_report_is_called_by_how_it_begins_where_it_is_linked(unindexed):
    text = "Le passeur Modou a été vu à Kayar."
    report = unindexed.enter("dakar", Identity(kind=RecordKind.REPORT, narrative=text))
    someone = unindexed.enter("dakar", person("Mamadou Dialo", "1985"))
    with unindexed.store.writing() as db:
        links.link(db, unindexed.dakar, someone, report, LinkRole.MENTIONED, "")
    page = unindexed.as_("dakar").get(f"/records/{someone}").text
    assert f"<bdi>{text}</bdi></a>" in page
    assert Name(text, NameKind.MAIN) not in unindexed.opened("dakar", report).identity.names


@pytest.mark.parametrize("language", ["en", "fr", "ar", "es", "pt"])
def test_a_403_says_its_sentence_once(unindexed, language):
    page = unindexed.as_("analyst", language).get("/admin/")
    assert page.status_code == 403
    sentences = re.findall(r"<p>([^<]+)</p>", page.text)
    assert len(sentences) == 1, sentences


def test_a_case_of_many_records_is_found_in_from_its_own_page(unindexed):
    case_id, client = unindexed.cases["dakar"], unindexed.as_("dakar", "en")
    unindexed.enter_many("dakar", [person(f"Mamadou Dialo {n:02d}", "1985") for n in range(23)])
    with unindexed.store.writing() as db:
        other = cases.open_case(db, unindexed.dakar, cases.CaseDraft("DKR-9"))
    page = client.get(f"/cases/{case_id}").text
    assert f"case={case_id}" in page and 'action="/records/find"' in page and "page=2" in page
    address = find(unindexed, client, f"/records/?case={case_id}".partition("?")[0], find="07", case=case_id)
    assert "Mamadou Dialo 07" in client.get(address).text
    assert "Mamadou" not in client.get(f"/records/?case={other}").text
