"""A messy workbook of 5,000 rows brought in by a person: ten clicks at most, at a desk, on a phone without scripts."""

import io

import pytest
from openpyxl import Workbook

from casefile.exchange.workbooks import carrying
from casefile.people import passwords
from casefile.records.cases import CaseDraft, open_case
from casefile.storage.tables import Case
from tests.network.people import PASSWORD
from tests.network.portal import on_a_port
from tests.portal.browsing import follow

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}
MANY, MOST_CLICKS = 5_000, 10


def messy(many):
    """Three sheets: merged headers, Arabic, a bad date in every hundredth row."""
    book = Workbook()
    one = book.active
    one.title = "Passeurs"
    one.append(["Identité", None, None, "Contact"])
    one.append(["Nom", "Prénom", "Né le", None])
    one.merge_cells("A1:C1")
    for n in range(many - 2):
        born = "31/02/1984" if n % 100 == 0 else "00/00/1984"
        one.append([f"Ficta {n}", "Modou", born, f"+220 3{n:06d} / +220 4{n:06d}"])
    two = book.create_sheet("أسماء")
    two.append(["الاسم الكامل", "تاريخ الميلاد"])
    two.append(["مودو فيكتا", "1986"])
    three = book.create_sheet("Véhicules")
    three.append(["Immatriculation"])
    three.append(["DK 1234 AB"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture
def address(unindexed):
    with unindexed.store.writing() as session:
        passwords.set_password(session, unindexed.links["dakar"], PASSWORD)
        if not session.query(Case).filter_by(unit_id=unindexed.dakar.unit_id).count():
            open_case(session, unindexed.dakar, CaseDraft("DKR-1", "Les passeurs", "Loi 2005-06"))
    with on_a_port(unindexed.app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("scripts", "size", "many"), [(True, DESK, MANY), (False, PHONE, 200)], ids=["scripts, desk", "no scripts, phone"]
)
def test_a_messy_workbook_in_ten_clicks(browser, unindexed, address, tmp_path, scripts, size, many):
    context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="en")
    context.set_default_timeout(20_000)
    page, clicks = context.new_page(), 0
    page.goto(f"{address}/sign-in")
    page.fill("#login", "dakar")
    page.fill("#password", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{address}/")
    path = tmp_path / "liste.xlsx"
    path.write_bytes(messy(many))
    page.goto(f"{address}/tables/")
    page.set_input_files("#file", path)
    follow(page, "main form button[type=submit]")
    clicks += 2
    assert f"{many - many // 100} rows come in, {many // 100} have to be mended first." in page.inner_text("main")
    if not page.input_value("#case"):
        page.select_option("#case", index=1)
        clicks += 1
    page.select_option("#subject_category", "suspect")
    page.fill("#suspicion_note", "named by two witnesses")
    page.fill("#legal_basis", "art. 32")
    follow(page, "button[value=order]")
    clicks += 4
    page.wait_for_selector("text=On its way")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the screen"
    while carrying.carry_due(unindexed.store):
        pass
    page.goto(f"{address}/tables/")
    follow(page, "text=liste.xlsx")
    clicks += 1
    text = page.inner_text("main")
    assert f"{many - many // 100} new" in text and f"{many // 100} not brought in" in text
    with page.expect_download() as given:
        page.click("text=All of them as a workbook")
    clicks += 1
    assert given.value.suggested_filename == "griot-to-mend.xlsx"
    assert clicks <= MOST_CLICKS
    context.close()
