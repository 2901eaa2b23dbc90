"""The auditor's pages, what the searched unit sees, and one's own acts."""

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from casefile import audit
from casefile.people import officers, units, viewers
from casefile.policy.oversight import auditing
from casefile.records import cases, search_log
from casefile.storage import tables
from casefile.storage.tables import Audit, AuditSample, SealOpening
from casefile.vocabulary import Role, Sharing
from portal.pages.oversight import audit as audit_page
from portal.show.document import pdf
from tests.network import make
from tests.network.people import COORDINATION
from tests.network.portal import text_of

TYPED = {"text": "Inventa Mbodjwal", "mode": "tolerant"}
PASSPHRASE = "quatre chevaux blancs"


@pytest.fixture
def net(portal):
    with portal.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "auditor2", unit=COORDINATION.code, roles=[Role.AUDITOR])
        portal.viewers["auditor2"] = viewers.viewer_by_login(session, "auditor2")
        portal.cases["dakar"] = cases.open_case(session, portal.viewers["dakar"], cases.CaseDraft("DKR-1"))
    return portal


def searched(net, who="banjul", reason="named by a witness of the crossing"):
    with net.store.writing() as session:
        return search_log.save_search(session, net.viewers[who], TYPED, reason, "BJL-12")


def shared(net, who="dakar"):
    return net.enter(who, make.person("Fatou Inventa", "1990"), sharing=Sharing.FULL)


def test_the_auditor_sees_who_searched_and_why_and_not_what_was_typed(net):
    searched(net)
    page = net.as_("auditor", "en").get("/audit/").text
    said = text_of(page)
    assert "banjul" in said and "named by a witness of the crossing" in said and "BJL-12" in said
    assert "a name or words" in said and "Inventa" not in page and "Mbodjwal" not in page


def test_the_filter_narrows_by_unit_officer_action_and_day(net):
    searched(net)
    searched(net, "dakar", "checked before a joint patrol")
    auditor, banjul = net.as_("auditor", "en"), net.viewers["banjul"]

    def listed(**args):
        return text_of(auditor.get("/audit/", query_string=args).text)

    day = tables.now().date()
    for args in ({"unit": banjul.unit_id}, {"officer": "banjul"}):
        assert "named by a witness" in listed(**args) and "joint patrol" not in listed(**args)
    assert "named by a witness" in listed(action="search", since=str(day), until=str(day))
    assert "No such line" in listed(action="search", until=str(day - timedelta(days=1)))
    assert "No such line" in listed(action="nothing of the kind")


def test_who_signed_in_is_named_and_who_was_refused_is_not(net):
    banjul = net.banjul.officer_id
    with net.store.writing() as session:
        audit.write(session, None, audit.Action.SIGN_IN, "officer", banjul)
        audit.write(session, None, audit.Action.SIGN_IN_REFUSED, "officer", banjul)
    refused, entered = (one for one in _rows(net) if "ign" in one[2])
    assert (entered[3], refused[3]) == ("banjul", "")


def _rows(net):
    file = net.as_("auditor", "en").get("/audit/trail.csv").text
    rows = list(csv.reader(io.StringIO(file.lstrip("\ufeff"))))
    return [row for row in reversed(rows[1:]) if row[2] in ("sign_in", "sign_in_refused")][:2]


def test_a_seal_is_opened_by_two_auditors_in_three_steps_once(net):
    search_id = searched(net)
    first, second = net.as_("auditor", "en"), net.as_("auditor2", "en")
    assert net.post(first, f"/audit/seals/search/{search_id}", {"reason": ""}).status_code == 422
    assert net.post(first, f"/audit/seals/search/{search_id}", {"reason": "a complaint"}).status_code == 303
    opening = one_opening(net)
    decide, shown = f"/audit/seals/{opening}/decide", f"/audit/seals/{opening}/open"
    listing = "/audit/seals/"
    assert net.post(first, shown, page="/sign-out").status_code == 409, "nobody has confirmed"
    alone = net.post(first, decide, {"answer": "confirm", "reason": "as I said"}, page="/sign-out")
    assert alone.status_code == 403
    assert net.post(second, decide, {"answer": "confirm", "reason": ""}, page=listing).status_code == 422
    assert net.post(second, decide, {"answer": "confirm", "reason": "the complaint is known"}, page=listing).location
    assert net.post(second, shown, page="/sign-out").status_code == 403, "only who asked opens it"
    opened = net.post(first, shown, page=listing)
    assert "Inventa Mbodjwal" in text_of(opened.text)
    assert net.post(first, shown, page="/sign-out").status_code == 409, "once"
    with net.store.reading() as session:
        wanted = select(Audit).where(Audit.subject_id == search_id, Audit.action == "consultation")
        lines = session.execute(wanted.order_by(Audit.seq))
        steps = [line.detail["step"] for (line,) in lines]
        assert steps == ["asked", "confirmed", "opened"]
        assert "Inventa" not in repr([(a.reason, a.detail) for (a,) in session.execute(select(Audit))])


def test_a_refused_or_late_request_opens_nothing(net, monkeypatch):
    first, second = net.as_("auditor", "en"), net.as_("auditor2", "en")
    net.post(first, f"/audit/seals/search/{searched(net)}", {"reason": "a complaint"})
    opening = one_opening(net)
    with net.store.writing() as session:
        past = tables.now() - auditing.OPENING_LIFE - timedelta(minutes=1)
        session.execute(update(SealOpening).values(asked_at=past))
    page = second.get("/audit/seals/").text
    assert "Too late" in page and "Confirm" not in text_of(page)
    late = net.post(
        second, f"/audit/seals/{opening}/decide", {"answer": "confirm", "reason": "known"}, page="/sign-out"
    )
    assert late.status_code == 403
    with net.store.writing() as session:
        session.execute(update(SealOpening).values(asked_at=tables.now()))
    net.post(second, f"/audit/seals/{opening}/decide", {"answer": "refuse", "reason": "no ground"}, page="/sign-out")
    assert net.post(first, f"/audit/seals/{opening}/open", page="/sign-out").status_code == 409


def test_with_a_passphrase_a_seal_opens_with_it_alone(net):
    first, second = net.as_("auditor", "en"), net.as_("auditor2", "en")
    assert net.post(first, "/audit/seals/passphrase", {"passphrase": "short", "again": "short"}).status_code == 422
    assert net.post(first, "/audit/seals/passphrase", {"passphrase": PASSPHRASE, "again": "x"}).status_code == 422
    assert (
        net.post(first, "/audit/seals/passphrase", {"passphrase": PASSPHRASE, "again": PASSPHRASE}).status_code == 303
    )
    net.post(first, f"/audit/seals/search/{searched(net)}", {"reason": "a complaint"})
    opening = one_opening(net)
    net.post(second, f"/audit/seals/{opening}/decide", {"answer": "confirm", "reason": "known"}, page="/audit/seals/")
    wrong = net.post(first, f"/audit/seals/{opening}/open", {"passphrase": "another one"}, page="/audit/seals/")
    assert wrong.status_code == 422 and "Inventa" not in wrong.text
    right = net.post(first, f"/audit/seals/{opening}/open", {"passphrase": PASSPHRASE}, page="/audit/seals/")
    assert "Inventa Mbodjwal" in right.text


def one_opening(net):
    with net.store.reading() as session:
        return session.scalars(select(SealOpening.id)).one()


def test_samples_are_drawn_once_a_month_and_each_is_checked_with_a_remark(net, monkeypatch):
    for number in range(40):
        searched(net, ("banjul", "dakar")[number % 2], f"errand number {number} of the month")
    with net.store.reading() as session:
        seqs = set(session.scalars(select(Audit.seq).where(Audit.action == "search")))
    auditor, month = net.as_("auditor", "en"), f"{tables.now():%Y-%m}"
    assert net.post(auditor, "/audit/samples/", {"month": month}).status_code == 422, "it is not over"
    assert net.post(auditor, "/audit/samples/", {"month": "2020-01"}).status_code == 409, "nothing was done"
    later = tables.now() + timedelta(days=31)
    with monkeypatch.context() as held:
        held.setattr(tables, "now", lambda: later)
        client = net.as_("auditor2", "en")
        assert net.post(client, "/audit/samples/", {"month": month}).status_code == 303
        assert net.post(client, "/audit/samples/", {"month": month}).status_code == 409, "not until it suits"
    with net.store.reading() as session:
        drawn = select(AuditSample.seq, AuditSample.seed, AuditSample.id).order_by(AuditSample.seq)
        rows = session.execute(drawn).all()
    assert [row.seq for row in rows] == auditing.draw(rows[0].seed, seqs), "whoever has the seed draws the same"
    page = f"/audit/samples/?month={month}"
    one = rows[0].id
    for form in ({"finding": "", "remark": "fits"}, {"finding": "in_order", "remark": ""}):
        assert net.post(auditor, f"/audit/samples/{one}/check", {**form, "month": month}, page=page).status_code == 422
    noted = {"finding": "to_clarify", "remark": "the case number is not known"}
    assert net.post(auditor, f"/audit/samples/{one}/check", noted, page=page).status_code == 303
    assert net.post(auditor, f"/audit/samples/{one}/check", noted, page=page).status_code == 409
    said = text_of(auditor.get(page).text)
    assert "1 of 30 checked" in said and "the case number is not known" in said and "To be clarified" in said


def test_who_gave_what_to_whom(net):
    with net.store.writing() as session:
        officers.set_roles(session, net.viewers["administrator"], "analyst", [Role.ANALYST, Role.INVESTIGATOR])
    said = text_of(net.as_("auditor", "en").get("/audit/grants").text)
    assert re.search(r"administrator Duties Analyst, Investigator .*analyst", said), said


def test_the_file_for_the_authority_holds_every_line_and_no_formula(net):
    searched(net, reason="=HYPERLINK(1) named by a witness")
    answer = net.as_("auditor", "en").get("/audit/trail.csv?action=search")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["action"], row["officer"], row["case"]) == ("search", "banjul", "BJL-12")
    assert row["reason"] == "'=HYPERLINK(1) named by a witness" and "Inventa" not in answer.text
    assert "attachment" in answer.headers["Content-Disposition"]
    with net.store.reading() as session:
        last = session.execute(select(Audit).order_by(Audit.seq.desc())).scalars().first()
        assert (last.action, last.detail["action"]) == ("export", "search")


@pytest.mark.parametrize(("language", "said"), [("en", "One line."), ("fr", "Une ligne."), ("ar", "سطر واحد.")])
def test_the_same_lines_on_paper_in_the_readers_language(net, monkeypatch, language, said):
    """Only the typesetter knows what a PDF says; what it is given is looked at before it."""
    searched(net, reason="named by *a* #witness")
    given = []
    monkeypatch.setattr(audit_page, "as_pdf", lambda parts, at: given.append(parts) or pdf.as_pdf(parts, at))
    answer = net.as_("auditor", language).get("/audit/trail.pdf?action=search")
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF-")
    assert "attachment" in answer.headers["Content-Disposition"]
    (document,) = given
    assert (document["language"], document["direction"]) == (language, "rtl" if language == "ar" else "ltr")
    (table,) = [one for one in document["blocks"] if one["part"] == "table"]
    assert len(table["rows"]) == 1 and "named by *a* #witness" in table["rows"][0][3]
    assert said in [one["text"] for one in document["blocks"] if one["part"] == "heading"]
    assert "Inventa" not in str(document)
    with net.store.reading() as session:
        last = session.execute(select(Audit).order_by(Audit.seq.desc())).scalars().first()
        assert (last.action, last.detail["action"]) == ("export", "search")


def test_a_file_is_whole_or_refused(net, monkeypatch):
    for _ in range(3):
        searched(net)
    monkeypatch.setattr(audit_page, "IN_A_FILE", 2)
    monkeypatch.setattr(audit_page, "ON_PAPER", 2)
    for file in ("csv", "pdf"):
        answer = net.as_("auditor", "en").get(f"/audit/trail.{file}?action=search")
        assert answer.status_code == 422 and "More than 2 lines" in text_of(answer.text)


def test_a_day_that_is_none_is_named(net):
    for path in ("/audit/", "/audit/trail.csv"):
        answer = net.as_("auditor", "en").get(f"{path}?since=31.03.2026")
        assert answer.status_code == 422 and "31.03.2026 is not a day" in text_of(answer.text)


def test_without_its_font_there_is_a_way_out_and_no_empty_file(net, monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "FONTS", tmp_path)
    answer = net.as_("auditor", "en").get("/audit/trail.pdf")
    assert answer.status_code == 422 and "CSV" in text_of(answer.text)


def test_the_file_names_to_whom_something_was_disclosed(net):
    with net.store.writing() as session:
        to = [net.viewers["banjul"].unit_id, net.viewers["nouakchott"].unit_id]
        for detail in ({"to": to[0]}, {"asked": to}, {}):
            audit.write(session, net.viewers["dakar"], audit.Action.DISCLOSURE, "joint", "x", detail=detail)
        audit.write(session, net.viewers["dakar"], audit.Action.SEARCH, "lookup", "x", detail={"asked": ["text"]})
    client = net.as_("auditor", "en")
    rows = csv.DictReader(io.StringIO(client.get("/audit/trail.csv?subject=x").text))
    assert [row["recipients"] for row in rows] == ["GM-BJL", "GM-BJL MR-NKC", "", ""]
    assert "→ MR-NKC" in text_of(client.get("/audit/?subject=x").text)


def test_the_searched_unit_sees_who_read_what_it_released_and_no_more(net):
    record_id = shared(net)
    dakar = net.as_("dakar", "en")
    assert "Nobody has read" in text_of(dakar.get("/read-by-others/").text)
    searched(net)
    net.opened("dakar", record_id)
    assert "Nobody has read" in text_of(dakar.get("/read-by-others/").text), "a search and an own look are none"
    net.opened("banjul", record_id, case_ref="BJL-12")
    said = text_of(dakar.get("/read-by-others/").text)
    assert "Fatou Inventa" in said and "Banjul" in said and "BJL-12" in said and "checking" in said
    assert "banjul" not in said.split("Reason")[1], "the unit, not the officer"
    for other in ("banjul", "nouakchott"):
        assert "Nobody has read" in text_of(net.as_(other, "en").get("/read-by-others/").text)


def test_an_officer_sees_the_own_acts_and_nobody_else_s(net):
    searched(net)
    searched(net, "dakar", "checked before a joint patrol")
    client = net.as_("banjul", "en")
    client.get("/cases/")
    said = text_of(client.get("/my-acts/").text)
    assert "Searched · Search" in said and "named by a witness" in said and "List seen · Case" in said
    assert "127.0.0.1" in said and "joint patrol" not in said


@pytest.mark.parametrize("login", ["banjul", "coordinator", "administrator", "magistrate", "protection"])
def test_the_trail_is_the_auditors_alone(net, login):
    client = net.as_(login)
    for path in (
        "/audit/",
        "/audit/grants",
        "/audit/trail.csv",
        "/audit/trail.pdf",
        "/audit/samples/",
        "/audit/seals/",
    ):
        assert client.get(path).status_code == 403
