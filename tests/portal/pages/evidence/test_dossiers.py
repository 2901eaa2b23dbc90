"""The pages of dossiers: a unit makes one and sends it, a magistrate reads it and asks for more."""

import io
import re
import zipfile

import pytest
from sqlalchemy import update

from casefile.people import officers, units, viewers
from casefile.records import cases
from casefile.storage.tables import Hit
from casefile.vocabulary import HitState, Role, Service
from tests.casefile.evidence.conftest import unzipped
from tests.casefile.evidence.test_seal import verify
from tests.network.contact import Contact
from tests.network.people import CASES
from tests.network.portal import text_of

WHY = "the public prosecutor asked for it"


@pytest.fixture
def contact(portal):
    """A contact of Dakar and Banjul, and a magistrate in Dakar."""
    with portal.store.writing() as session:
        for case in CASES:
            draft = cases.CaseDraft(case.reference, case.title)
            portal.cases[case.login] = cases.open_case(session, portal.viewers[case.login], draft)
        unit_id = units.add_unit(session, units.SYSTEM, "SN-PARQ", country="SN", name="Parquet de Dakar")
        units.set_service(session, units.SYSTEM, unit_id, Service.JUDICIARY)
        units.set_service(session, units.SYSTEM, portal.dakar.unit_id, Service.POLICE)
        officers.add_officer(session, units.SYSTEM, "prosecutor", unit="SN-PARQ", roles=(Role.MAGISTRATE,))
        portal.viewers["prosecutor"] = viewers.viewer_by_login(session, "prosecutor")
    return Contact(portal).sent()


def make(contact, who="dakar", **form):
    """(client, address of the contact's dossiers, answer to the form)."""
    client, page = contact.net.as_(who, "en"), f"/dossiers/contact/{contact.pointer(who)}"
    return client, page, contact.net.post(client, page, {"reason": WHY, **form})


def send(contact):
    client, page, _ = make(contact)
    officer = contact.net.viewers["prosecutor"].officer_id
    answer = contact.net.post(client, f"{page}/send", {"reason": WHY, "officer": officer}, page)
    assert answer.status_code == 303
    return client, page


def sent_id(contact):
    listing = contact.net.as_("prosecutor", "en").get("/dossiers/").text
    return re.search(r'href="/dossiers/([0-9a-f]{32})"', listing)[1]


def test_a_units_dossier_comes_as_a_file_that_checks_out(contact, tmp_path):
    for language, title in (("en", "Dossier"), ("fr", "Dossier de preuve"), ("ar", "ملف الإثبات")):
        _, _, answer = make(contact, language=language)
        assert (answer.status_code, answer.mimetype) == (200, "application/zip")
        assert re.fullmatch(r"attachment; filename=D-\w{8}\.zip", answer.headers["Content-Disposition"])
        folder = unzipped(answer.data, tmp_path / language)
        assert verify(folder / "verify.py")[0] == 0
        assert title in (folder / "dossier.html").read_text("utf-8")
        assert (folder / "dossier.pdf").read_bytes().startswith(b"%PDF-")


def test_without_a_reason_nothing_is_made(contact):
    _, _, answer = make(contact, reason="...")
    assert answer.status_code == 422 and "State your reason" in text_of(answer.text)


def test_a_desks_dossier_is_offered_on_the_hits_page(contact):
    client = contact.net.as_("coordinator", "en")
    page = f"/dossiers/hit/{contact.hit_id}"
    assert page in client.get(f"/review/{contact.hit_id}").text
    answer = contact.net.post(client, page, {"reason": WHY})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert b"Kanarywatchground" in archive.read("data/watch.json")
        assert b"Kanaryrecordtext" in archive.read("data/record.json")


def test_a_magistrate_reads_it_asks_for_more_and_is_answered(contact):
    unit, page = send(contact)
    net, dossier = contact.net, sent_id(contact)
    magistrate = net.as_("prosecutor", "en")
    assert "Ask for more" not in text_of(magistrate.get(f"/dossiers/{dossier}").text), "not before it was read"
    read = magistrate.get(f"/dossiers/{dossier}/read")
    assert read.mimetype == "application/pdf" and read.data.startswith(b"%PDF-")
    assert magistrate.get(f"/dossiers/{dossier}/file").data.startswith(b"PK")
    asked = net.post(magistrate, f"/dossiers/{dossier}/more", {"text": "the statement of the witness"},
                     f"/dossiers/{dossier}")  # fmt: skip
    assert asked.status_code == 303
    for there in ("/hits/", f"/hits/{contact.pointer('dakar')}", page):
        assert {page: "More is asked for"}.get(there, "The magistrate asks for more") in text_of(unit.get(there).text)
    assert "the statement of the witness" in text_of(unit.get(page).text)
    assert net.post(unit, f"/dossiers/{dossier}/answer", {"text": "..."}, page).status_code == 422
    assert net.post(unit, f"/dossiers/{dossier}/answer", {"text": "another one follows"}, page).status_code == 303
    assert "another one follows" in text_of(magistrate.get(f"/dossiers/{dossier}").text)
    assert "The magistrate asks for more" not in text_of(unit.get("/hits/").text)


def test_what_was_taken_back_is_said_and_not_opened(contact):
    unit, page = send(contact)
    net, dossier = contact.net, sent_id(contact)
    assert net.post(unit, f"/dossiers/{dossier}/take-back", {"reason": "the wrong case"}, page).status_code == 303
    magistrate = net.as_("prosecutor", "en")
    assert "no longer stands" in text_of(magistrate.get(f"/dossiers/{dossier}").text)
    for way in ("read", "file"):
        answer = magistrate.get(f"/dossiers/{dossier}/{way}")
        assert answer.status_code == 409 and b"PK" not in answer.data[:4]


def test_it_is_offered_once_both_know_of_the_contact(contact):
    for who in ("dakar", "banjul"):
        page = contact.net.as_(who, "en").get(f"/hits/{contact.pointer(who)}").text
        assert f"/dossiers/contact/{contact.pointer(who)}" in page
    with contact.net.store.writing() as session:
        session.execute(update(Hit).where(Hit.id == contact.hit_id).values(state=HitState.OWNER_ASKED.value))
    page = contact.net.as_("dakar", "en").get(f"/hits/{contact.pointer('dakar')}").text
    assert "/dossiers/" not in page
