"""A file from a real browser: part by part over a line that breaks, again after a reload, and without scripts; then
from hand to hand, each state by a click (destroyed: by the schedule, tests/casefile/exhibits)."""

import hashlib
import os

import pytest
from sqlalchemy import select

from casefile import exhibits
from casefile.people import officers, units, viewers
from casefile.policy.exhibits import PART_BYTES
from casefile.storage.tables import Exhibit
from casefile.vocabulary import Role
from tests.network import files
from tests.network.people import DAKAR
from tests.portal.test_browser import sign_in

BIG = files.archive({"extraction.bin": os.urandom(3 * PART_BYTES)})


@pytest.fixture
def record(portal, case_of):
    portal.cases["dakar"] = case_of("dakar")
    return portal.enter("dakar")


def visitor(browser, served, password, *, scripts=True):
    context = browser.new_context(java_script_enabled=scripts, locale="fr", viewport={"width": 390, "height": 800})
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page, served, "dakar", password)
    return page


@pytest.fixture
def choose(tmp_path, served, record):
    """choose(page, content, name): the file chosen and sent from the form of the record."""

    def send(page, content, name):
        file = tmp_path / name
        if not file.exists():
            file.write_bytes(content)
        page.goto(f"{served}/exhibits/new?record={record}")
        page.set_input_files("#file", file)
        page.fill("#description", "saisi à bord")
        page.click("main form button[type=submit]")

    return send


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_photo_comes_in(served, browser, password, choose, scripts):
    page = visitor(browser, served, password, scripts=scripts)
    choose(page, files.photo(), "pirogue.jpg")
    page.wait_for_selector("img.exhibit")
    assert hashlib.sha256(files.photo()).hexdigest() in page.inner_text("main") and "saisi à bord" in page.inner_text(
        "main"
    )
    page.context.close()


def test_a_broken_line_is_waited_for(served, browser, password, choose):
    page = visitor(browser, served, password)
    seen = []

    def breaks(route):
        seen.append(route.request.headers.get("upload-offset"))
        if len(seen) in (2, 3):  # the second part, and the question how much is there
            return route.abort()
        return route.continue_()

    page.route("**/exhibits/uploads/*", breaks)
    choose(page, BIG, "telephone.ufdr")
    page.wait_for_url("**/exhibits/*")
    page.wait_for_selector(".hash")
    assert hashlib.sha256(BIG).hexdigest() in page.inner_text(".hash")
    sent = [int(one) for one in seen if one]
    assert sent == [0, PART_BYTES, PART_BYTES, 2 * PART_BYTES, 3 * PART_BYTES], "no part that was there came again"
    page.context.close()


def test_after_a_reload_the_same_file_goes_on_where_it_stopped(served, browser, password, choose, portal):
    page = visitor(browser, served, password)
    page.route("**/exhibits/uploads/*", lambda route: route.abort() if _after_first(route) else route.continue_())
    choose(page, BIG, "telephone.ufdr")
    page.locator("[data-progress]:has-text('coupée')").wait_for()
    with portal.store.reading() as session:
        (half,) = exhibits.unfinished(session, portal.dakar)
    assert half.received == PART_BYTES
    page.unroute("**/exhibits/uploads/*")
    offsets = []
    page.on("request", lambda one: offsets.append(one.headers.get("upload-offset")) if one.method == "PATCH" else None)
    choose(page, BIG, "telephone.ufdr")
    page.wait_for_selector(".hash")
    assert offsets[0] == str(PART_BYTES) and hashlib.sha256(BIG).hexdigest() in page.inner_text(".hash")
    page.context.close()


def _after_first(route):
    return route.request.headers.get("upload-offset", "0") != "0"


def test_a_refusal_is_said_on_the_form(served, browser, password, choose):
    page = visitor(browser, served, password)
    choose(page, b"MZ" + bytes(100), "photo.jpg")
    page.wait_for_selector("[data-refused]:not([hidden])")
    assert (
        "n’est pas accepté" in page.inner_text("[data-refused]") and page.input_value("#description") == "saisi à bord"
    )
    assert page.is_enabled("main form button[type=submit]")
    page.context.close()


def test_from_hand_to_hand_by_clicks(served, browser, password, choose, portal):
    with portal.store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "mate", unit=DAKAR.code, roles=[Role.INVESTIGATOR])
        mate = viewers.viewer_by_login(session, "mate")
    page = visitor(browser, served, password)
    choose(page, files.photo(), "pirogue.jpg")
    page.wait_for_selector("img.exhibit")
    states = [_state(portal)]

    def click(step, **fields):
        form = page.locator(f"form:has(button[value={step}])")
        for name, value in fields.items():
            field = form.locator(f"[name={name}]")
            field.select_option(value) if name == "officer" else field.fill(value)
        form.locator("button").click()
        page.wait_for_selector(".note.good")
        states.append(_state(portal))

    click("send_out", outside="Laboratoire, Dakar", reason="demandé par le juge")
    click("return", reason="scellé intact")
    click("hand_on", officer=mate.officer_id, reason="fin de service")
    click("take_back")
    assert states == ["held", "out", "held", "offered", "held"]
    page.context.close()


def _state(portal):
    with portal.store.reading() as session:
        return session.scalars(select(Exhibit.state)).one()
