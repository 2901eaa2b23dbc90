"""An officer takes a case out as FollowTheMoney: asked why, and the file is the own unit's records alone."""

import json
from io import BytesIO
from zipfile import ZipFile

from openpyxl import load_workbook
from sqlalchemy import select

from casefile.exchange.ftm import export
from casefile.exchange.outgoing import installed
from casefile.people.units import SYSTEM
from casefile.policy.identity.factors import StrongAct
from casefile.storage.tables import Audit
from portal.web.identity.step_up import STRONG
from tests.network.make import person
from tests.network.portal import NOBODYS_ID

REASON = {"reason": "asked for by the analysts"}


def names(answer):
    return [one["properties"]["name"] for one in map(json.loads, answer.text.splitlines())]


def test_a_case_leaves_as_a_file_from_its_page(unindexed):
    unindexed.enter("dakar", person("Mamadou Dialo", "1985"))
    unindexed.enter("banjul", person("Modou Jallow", "1984"))
    client, case_id = unindexed.as_("dakar", "en"), unindexed.cases["dakar"]
    path = f"/ftm/?case={case_id}"
    assert path in client.get(f"/cases/{case_id}").text and "/ftm/" in client.get("/records/").text
    assert unindexed.post(client, path, {"reason": " "}).status_code == 422
    answer = unindexed.post(client, path, REASON)
    assert answer.status_code == 200 and answer.mimetype == "application/x-ndjson"
    assert ".ftm.json" in answer.headers["Content-Disposition"]
    assert names(answer) == [["Mamadou Dialo"]]
    assert names(unindexed.post(client, "/ftm/", REASON)) == [["Mamadou Dialo"]]


def test_another_units_case_is_as_if_it_were_not_there(unindexed):
    client = unindexed.as_("dakar", "en")
    answers = [
        unindexed.post(client, f"/ftm/?case={id}", REASON, page="/") for id in (unindexed.cases["banjul"], NOBODYS_ID)
    ]
    assert {answer.status_code for answer in answers} == {404}


def test_a_unit_too_large_for_the_portal_is_told_the_way(unindexed, monkeypatch):
    monkeypatch.setattr("portal.pages.ftm.MOST_AT_PORTAL", 0)
    unindexed.enter("dakar", person("Mamadou Dialo", "1985"))
    answer = unindexed.post(unindexed.as_("dakar", "en"), "/ftm/", REASON)
    assert answer.status_code == 422 and "griot export ftm" in answer.text
    assert export.MOST_AT_PORTAL == 5_000


def test_the_second_factor_is_asked_for_first():
    assert STRONG["ftm.take_out"] == (StrongAct.EXPORT, "POST")


def test_a_case_leaves_as_a_network(unindexed):
    unindexed.enter("dakar", person("Mamadou Dialo", "1985"))
    unindexed.enter("banjul", person("Modou Jallow", "1984"))
    client, path = unindexed.as_("dakar", "en"), f"/ftm/?case={unindexed.cases['dakar']}"
    for form, ending in (("gexf", ".gexf"), ("graphml", ".graphml"), ("i2", ".i2.zip"), ("stix", ".stix.json"),
                         ("interpol", ".interpol.xlsx")):  # fmt: skip
        answer = unindexed.post(client, path, {**REASON, "format": form})
        assert answer.status_code == 200 and ending in answer.headers["Content-Disposition"]
        assert form in ("i2", "interpol") or ("Mamadou Dialo" in answer.text and "Jallow" not in answer.text)
    assert unindexed.post(client, path, {"reason": " ", "format": "gexf"}).status_code == 422


def test_a_template_stands_on_the_page_of_the_unit_that_has_it(unindexed):
    unindexed.enter("dakar", person("Mamadou Dialo", "1985"))
    with unindexed.store.writing() as session:
        for name, lines in (
            ("Our form", "person,NOM,name"),
            ("Our i2", "entities,A,id\nentities,B,label\nlinks,C,from\nlinks,D,to"),
        ):
            installed.install(session, SYSTEM, name, f"of,heading,field\n{lines}\n".encode(), unit="SN-DKR")
    client, path = unindexed.as_("dakar", "en"), f"/ftm/?case={unindexed.cases['dakar']}"
    assert "Our form" in client.get(path).text and "Our form" not in unindexed.as_("banjul", "en").get("/ftm/").text
    answer = unindexed.post(client, path, {**REASON, "format": "by:Our form"})
    sheet = load_workbook(BytesIO(answer.data)).worksheets[0]
    assert [[cell.value for cell in row[:1]] for row in sheet.rows] == [["NOM"], ["Mamadou Dialo"]]
    answer = unindexed.post(client, path, {**REASON, "format": "by:Our i2"})
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.read("links.csv").decode("utf-8-sig").startswith("C,D")
    other = unindexed.as_("banjul", "en")
    strange = [unindexed.post(other, "/ftm/", {**REASON, "format": f}) for f in ("by:Our form", "by:No form")]
    assert strange[0].data == strange[1].data and {one.mimetype for one in strange} == {"application/x-ndjson"}


def test_a_case_leaves_as_a_sheet_for_paper_and_the_trail_has_its_hash(unindexed, monkeypatch):
    unindexed.enter("dakar", person("Mamadou Dialo", "1985"))
    client, path = unindexed.as_("dakar", "en"), f"/ftm/?case={unindexed.cases['dakar']}"
    answer = unindexed.post(client, path, {**REASON, "format": "pdf", "language": "ar"})
    assert answer.status_code == 200 and answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF-")
    with unindexed.store.reading() as session:
        action, detail = session.execute(select(Audit.action, Audit.detail).order_by(Audit.seq.desc())).first()
    assert (action, detail["format"], len(detail["digest"])) == ("export", "pdf", 64)
    whole = unindexed.post(client, "/ftm/", {**REASON, "format": "pdf"})
    assert whole.status_code == 422 and "start from the case" in whole.text
    monkeypatch.setattr("portal.pages.ftm.can_be_made", lambda: False)
    answer = unindexed.post(client, path, {**REASON, "format": "pdf"})
    assert answer.status_code == 422 and "fonts-dejavu-core" in answer.text


def test_what_a_record_is_linked_to_leaves_drawn_on_one_page(unindexed):
    here, far = (unindexed.enter("dakar", person(name)) for name in ("Mamadou Dialo", "Far Away"))
    client, path = unindexed.as_("dakar", "en"), f"/ftm/?record={here}"
    drawn = unindexed.post(client, path, {**REASON, "format": "drawn", "language": "pt"})
    assert drawn.data.startswith(b"%PDF-") and ".network.pdf" in drawn.headers["Content-Disposition"]
    with unindexed.store.reading() as session:
        detail = session.scalars(select(Audit.detail).order_by(Audit.seq.desc())).first()
    assert (detail["format"], detail["around"], detail["lines"], len(detail["digest"])) == ("drawn", here, 1, 64)
    assert names(unindexed.post(client, path, REASON)) == [["Mamadou Dialo"]]
    assert unindexed.post(client, "/ftm/", {**REASON, "format": "drawn"}).status_code == 422
    banjul = unindexed.as_("banjul", "en")
    answers = [unindexed.post(banjul, f"/ftm/?record={id}", REASON, page="/") for id in (far, NOBODYS_ID)]
    assert {answer.status_code for answer in answers} == {404}
