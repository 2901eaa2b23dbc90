"""The strategic picture on screen, as a file and on paper."""

import re
from datetime import UTC, datetime

import pytest
from flask_babel import force_locale
from sqlalchemy import insert

from casefile.coordination.reciprocity import Month
from casefile.picture import published
from casefile.policy.strategic.tables import PictureTable
from casefile.storage import tables
from casefile.storage.tables import PictureFigure
from portal.show.document.picture import picture_document
from portal.translations import LANGUAGES
from tests.network.portal import text_of

MONTH, OLDER = Month(2026, 9), Month(2026, 8)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROWS = {
    "counted": {"": 0}, "means": {"SN|s:open boat": 214, "MR|l:lorry": 11}, "places": {"SN|Mbour": 87},
    "prices": {"XOF|200000-499999": 1_240}, "ages": {"0-17": 12, "50-": 10}, "nationalities": {"ML": 44},
    "offences": {"smuggling": 301}, "hits": {"GM|SN": 18}, "answers": {"2d": 25},
}  # fmt: skip
FILE = {"month": str(MONTH), "reason": "=asked for by the ministry"}


@pytest.fixture
def net(unindexed, monkeypatch):
    monkeypatch.setattr(tables, "now", lambda: NOW)
    with unindexed.store.writing() as session:
        session.execute(insert(PictureFigure), [
            {"month": str(MONTH), "table_name": table, "key": key, "figure": figure, "counted_at": NOW}
            for table, cells in ROWS.items() for key, figure in cells.items()
        ])  # fmt: skip
    return unindexed


def test_each_figure_is_a_table_with_its_source(net):
    page = net.as_("analyst").get("/picture/").text
    text = text_of(page)
    for said in (
        "Picture of September 2026", "Senegal Open boat, pirogue 214", "Mauritania Lorry 11", "Senegal Mbour", "1,240",
        "0–17 12", "50 and over 10", "Gambia Senegal 18", "24 to 48 hours 25", "Smuggling of migrants 301",
        "Source: Pointers sent in the month that were answered.", "There are no totals",
    ):  # fmt: skip
        assert said in re.sub("[\u2066-\u2069]", "", text), said
    assert page.count("<table>") == 8 and page.count('<svg class="bar"') == sum(map(len, ROWS.values())) - 1
    older = text_of(net.as_("coordinator").get(f"/picture/?month={OLDER}").text)
    assert "This month has not been counted yet." in older and "No row may be shown" not in older
    with net.store.writing() as session:
        published.keep_due(session, NOW)
    assert "No row may be shown for this month." in text_of(net.as_("coordinator").get(f"/picture/?month={OLDER}").text)
    assert net.as_("dakar").get("/picture/").status_code == 403


def test_it_leaves_as_a_table_and_as_a_report(net):
    client = net.as_("analyst")
    assert "All tables" in text_of(client.get(f"/picture/file?month={MONTH}").text)
    assert net.post(client, "/picture/file", {**FILE, "reason": ""}).status_code == 422
    got = net.post(client, "/picture/file", {**FILE, "format": "csv"})
    text = got.data.decode("utf-8-sig")
    assert got.mimetype == "text/csv" and '"Open boat, pirogue",214' in text and "'=asked for" in text
    assert text.splitlines()[0] == text.splitlines()[-1] and "Taken out of Griot by analyst" in text.splitlines()[0]
    one = net.post(client, "/picture/file", {**FILE, "format": "csv", "table": "ages"}).data.decode("utf-8-sig")
    assert "50 and over" in one and "Open boat" not in one
    assert net.post(client, "/picture/file", {**FILE, "format": "xlsx"}).data[:2] == b"PK"


def test_the_report_is_made_in_each_language(net):
    got = net.post(net.as_("coordinator"), "/picture/file", {**FILE, "format": "pdf", "language": "ar"})
    assert got.mimetype == "application/pdf" and got.data.startswith(b"%PDF")
    with net.store.writing() as session:
        taken = published.take_out(session, net.coordinator, MONTH, "for the ministry", written_as="pdf")
    months = {"en": "September 2026", "fr": "septembre 2026", "es": "septiembre de 2026", "pt": "setembro de 2026"}
    for language in LANGUAGES:
        with net.app.test_request_context(), force_locale(language):
            document = picture_document(taken, "Ibrahima Ba", "CO", PictureTable)
        assert (document.language, document.direction) == (language, "rtl" if language == "ar" else "ltr")
        assert months.get(language, "2026") in document.title and "<" not in str(document)
        tables = [block for block in document.blocks if block.part == "table"]
        assert len(tables) == len(PictureTable) and any("214" in row or "٢١٤" in row for row in tables[0].rows)
