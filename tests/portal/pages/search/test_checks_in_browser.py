"""Thirty names pasted by a person, the worker killed half-way: nothing doubled, a tick kept, the workbook in hand."""

import io
import multiprocessing
from collections import Counter

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from casefile import fault_points
from casefile.batches import asking
from casefile.people import passwords
from casefile.storage.store import Store
from casefile.storage.tables import Audit, BatchCheck, Lookup
from casefile.vocabulary import Sharing
from indexer.engine.client import Engine
from indexer.search.batch.carrying import check_due
from tests.network.make import person
from tests.network.people import PASSWORD
from tests.network.portal import on_a_port
from tests.network.stored import SECRET
from tests.portal.browsing import follow

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 780}
KILLED, MANY, FOUND = -9, 30, 5
WHY = "names in the telephone of the arrested skipper"
NAMES = "Awa Binta Cheikh Demba Ebrima Fatou Gora Habib Issa Jainaba".split()
FAMILIES = ("Inventado", "Ficta", "Mythaso")
PASTED = [f"{given} {family}" for family in FAMILIES for given in NAMES]


def _check_and_die(settings, address):
    """A worker process: its second part is never answered."""
    asking.PART = 10
    with fault_points.arm("check.part:kill"):
        check_due(Engine(settings), Store(address, secret=SECRET))


@pytest.fixture
def address(stage):
    for name in PASTED[:FOUND]:
        stage.enter("dakar", person(name, "1984"))
    stage.enter("banjul", person(PASTED[20], "1984"), sharing=Sharing.POINTER)
    stage.drain()
    with stage.store.writing() as session:
        passwords.set_password(session, stage.links["dakar"], PASSWORD)
    with on_a_port(stage.app) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("scripts", "size"), [(True, DESK), (False, PHONE)], ids=["scripts, desk", "no scripts, phone"]
)
def test_thirty_names_whose_worker_is_killed_half_way(browser, stage, address, scripts, size):
    context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="en")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#login", "dakar")
    page.fill("#password", PASSWORD)
    follow(page, "main button[type=submit]")
    page.goto(f"{address}/checks/")
    page.fill("#text", "\n".join(PASTED))
    follow(page, "main form button[type=submit]")
    assert f"Name {MANY}" in page.inner_text("main")
    page.fill("#reason", WHY)
    follow(page, "button[value=check]")
    result = page.url
    worker = multiprocessing.get_context("spawn").Process(
        target=_check_and_die, args=(stage.settings, stage.store.engine.url.render_as_string(hide_password=False))
    )
    worker.start()
    worker.join(120)
    assert worker.exitcode == KILLED
    page.goto(result)
    assert f"10 of {MANY} lines have an answer" in page.inner_text("main")
    with stage.store.writing() as session:  # its lease runs out
        session.get_one(BatchCheck, result.rpartition("/")[2]).claimed_until = None
    assert check_due(stage.engine, stage.store) == 1
    page.goto(result)
    text = page.inner_text("main")
    assert f"found {FOUND}" in text and f"nothing {MANY - FOUND}" in text, text
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs out of the screen"
    with stage.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Lookup)) == MANY
        asked = session.scalars(select(Audit.subject_id).where(Audit.subject_kind == "lookup")).all()
        assert len(asked) == len(set(asked)) == MANY
    page.check("input[name=seen] >> nth=0")
    follow(page, "text=Keep the ticks")
    assert page.is_checked("input[name=seen] >> nth=0") and not page.is_checked("input[name=seen] >> nth=1")
    follow(page, "text=Take out as a file")
    page.fill("#reason", "for the prosecutor of Dakar")
    with page.expect_download() as given:
        page.click("button[value=xlsx]")
    sheet = load_workbook(io.BytesIO(given.value.path().read_bytes())).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] and str(row[0]).isdecimal()]
    assert [row[1] for row in rows] == PASTED
    assert Counter(row[3] for row in rows) == {"found": FOUND, "nothing": MANY - FOUND}
    assert rows[0][8] and not rows[1][8] and "/records/" in rows[0][7]
    context.close()
