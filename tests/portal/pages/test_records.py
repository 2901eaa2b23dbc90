"""Entering, opening, amending and withdrawing records by the pages, as an officer does."""

import html
import re

import pytest
from flask_babel import force_locale, gettext

from casefile import records
from casefile.people import viewers
from casefile.subjects.identifiers import Trouble
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind, RecordKind, RecordState
from portal.forms.fields import LAYOUTS
from portal.show import labels
from portal.show.filters import word
from portal.show.written_numbers import number_notes
from tests.network.portal import text_of


def chosen_in(page):
    """What the selects of a page have chosen, as a browser would send it: the first option when none is."""
    found = {}
    for name, options in re.findall(r'<select[^>]*name="([\w-]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options) or re.search(
            r'<option value="([^"]*)"', options
        )
        found[name] = html.unescape(chosen[1])
    return found


def problems_of(page):
    """(id of the field, text) of the summary at the top."""
    summary = re.search(r'role="alert".*?</div>', page, re.S)
    return re.findall(r'<li><a href="#([^"]+)">([^<]+)', html.unescape(summary[0])) if summary else []


def test_a_report_is_saved_with_three_things_said(portal, case_of, enter):
    """Case, text, save: all else has a cautious default that the page itself proposes."""
    client, case_id = portal.as_("dakar"), case_of("dakar")
    page = client.get(f"/records/new?case={case_id}").text
    proposed = chosen_in(page)
    text = "Le passeur Mamadou Dialo, né en 1985, a été vu à Kayar."
    record_id = enter(client, "report", {**proposed, "narrative": text})
    view = portal.opened("dakar", record_id)
    assert view.identity.narrative == text and view.line.case_id == case_id
    assert (view.rules.sharing, view.rules.handling) == ("pointer", "H2")
    assert "Mamadou Dialo" in client.get(f"/records/{record_id}").text


def test_a_person_with_all_that_is_known(portal, case_of, enter, form_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    more = {
        "names-1-text": "محمدو جالو", "names-1-kind": "original_script",
        "names-2-text": " Modou   Jallow ", "names-2-kind": "alias",
        "identifiers-0-kind": "phone", "identifiers-0-value": "77 123 45 67", "identifiers-0-country": "Sénégal",
        "identifiers-1-kind": "passport", "identifiers-1-value": "A01234567", "identifiers-1-country": "gm",
        "dates-0-kind": "birth", "dates-0-text": "mars 1985", "dates-0-about": "y",
        "places-0-kind": "birth", "places-0-text": "Kayar", "places-0-country": "السنغال",
        "nationalities-0": "Gambie", "nationalities-1": "Senegal", "sex": "m", "opinion": "y",
        "protection": ["source_at_risk"], "narrative": "Parle wolof.",
    }  # fmt: skip
    view = portal.opened("dakar", enter(client, "person", form_of["person"](case_id, **more)))
    who = view.identity
    assert [(n.kind, n.text) for n in who.names] == [
        ("main", "Mamadou Dialo"), ("original_script", "محمدو جالو"), ("alias", "Modou Jallow")]  # fmt: skip
    assert [(i.kind, i.value, i.country) for i in who.identifiers] == [
        ("phone", "77 123 45 67", "SN"), ("passport", "A01234567", "GM")]  # fmt: skip
    assert [(d.value, d.circa) for d in who.dates] == [("1985-03", True)]
    assert [(p.text, p.country) for p in who.places] == [("Kayar", "SN")]
    assert (who.nationalities, who.sex, view.fact_or_opinion) == (("GM", "SN"), "m", "opinion")
    assert view.rules.legal_basis == "Loi 2005-06", "a record takes its legal basis from the case"
    assert [p.value for p in view.rules.protection] == ["source_at_risk"]


@pytest.mark.parametrize(
    ("written", "trouble", "read_as"),
    [
        ("06 12 34 56 78", Trouble.NO_PLAN, ""),
        ("77 123 4X 67", Trouble.UNREADABLE, ""),
        ("701 23 45", None, "+2207012345"),
        ("77 123 45 67", None, ""),
    ],
)
def test_a_number_that_cannot_be_read_for_certain_says_so_on_the_record(
    portal, case_of, enter, form_of, written, trouble, read_as
):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    more = {"identifiers-0-kind": "phone", "identifiers-0-value": written}
    record_id = enter(client, "person", form_of["person"](case_id, **more))
    facts = html.unescape(re.search(r'<dl class="facts">.*?</dl>', client.get(f"/records/{record_id}").text, re.S)[0])
    notes = re.findall(r'class="hint">([^<]+)', facts)
    with portal.app.test_request_context(), force_locale("en"):
        (number,) = portal.opened("dakar", record_id).identity.identifiers
        said = number_notes(number, "SN")
        assert said == [word(trouble)] if trouble else all(read_as in note for note in said)
    assert len(notes) == len(said) == (1 if trouble or read_as else 0)


@pytest.mark.parametrize(("name", "said"), [("Inconnu", True), ("مجهول", True), ("Mamadou Dialo", False)])
def test_a_name_that_stands_for_not_known_is_kept_and_said_to_find_nothing(portal, case_of, enter, form_of, name, said):
    client = portal.as_("dakar")
    more = {"names-0-text": name, "identifiers-0-kind": "phone", "identifiers-0-value": "77 123 45 67"}
    page = client.get(f"/records/{enter(client, 'person', form_of['person'](case_of('dakar'), **more))}").text
    with portal.app.test_request_context(), force_locale("fr"):
        sentence = gettext("%(names)s: no name. Nothing is found by it.", names=name)
    assert (sentence in page) is said


def test_a_number_of_two_neighbours_asks_for_its_country(portal):
    with portal.app.test_request_context(), force_locale("en"):
        (note,) = number_notes(Identifier(IdentifierKind.PHONE, "0661 23 45 67"), "MR")
    assert note.startswith(str(labels.WORDS[Trouble][Trouble.WHICH_COUNTRY])) and "Algeria, Morocco" in note


@pytest.mark.parametrize("kind", list(LAYOUTS))
def test_every_kind_can_be_entered_and_amended(portal, case_of, enter, kind):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    page = client.get(f"/records/new?kind={kind.value}&case={case_id}").text
    form = chosen_in(page)
    layout = LAYOUTS[kind]
    if layout.names:
        form["names-0-text"] = "Yaye Fall"
    elif layout.identifiers:
        form["identifiers-0-value"] = "77 123 45 67"
    else:
        form["narrative"] = "Vu à Kayar."
    if layout.person:
        form |= {"subject_category": "witness", "source_grade": "A", "info_grade": "1"}
    record_id = enter(client, kind.value, form)
    assert portal.opened("dakar", record_id).line.kind is kind
    amended = {**form, "narrative": "Encore vu à Mbour.", "change_note": "second témoin", "version": "1"}
    answer = portal.post(client, f"/records/{record_id}/amend", amended)
    assert answer.status_code == 303, problems_of(answer.text)
    view = portal.opened("dakar", record_id)
    assert (view.line.version, view.identity.narrative) == (2, "Encore vu à Mbour.")


WRONG = [
    ({"names-0-text": "???"}, "names-0-text"),
    ({"case": ""}, "case"),
    ({"subject_category": ""}, "subject_category"),
    ({"suspicion_note": " "}, "suspicion_note"),
    ({"source_grade": ""}, "source_grade"),
    ({"info_grade": "9"}, "info_grade"),
    ({"handling": "H9"}, "handling"),
    ({"identifiers-0-kind": "phone", "identifiers-0-value": "7,71E+08"}, "identifiers-0-value"),
    ({"handling": "H3"}, "handling_text"),
    ({"names-0-text": ""}, "names-0-text"),
    ({"names-0-kind": "nick"}, "names-0-kind"),
    ({"dates-0-kind": "birth", "dates-0-text": "hier"}, "dates-0-text"),
    ({"dates-0-kind": "birth", "dates-0-text": "31/02/1984"}, "dates-0-text"),
    (
        {"identifiers-0-kind": "phone", "identifiers-0-value": "77", "identifiers-0-country": "Atlantis"},
        "identifiers-0-country",
    ),
    ({"places-0-country": "Mali", "places-0-kind": "birth"}, "places-0-text"),
    ({"nationalities-0": "Atlantis"}, "nationalities-0"),
    ({"link_role": "suspect"}, "link_to"),
    ({"legal_basis": "x" * 301}, "legal_basis"),
]


@pytest.mark.parametrize(("change", "field"), WRONG, ids=[field for _, field in WRONG])
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(portal, case_of, form_of, change, field):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    answer = portal.post(
        client, "/records/new?kind=person", form_of["person"](case_id, narrative="Reste ici.", **{}) | change
    )
    assert answer.status_code == 422
    problems = problems_of(answer.text)
    assert [at for at, _ in problems] == [field]
    assert f'id="{field}"' in answer.text, "the summary leads to a field that is there"
    assert "Reste ici." in answer.text
    assert all("%(" not in text for _, text in problems)
    with portal.store.reading() as db:
        assert records.records_of(db, viewers.viewer_by_login(db, "dakar")) == []


def test_all_that_is_wrong_is_said_at_once(portal, case_of, form_of):
    form = form_of["person"](
        case_of("dakar"),
        **{"names-0-text": "???", "dates-0-kind": "birth", "dates-0-text": "hier", "nationalities-0": "Atlantis"},
    )
    answer = portal.post(portal.as_("dakar"), "/records/new?kind=person", form | {"source_grade": "", "case": ""})
    assert {at for at, _ in problems_of(answer.text)} == {
        "case", "names-0-text", "dates-0-text", "nationalities-0", "source_grade"}  # fmt: skip


def test_an_empty_record_is_refused(portal, case_of, form_of):
    answer = portal.post(portal.as_("dakar"), "/records/new?kind=report", form_of["report"](case_of("dakar"), text=" "))
    assert answer.status_code == 422 and problems_of(answer.text)


def test_more_rows_without_a_script_and_without_losing_a_word(portal, case_of, form_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    form = form_of["person"](case_id, **{"names-2-text": "Modou", "names-2-kind": "weak_alias", "more": "names"})
    page = portal.post(client, "/records/new?kind=person", form).text
    assert re.findall(r'name="names-(\d+)-text"', page) == ["0", "1", "2", "3"]
    assert 'value="Mamadou Dialo"' in page and 'value="Modou"' in page
    assert re.search(r'name="names-2-text"[^>]*autofocus|autofocus[^>]*name="names-2-text"', page)
    assert not problems_of(page)


def test_fields_nobody_may_set_are_not_read(portal, case_of, enter, form_of):
    """Names of columns in the form change nothing: owner, state, version and dates are not the sender's to say."""
    client, case_id = portal.as_("dakar"), case_of("dakar")
    with portal.store.reading() as db:
        other = viewers.viewer_by_login(db, "banjul").unit_id
    smuggled = {"owner_unit_id": other, "state": "tombstoned", "origin_ref": "x", "entered_by": "me",
                "review_at": "1999",
                "retain_until": "2999", "policy_id": "none", "content_hash": "0", "id": "1"}  # fmt: skip
    view = portal.opened("dakar", enter(client, "report", form_of["report"](case_id, **smuggled)))
    assert view.line.unit_code == "SN-DKR" and view.line.state is RecordState.ACTIVE and view.line.origin_ref is None
    assert view.rules.retain_until.year not in (1999, 2999)


def test_amending_keeps_the_version_before_and_shows_what_changed(portal, case_of, enter, form_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    form = form_of["person"](case_id, **{"dates-0-kind": "birth", "dates-0-text": "1984"})
    record_id = enter(client, "person", form)
    page = client.get(f"/records/{record_id}/amend").text
    assert 'value="Mamadou Dialo"' in page and 'value="1984"' in page
    changed = form | {"dates-0-text": "1985", "names-1-text": "Modou Jallow", "names-1-kind": "alias", "version": "1",
                      "change_note": "selon son passeport"}  # fmt: skip
    assert portal.post(client, f"/records/{record_id}/amend", changed).status_code == 303
    shown = text_of(client.get(f"/records/{record_id}/versions/2").text)
    assert "selon son passeport" in shown and "Awa Ndiaye" in shown
    assert re.search(r"Né\(e\): 1984.*Né\(e\): 1985", shown) and "Modou Jallow" in shown
    assert "1984" in text_of(client.get(f"/records/{record_id}/versions/1").text)
    assert client.get(f"/records/{record_id}/versions/3").status_code == 404


def test_two_who_amend_at_once_do_not_overwrite_each_other(portal, case_of, enter, form_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    record_id = enter(client, "report", form_of["report"](case_id))
    first = form_of["report"](case_id, text="Premier.", version="1")
    second = form_of["report"](case_id, text="Second.", version="1")
    assert portal.post(client, f"/records/{record_id}/amend", first).status_code == 303
    answer = portal.post(client, f"/records/{record_id}/amend", second)
    assert answer.status_code == 422 and "Second." in answer.text
    assert portal.opened("dakar", record_id).identity.narrative == "Premier."


def test_saving_without_a_change_makes_no_version(portal, case_of, enter, form_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    record_id = enter(client, "report", form_of["report"](case_id))
    page = client.get(f"/records/{record_id}/amend").text
    form = chosen_in(page)
    form |= {"narrative": "Le passeur a été vu à Kayar.", "version": "1", "legal_basis": "Loi 2005-06"}
    assert portal.post(client, f"/records/{record_id}/amend", form).status_code == 303
    assert portal.opened("dakar", record_id).line.version == 1


def test_a_withdrawn_record_says_so_and_asks_for_a_reason(portal, case_of, enter, form_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    record_id = enter(client, "report", form_of["report"](case_id))
    assert portal.post(client, f"/records/{record_id}/withdraw", {"reason": "no"}).status_code == 422
    assert portal.post(client, f"/records/{record_id}/withdraw", {"reason": "erreur de personne"}).status_code == 303
    page = text_of(client.get(f"/records/{record_id}").text)
    assert "Retirée" in page and "erreur de personne" in page


def test_more_open_cases_than_the_list_holds_is_said_and_an_old_one_can_be_chosen(portal, monkeypatch):
    from casefile.records import cases
    from portal.forms import cases as offered

    monkeypatch.setattr(offered, "MAX_CASES", 3)
    with portal.store.writing() as db:
        viewer = viewers.viewer_by_login(db, "dakar")
        ids = [cases.open_case(db, viewer, cases.CaseDraft(f"MANY-{n}")) for n in range(5)]
    client = portal.as_("dakar", "en")
    for form in ("/records/new?", "/watchlists/new?"):
        page = client.get(form).text
        assert "To choose an older one, start from its page" in page
        with portal.store.reading() as db:
            newest = {case.id for case in cases.cases_of(db, viewer, only_open=True, limit=3)}
        missing = next(case_id for case_id in ids if case_id not in newest)
        assert missing not in page
        assert f'<option selected value="{missing}"' in client.get(f"{form}case={missing}").text


def test_another_units_released_record_opens_after_a_reason(portal, case_of, enter, form_of):
    case_id = case_of("dakar", reference="DK-SECRET-7", title="Titre du dossier")
    form = form_of["person"](case_id, sharing="full", suspicion_note="Motif gardé pour nous.", link_role="")
    record_id = enter(portal.as_("dakar"), "person", form)
    lamin = portal.as_("banjul")
    asked = lamin.get(f"/records/{record_id}").text
    assert "Mamadou Dialo" not in asked and "Brigade de Dakar" in asked
    assert portal.post(lamin, f"/records/{record_id}", {"reason": "no"}).status_code == 422
    assert portal.post(lamin, f"/records/{record_id}", {"reason": "same name in our file"}).status_code == 303
    shown = lamin.get(f"/records/{record_id}").text
    assert "Mamadou Dialo" in shown
    for hidden in ("DK-SECRET-7", "Titre du dossier", "Motif gardé", "Awa Ndiaye", case_id):
        assert hidden not in shown
    assert "Mamadou Dialo" not in portal.as_("banjul").get(f"/records/{record_id}").text, "asked again in a new sign-in"
    with portal.store.reading() as db:
        from sqlalchemy import select

        from casefile.storage.tables import Audit

        reasons = db.execute(
            select(Audit.reason).where(Audit.subject_id == record_id, Audit.action == "consultation")
        ).scalars()
        assert "same name in our file" in list(reasons)


def test_amending_loses_nothing_an_import_brought(portal, case_of):
    """Kinds the form would not offer, more nationalities and names than it shows, the language of a name."""
    from casefile.policy.handling import Rules
    from casefile.records import RecordDraft
    from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
    from casefile.vocabulary import (
        DateKind,
        IdentifierKind,
        InfoGrade,
        NameKind,
        PlaceKind,
        Purpose,
        SourceGrade,
        SubjectCategory,
    )

    brought = Identity(
        RecordKind.PERSON,
        names=(Name("Ahmed", NameKind.MAIN, "fr"), Name("أحمد", NameKind.ORIGINAL_SCRIPT, "ar"),
               *(Name(f"Alias {n}", NameKind.WEAK_ALIAS) for n in range(9))),
        identifiers=(Identifier(IdentifierKind.IMEI, "490154203237518"),
                     Identifier(IdentifierKind.PHONE, "771234567", "SN")),
        dates=(PartialDate(DateKind.BIRTH, "1980", "1985"), PartialDate(DateKind.LISTED, "2001-02-03"),
               PartialDate(DateKind.BIRTH, "1979-03", None, True)),
        places=(Place(PlaceKind.DEPARTURE, "Nouadhibou", "MR"),),
        nationalities=("MR", "ML", "SN", "GM"),
    )  # fmt: skip
    rules = Rules(Purpose.IDENTIFY, "Loi", SubjectCategory.WITNESS, SourceGrade.A, InfoGrade.NOT_IN_DOUBT)
    with portal.store.writing() as db:
        viewer = viewers.viewer_by_login(db, "dakar")
        record_id = records.enter(db, viewer, RecordDraft(brought, case_of_in(db, viewer), rules, origin_ref="un:7"))
    client = portal.as_("dakar")
    page = client.get(f"/records/{record_id}/amend").text
    form = chosen_in(page) | {
        name: html.unescape(value)
        for name, value in re.findall(r'<input[^>]*name="([a-z]+-\d[\w-]*)"[^>]*value="([^"]*)"', page)
    } | {"legal_basis": "Loi", "version": "1", "narrative": "Une ligne de plus."}  # fmt: skip
    for unticked in re.findall(r'name="(dates-\d+-about)"', page):
        if not re.search(rf'<input[^>]*checked[^>]*name="{unticked}"', page):
            form.pop(unticked, None)
    answer = portal.post(client, f"/records/{record_id}/amend", form)
    assert answer.status_code == 303, problems_of(answer.text)
    view = portal.opened("dakar", record_id)
    assert view.line.version == 2 and view.identity.narrative == "Une ligne de plus." and view.line.origin_ref == "un:7"
    kept = {name: getattr(view.identity, name) for name in ("names", "identifiers", "dates", "places", "nationalities")}
    assert kept == {name: getattr(brought, name) for name in kept}


def case_of_in(db, viewer):
    from casefile.records import cases

    return cases.open_case(db, viewer, cases.CaseDraft("DK-2", "", "Loi"))


def test_what_is_not_released_is_not_there(portal, case_of, enter, form_of):
    case_id = case_of("dakar")
    for form in (
        form_of["person"](case_id, sharing="pointer"),
        form_of["person"](case_id, sharing="full", protection=["minor"]),
        form_of["person"](case_id, sharing="full", subject_category="victim"),
        form_of["person"](case_id, sharing="none"),
    ):
        record_id = enter(portal.as_("dakar"), "person", form)
        lamin = portal.as_("banjul")
        assert lamin.get(f"/records/{record_id}").status_code == 404
        assert portal.post(lamin, f"/records/{record_id}", {"reason": "good reason"}, page="/").status_code == 404


def test_every_value_stands_in_an_isolate(portal, case_of, enter, form_of):
    """A name that would turn the sentence around it stays inside its own `bdi`."""
    client, turned = portal.as_("dakar"), "محمد 12 (abc) ولد"
    case_id = case_of("dakar", title=turned)
    record_id = enter(
        client, "person", form_of["person"](case_id, name=turned, **{"places-0-text": turned, "places-0-kind": "birth"})
    )
    for path in ("/", "/cases/", f"/cases/{case_id}", f"/records/{record_id}", f"/records/{record_id}/versions/1"):
        body = client.get(path).text
        body = body[body.index("<main") :]
        assert turned in body
        bare = re.sub(r"<bdi[^>]*>.*?</bdi>|<option.*?</option>|<input[^>]*>", "", body, flags=re.S)
        assert turned not in bare, path


def test_nothing_an_officer_types_becomes_markup(portal, case_of, enter, form_of):
    client, bad = portal.as_("dakar"), '"><img src=x onerror=alert(1)>{{7*7}}'
    case_id = case_of("dakar", reference=bad[:80], title=bad)
    record_id = enter(
        client,
        "person",
        form_of["person"](
            case_id,
            name=bad,
            narrative=bad,
            suspicion_note=bad,
            **{
                "identifiers-0-kind": "plate",
                "identifiers-0-value": bad,
                "places-0-kind": "seen",
                "places-0-text": bad,
            },
        ),
    )
    for path in ("/", "/cases/", f"/cases/{case_id}", f"/records/{record_id}", f"/records/{record_id}/amend",
                 f"/records/{record_id}/versions/1", f"/records/{record_id}/withdraw"):  # fmt: skip
        page = client.get(path).text
        assert "<img" not in page and ">49<" not in page, path


def test_a_case_holds_its_records_page_by_page(portal, case_of, enter, form_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    for number in range(22):
        enter(client, "report", form_of["report"](case_id, text=f"Rapport numéro {number:02d}."))
    first, second = client.get(f"/cases/{case_id}").text, client.get(f"/cases/{case_id}?page=2").text
    assert (
        "22 fiches" in first and first.count("<bdi>Rapport numéro") == 20 and second.count("<bdi>Rapport numéro") == 2
    )
    for page in ("0", "-1", "x", "99999999", "٣"):
        assert client.get(f"/cases/{case_id}?page={page}").status_code == 200


def test_a_case_is_opened_once_and_closed_with_a_reason(portal):
    client = portal.as_("dakar")
    form = {"reference": "DK-9", "title": "Pirogue", "legal_basis": "Loi"}
    case_id = portal.post(client, "/cases/new", form).location.rsplit("/", 1)[1]
    assert portal.post(client, "/cases/new", form).status_code == 422
    assert portal.post(client, "/cases/new", {"reference": " "}).status_code == 422
    assert portal.post(client, f"/cases/{case_id}/close", {"reason": ""}).status_code == 422
    assert portal.post(client, f"/cases/{case_id}/close", {"reason": "jugée"}).status_code == 303
    assert case_id not in client.get("/records/new").text, "a closed case takes no new record"
    answer = portal.post(portal.as_("banjul"), f"/cases/{case_id}/close", {"reason": "not mine"}, page="/")
    assert answer.status_code == 404


def test_all_kinds_have_a_form():
    assert set(LAYOUTS) == set(RecordKind)
