"""The register of training on its pages: noted, found, taken out as a file, withdrawn."""

import io
import re

from openpyxl import load_workbook

from casefile.storage import tables
from tests.network.portal import text_of


def noted(portal, client, login="dakar", **more):
    day = tables.now().strftime("%d/%m/%Y")
    form = {"officer": portal.viewers[login].officer_id, "course": "joint_simulation", "day": day, "tutor": "Awa Sarr"}
    return portal.post(client, "/trainings/new", form | more)


def test_the_coordination_office_notes_finds_takes_out_and_withdraws(portal):
    client = portal.as_("coordinator", "en")
    for more, said in (({"day": "yesterday"}, "Enter the day"), ({"tutor": ""}, "Name who taught it"),
                       ({"course": "swimming"}, "Choose one from the list"),
                       ({"officer": ""}, "Choose an officer")):  # fmt: skip
        refused = noted(portal, client, **more)
        assert refused.status_code == 422 and said in refused.text
    for login, course in (("dakar", "joint_simulation"), ("banjul", "search")):
        assert noted(portal, client, login, course=course).status_code == 303
    page = client.get("/trainings/").text
    assert "Joint simulation" in page and "Awa Sarr" in page and page.count("Withdraw\n") == 2
    found = portal.post(client, "/trainings/find", {"find": "", "course": "search"}, "/trainings/")
    assert client.get(found.location).text.count("Withdraw\n") == 1
    where = re.findall(r'href="(/trainings/\w+/withdraw)"', page)[-1]
    assert portal.post(client, where, {"reason": ""}).status_code == 422
    assert portal.post(client, where, {"reason": "it was another officer"}).status_code == 303
    page = text_of(client.get("/trainings/").text)
    assert "it was another officer" in page
    assert portal.post(client, where, {"reason": "it was another officer"}, "/trainings/new").status_code == 409
    file = portal.post(
        client, "/trainings/export", {"format": "xlsx", "reason": "report to the ministry"}, "/trainings/"
    )
    lines = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(file.data)).active.iter_rows()]
    titles = next(place for place, line in enumerate(lines) if line[0] == "Unit")
    assert lines[titles][:5] == ["Unit", "Officer", "Training", "Day", "Tutor"]
    assert {line[2] for line in lines[titles + 1 : titles + 3]} == {"Joint simulation", "Searching"}


def test_who_has_neither_duty_does_not_come_in(portal):
    for login in ("dakar", "protection", "auditor"):
        assert portal.as_(login).get("/trainings/").status_code == 403
