"""Entry in one go: nothing typed is lost, nothing saved twice, all that is wrong is said at once. Without scripts."""

import html
import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from casefile import drafts
from casefile.people import sessions
from casefile.storage.tables import EntryDraft, Record, RecordVersion
from indexer.engine import indices
from indexer.pipeline.relay import Relay
from portal.forms.fields import LAYOUTS
from portal.web.context import EXTENSION
from tests.network.memory_engine import MemoryEngine
from tests.network.portal import IndexedPortal, application, text_of
from tests.network.stored import fill
from tests.portal.pages.test_records import chosen_in, problems_of

TEXT = "Le passeur Mamadou Dialo, né en 1985 — «Modou» 🛶 — a été vu à Kayar.\nDeux jerricans."


@pytest.fixture
def portal(portal):
    return replace(portal, language="en")


def fields_of(page):
    """The form as a browser would send it back: hidden fields, inputs, texts and lists."""
    form = re.search(r'<form method="post" id="entry".*?</form>', page, re.S)[0]
    found = dict(chosen_in(form))
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            found[name[1]] = html.unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = html.unescape(text).removeprefix("\r\n").removeprefix("\n")
    return found


def opened(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return fields_of(answer.text)


def send(client, form, **changes):
    address = re.sub(r"^$", "/records/new", changes.pop("to", ""))
    return client.post(address, data={**form, **changes})


def counted(portal, table):
    with portal.store.reading() as db:
        return db.scalar(select(func.count()).select_from(table))


def test_a_suspect_with_name_and_phone_is_one_submit(portal, case_of):
    """Steps: name, phone, what the person is, the ground; all else is there already."""
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=person&case={case_of('dakar')}")
    assert (form["source_grade"], form["info_grade"], form["handling"]) == ("X", "4", "H2")
    typed = {
        "names-0-text": "Modou Jallow", "identifiers-0-value": "+220 301 22 33",
        "subject_category": "suspect", "suspicion_note": "Named as the organiser by two passengers.",
    }  # fmt: skip
    keys = sum(map(len, typed.values())) - len("suspect")
    answer = send(client, form, **typed)
    assert answer.status_code == 303, problems_of(answer.text)
    assert keys * 0.3 + 5 * 1.2 + 2 * 2 <= 40, "0.3 s a key, 1.2 s a pointing (the case's page, three fields, Save)"
    view = portal.opened("dakar", answer.location.rsplit("/", 1)[1])
    assert [n.text for n in view.identity.names] == ["Modou Jallow"] and view.identity.identifiers[0].kind == "phone"


def test_a_name_and_what_the_person_is_are_enough(portal, case_of):
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=person&case={case_of('dakar')}")
    assert send(client, form, **{"names-0-text": "Modou Jallow", "subject_category": "witness"}).status_code == 303


def test_required_fields_are_marked_and_the_mark_is_explained(portal, case_of):
    page = portal.as_("dakar").get(f"/records/new?kind=person&case={case_of('dakar')}").text
    required = re.findall(r'<(?:input|select|textarea)[^>]*aria-required="true"[^>]*>', page)
    names = {re.search(r'name="([^"]+)"', tag)[1] for tag in required}
    assert names == {"case", "names-0-text", "subject_category"}
    assert page.count('class="star"') == len(names) + 1 and "* required" in text_of(page)


def test_all_that_is_wrong_comes_at_once_also_what_only_storing_would_refuse(portal, case_of):
    """Each beside its field and in the list, in the order of the page; the list leads to the field."""
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=person&case={case_of('dakar', legal_basis='')}")
    wrong = {
        "names-0-text": "???", "identifiers-0-value": "77\u202e123", "dates-0-text": "31/02/1985",
        "places-0-text": "x" * 401, "subject_category": "suspect", "handling": "H3", "legal_basis": "",
        "nationalities-0": "Atlantis", "narrative": "half \x00 a sign",
    }  # fmt: skip
    answer = send(client, form, **wrong)
    assert answer.status_code == 422
    assert [at for at, _text in problems_of(answer.text)] == [
        "names-0-text", "suspicion_note", "identifiers-0-value", "dates-0-text", "nationalities-0", "places-0-text",
        "narrative", "legal_basis", "handling_text",
    ]  # fmt: skip
    for at, said in problems_of(answer.text):
        assert f'id="{at}"' in answer.text and f'id="{at}-error"' in answer.text, at
        assert answer.text.count(html.escape(html.unescape(said), quote=False).split("“")[0][:20]) >= 2
    kept = fields_of(answer.text)
    assert {name: kept[name] for name in wrong if name not in ("narrative",)} == {
        name: value for name, value in wrong.items() if name != "narrative"
    }


def test_the_rules_come_from_the_case_but_never_what_a_person_is(portal, case_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    form = opened(client, f"/records/new?kind=person&case={case_id}")
    stated = {"source_grade": "B", "info_grade": "3", "handling": "H1", "sharing": "full", "notify": "silent"}
    more = {"names-0-text": "Modou Jallow", "subject_category": "victim", "protection": "minor"}
    assert send(client, form, **stated, **more).status_code == 303
    again = opened(client, f"/records/new?kind=person&case={case_id}")
    assert {name: again[name] for name in stated} == {**stated, "sharing": "pointer"}, "released by habit: never"
    assert again["subject_category"] == "" and again["suspicion_note"] == ""
    assert not re.search(r'name="protection"[^>]*checked', client.get(f"/records/new?kind=person&case={case_id}").text)


@pytest.mark.parametrize("twice", ["double click", "Back and Save", "the same form in two tabs"])
def test_a_form_sent_twice_is_one_record(portal, case_of, twice):
    client, before = portal.as_("dakar"), counted(portal, Record)
    form = opened(client, f"/records/new?kind=report&case={case_of('dakar')}")
    first, second = (send(client, form, narrative=TEXT) for _ in range(2))
    assert first.status_code == second.status_code == 303 and first.location == second.location
    assert counted(portal, Record) == before + 1
    assert "saved twice" in text_of(client.get(second.location).text)


def test_two_forms_are_two_records_however_alike(portal, case_of):
    client, case_id, before = portal.as_("dakar"), case_of("dakar"), counted(portal, Record)
    for _ in range(2):
        send(client, opened(client, f"/records/new?kind=report&case={case_id}"), narrative=TEXT)
    assert counted(portal, Record) == before + 2


def test_back_and_more_typed_is_compared_with_the_record_and_lost_nowhere(portal, case_of):
    client, before = portal.as_("dakar"), counted(portal, Record)
    form = opened(client, f"/records/new?kind=report&case={case_of('dakar')}")
    record_id = send(client, form, narrative=TEXT).location.rsplit("/", 1)[1]
    answer = send(client, form, narrative=TEXT + " Et un moteur.")
    assert answer.status_code == 303 and "/compare" in answer.location
    page = client.get(answer.location).text
    assert "Et un moteur." in text_of(page)
    saved = portal.post(client, answer.location, {"against": "1"})
    assert saved.status_code == 303 and counted(portal, Record) == before + 1
    view = portal.opened("dakar", record_id)
    assert (view.line.version, view.identity.narrative) == (2, TEXT + " Et un moteur.")


def test_back_after_saving_shows_the_record_and_not_the_form(portal, case_of):
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=report&case={case_of('dakar')}")
    client.post("/drafts/keep", data={**form, "narrative": TEXT})
    (line,) = listed(portal)
    saved = send(client, form, narrative=TEXT)
    again = client.get(f"/records/new?kind=report&form={line.key}")
    assert again.status_code == 303 and again.location == saved.location


def listed(portal, who="dakar"):
    with portal.store.reading() as db:
        return drafts.list_of(db, portal.viewers[who])


def test_what_is_typed_is_kept_and_comes_back_from_the_list(portal, case_of):
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=report&case={case_of('dakar')}")
    assert client.post("/drafts/keep", data={**form, "narrative": TEXT, "count": "1"}).status_code == 204
    page = client.get("/drafts/").text
    back = html.unescape(re.search(r'href="(/records/new\?[^"]+)"', page[page.index("<main") :])[1])
    assert "Dialo" not in back and TEXT[:20] in text_of(page)
    again = opened(client, back)
    assert again["narrative"].replace("\r\n", "\n") == TEXT
    assert send(client, again).status_code == 303 and listed(portal) == []


def test_a_session_that_ended_loses_no_character(portal, case_of):
    """Case 28: Save after the sign-in has ended; after signing in again the filled form is there."""
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=report&case={case_of('dakar')}")
    end_sign_ins(portal)
    answer = send(client, form, narrative=TEXT)
    assert answer.status_code == 303 and "/sign-in" in answer.location
    (line,) = listed(portal)
    with client.session_transaction() as session:
        assert session["next"].endswith(f"form={line.key}") and "Dialo" not in session["next"]
    again = opened(portal.as_("dakar"), f"/records/new?kind=report&form={line.key}")
    assert again["narrative"].replace("\r\n", "\n") == TEXT


def end_sign_ins(portal):
    with portal.store.writing() as db:
        for token in [row[0] for row in db.execute(select(sessions.PortalSession.token_hash))]:
            db.execute(sessions.PortalSession.__table__.delete().where(sessions.PortalSession.token_hash == token))


def test_signed_in_again_in_another_window_the_old_page_still_saves_its_text(portal, case_of):
    """The old page's token is of the sign-in before: the form is kept and shown, not thrown away with a 400."""
    portal.app.config["WTF_CSRF_ENABLED"] = True
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=report&case={case_of('dakar')}")
    answer = send(portal.as_("dakar"), {**form, "csrf_token": "of another sign-in"}, narrative=TEXT)
    assert answer.status_code == 303
    assert opened(portal.as_("dakar"), answer.location)["narrative"].replace("\r\n", "\n") == TEXT


def test_nobody_else_gets_the_form_back(portal, case_of):
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=report&case={case_of('dakar')}")
    client.post("/drafts/keep", data={**form, "narrative": TEXT})
    (line,) = listed(portal)
    page = portal.as_("banjul").get(f"/records/new?kind=report&form={line.key}").text
    assert "Dialo" not in page and line.key not in re.sub(r'name="next" value="[^"]*"', "", page)
    assert (
        portal.post(portal.as_("banjul"), "/drafts/discard", {"draft": line.key}, page="/records/new").status_code
        == 303
    )
    assert [one.key for one in listed(portal)] == [line.key]
    portal.post(client, "/drafts/discard", {"draft": line.key}, page="/drafts/")
    assert listed(portal) == []


def test_a_form_key_of_somebody_else_is_nobodys(portal, case_of):
    """A key made up, cut, or of another officer keeps nothing and saves under a key of its own."""
    form = opened(portal.as_("dakar"), f"/records/new?kind=report&case={case_of('dakar')}")
    other = portal.as_("banjul")
    banjul = opened(other, f"/records/new?kind=report&case={case_of('banjul', 'BJL-9')}")
    for key in (form["form_key"], form["form_key"][:-1], "x", ""):
        assert other.post("/drafts/keep", data={**banjul, "form_key": key}).status_code == 409
        assert send(other, banjul, form_key=key, narrative=TEXT).status_code == 303
    assert counted(portal, EntryDraft) == 0


@pytest.mark.parametrize("kind", [kind for kind in LAYOUTS if kind != "person"])
def test_choosing_another_kind_and_back_keeps_every_field(portal, case_of, kind):
    """Case 28, also without a script: the kinds are buttons of the form."""
    client = portal.as_("dakar")
    form = opened(client, f"/records/new?kind=person&case={case_of('dakar')}")
    typed = {
        "names-0-text": "Modou Jallow", "identifiers-0-value": "77 123 45 67", "dates-0-text": "1985",
        "places-0-text": "Kayar", "nationalities-0": "Gambia", "sex": "m", "suspicion_note": "seen", "narrative": TEXT,
        "subject_category": "suspect",
    }  # fmt: skip
    other = opened(client, send(client, form, **typed, **{"as": kind}).location)
    assert other["kind"] == kind
    back = opened(client, send(client, other, **{"as": "person"}).location)
    assert {name: back[name].replace("\r\n", "\n") for name in typed} == typed


def test_changing_the_language_keeps_every_field(portal, case_of):
    client = portal.as_("dakar")
    page = client.get(f"/records/new?kind=report&case={case_of('dakar')}").text
    assert re.search(r'<button[^>]*name="language" value="ar"[^>]*form="entry"', page)
    answer = client.post("/language", data={**fields_of(page), "narrative": TEXT, "language": "ar"})
    back = client.get(answer.location).text
    assert 'lang="ar"' in back and fields_of(back)["narrative"].replace("\r\n", "\n") == TEXT


def test_two_officers_see_both_versions_and_save_after_choosing(portal, case_of, enter, form_of):
    """Case 32: the second one reads both, chooses, and saves; what only one of them changed is taken over."""
    case_id = case_of("dakar")
    client = portal.as_("dakar")
    record_id = enter(client, "person", form_of["person"](case_id, narrative="Vu au port."))
    mine = opened(client, f"/records/{record_id}/amend")
    theirs = opened(client, f"/records/{record_id}/amend")
    to = f"/records/{record_id}/amend"
    send(client, theirs, to=to, narrative="A vendu la pirogue.", **{"nationalities-0": "Gambia", "sex": "f"})
    answer = send(client, mine, to=to, narrative="Vu le 20.", **{"identifiers-0-value": "70 165 81 67", "sex": "m"})
    assert answer.status_code == 303 and "/compare" in answer.location
    page = client.get(answer.location).text
    for said in ("A vendu la pirogue.", "Vu le 20.", "70 165 81 67", "Gambia"):
        assert said in text_of(page), said
    assert set(re.findall(r'name="pick-(\w+)"', page)) == {"narrative", "sex"}
    unchosen = portal.post(client, answer.location, {"against": "2", "pick-narrative": "both"})
    assert unchosen.status_code == 422 and [at for at, _ in problems_of(unchosen.text)] == ["pick-sex"]
    saved = portal.post(client, answer.location, {"against": "2", "pick-narrative": "both", "pick-sex": "mine"})
    assert saved.status_code == 303
    identity = portal.opened("dakar", record_id).identity
    assert identity.narrative == "A vendu la pirogue.\nVu le 20." and identity.sex == "m"
    assert identity.nationalities == ("GM",) and [i.value for i in identity.identifiers] == ["70 165 81 67"]
    assert listed(portal) == []


def test_a_third_change_while_choosing_is_shown_and_not_written_over(portal, case_of, enter, form_of):
    case_id, client = case_of("dakar"), portal.as_("dakar")
    record_id = enter(client, "report", form_of["report"](case_id))
    to = f"/records/{record_id}/amend"
    mine, theirs = (opened(client, to) for _ in range(2))
    send(client, theirs, to=to, narrative="second")
    compare = send(client, mine, to=to, narrative="mine").location
    send(client, opened(client, to), to=to, narrative="third")
    late = portal.post(client, compare, {"against": "2", "pick-narrative": "mine"})
    assert late.status_code == 422 and "third" in text_of(late.text) and "mine" in text_of(late.text)
    assert portal.post(client, compare, {"against": "3", "pick-narrative": "both"}).status_code == 303
    assert portal.opened("dakar", record_id).identity.narrative == "third\nmine"


def test_an_amendment_sent_twice_is_one_version(portal, case_of, enter, form_of):
    client = portal.as_("dakar")
    record_id = enter(client, "report", form_of["report"](case_of("dakar")))
    form, before = opened(client, f"/records/{record_id}/amend"), counted(portal, RecordVersion)
    for _ in range(2):
        answer = send(client, form, to=f"/records/{record_id}/amend", narrative="corrected")
        assert answer.status_code == 303 and answer.location.endswith(record_id)
    assert counted(portal, RecordVersion) == before + 1


def test_save_and_next_opens_a_blank_form_in_the_same_case(portal, case_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    form = opened(client, f"/records/new?kind=report&case={case_id}")
    answer = send(client, form, narrative=TEXT, then="next")
    again = opened(client, answer.location)
    assert (again["case"], again["kind"], again["narrative"]) == (case_id, "report", "")
    assert again["form_key"] != form["form_key"]


@pytest.fixture
def searching(sqlite_store, portal_settings) -> IndexedPortal:
    """The portal with a search engine in memory: what is asked of it is a list of keys and a filter."""
    memory = MemoryEngine()
    indices.ensure(memory)
    net = IndexedPortal(
        store=sqlite_store, settings=portal_settings, app=application(portal_settings, sqlite_store), engine=memory,
        relay=Relay(sqlite_store, memory, portal_settings), language="en",
    )  # fmt: skip
    net.app.extensions[EXTENSION].search = memory
    return fill(net)


def help_for(client, case_id, kind="person", **typed):
    form = opened(client, f"/records/new?kind={kind}&case={case_id}")
    return client.post("/records/alike", data={**form, **typed}).text


LIKE = [  # stored, typed, is it shown, said
    ({"names-0-text": "Modou Jallow"}, {"names-0-text": "Mamadou Diallo"}, "Known as one name"),
    ({"names-0-text": "مامادو ديالو"}, {"names-0-text": "Mamadou Diallo"}, "Known as one name"),
    ({"identifiers-0-value": "77 345 12 90"}, {"identifiers-0-value": "+221 77 345 12 90"}, "same number"),
    ({"names-0-text": "Awa Ndiaye"}, {"names-0-text": "Mamadou Diallo"}, ""),
]
"""A stored record of the own unit, what is typed, and the reason shown; none where nobody is like it."""


@pytest.mark.parametrize(("stored", "typed", "said"), LIKE)
def test_own_records_like_it_are_shown_while_typing_with_why_and_no_other_units(searching, stored, typed, said):
    client, case_id = searching.as_("dakar"), searching.record("dakar").case_id
    other = searching.as_("banjul")
    blank = {"subject_category": "witness", "legal_basis": "Loi 2005-06"}
    kept = send(client, opened(client, f"/records/new?kind=person&case={case_id}"), **stored, **blank)
    searching.drain()
    alone = help_for(client, case_id, **typed)
    theirs = {**stored, **blank, "nationalities-0": "Mali", "sharing": "full"}
    send(other, opened(other, f"/records/new?kind=person&case={searching.record('banjul').case_id}"), **theirs)
    searching.drain()
    shown = help_for(client, case_id, **typed)
    assert shown == alone, "byte for byte what it was without the other unit's records"
    assert (kept.location in shown) == bool(said) and said in html.unescape(shown)
    assert "Mali" not in shown and shown.count("add_to") == bool(said)


def test_add_to_it_opens_the_record_with_what_was_typed_besides(searching):
    client, case_id = searching.as_("dakar"), searching.record("dakar").case_id
    stored = {"names-0-text": "Modou Jallow", "subject_category": "witness", "sex": "m", "narrative": "Vu au port.",
              "legal_basis": "Loi 2005-06"}  # fmt: skip
    kept = send(client, opened(client, f"/records/new?kind=person&case={case_id}"), **stored)
    form = opened(client, f"/records/new?kind=person&case={case_id}")
    typed = {"names-0-text": "Mamadou Dialo", "identifiers-0-value": "77 345 12 90", "sex": "f", "narrative": "Revu."}
    answer = send(client, form, **typed, add_to=kept.location.rsplit("/", 1)[1])
    amended = opened(client, answer.location)
    assert (amended["names-0-text"], amended["names-1-text"]) == ("Modou Jallow", "Mamadou Dialo")
    assert amended["identifiers-0-value"] == "77 345 12 90" and amended["sex"] == "m"
    assert amended["narrative"].split() == ["Vu", "au", "port.", "Revu."]
    saved = send(client, amended, to=f"{kept.location}/amend")
    assert saved.location == kept.location
    assert searching.opened("dakar", kept.location.rsplit("/", 1)[1]).line.version == 2


def test_a_proposed_spelling_is_marked_and_enters_nothing_until_kept(portal, case_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    shown = help_for(client, case_id, **{"names-0-text": "Mamadou Dialo"})
    assert "مامادو ديالو" in shown and "Doubles could not be looked for" in text_of("<main" + shown)
    form = opened(client, f"/records/new?kind=person&case={case_id}")
    answer = send(client, form, **{"names-0-text": "Mamadou Dialo", "subject_category": "witness"})
    identity = portal.opened("dakar", answer.location.rsplit("/", 1)[1]).identity
    assert [name.text for name in identity.names] == ["Mamadou Dialo"]
