"""A training space is unmistakable on every page and in every file, and opens beside the real portal in one browser."""

import io
import json
from dataclasses import replace

import pytest
from flask import Response
from openpyxl import load_workbook

from casefile.stamp.leaving import KEY
from casefile.stamp.mark import MARK as STAMP
from casefile.stamp.mark import is_stamped
from portal.web.training import FILES, HEADER
from tests.network.portal import application, unbroken

MARK = "TRAINING – invented people"
REASON = {"reason": "Exercise of the course of March"}


def of_training(portal, **more):
    settings = replace(portal.settings, training=True, demo=True, **more)
    return replace(portal, settings=settings, app=application(settings, portal.store), language="en")


@pytest.fixture
def training(portal):
    return of_training(portal)


def test_every_page_says_it_the_sign_in_too_on_screen_and_on_paper(training):
    strange, known = training.stranger(), training.as_("dakar")
    strange.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    for client, path in ((strange, "/sign-in"), (strange, "/nowhere"), (known, "/"), (known, "/nowhere"),
                         (known, "/help/glossary"), (known, "/watchlists/"), (known, "/post/")):  # fmt: skip
        page = client.get(path, follow_redirects=True)
        assert f"<title>{MARK} · " in page.text and page.headers[HEADER], path
        assert f'<div class="demo training" role="note">{MARK}</div>' in page.text, path
        assert f'<div class="on-paper training" aria-hidden="true"><p><strong>{MARK}' in page.text, path
        assert "Demonstration" not in page.text, path


def test_the_sign_in_page_of_the_space_names_the_people_and_the_password_of_all(training, portal):
    page = unbroken(training.stranger().get("/sign-in", headers={"Accept-Language": "en"}).text)
    assert "quatre pirogues devant Mbour" in page and "nouakchott" in page and "protection.banjul" in page
    real = portal.stranger().get("/sign-in", headers={"Accept-Language": "en"}).text
    assert "pirogues" not in real and "nouakchott" not in real


def test_a_real_portal_says_nothing_of_training(portal):
    page = portal.as_("dakar", "en").get("/")
    assert MARK not in page.text and HEADER not in page.headers and "training" not in page.text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_that_is_taken_out_carries_the_mark(training, kind):
    client = training.as_("dakar")
    answer = training.post(client, "/watchlists/export", REASON | {"format": kind}, "/watchlists/")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"].startswith(f"attachment; filename={FILES}griot-")
    if kind == "csv":
        lines = answer.data.decode("utf-8-sig").splitlines()
    else:
        lines = [str(row[0].value) for row in load_workbook(io.BytesIO(answer.data)).active.iter_rows() if row]
    assert lines[0].strip('"').startswith(f"{MARK} · ") and lines[-1].strip('"').startswith(f"{MARK} · ")
    assert is_stamped(answer.data) and lines[0].strip('"').endswith(STAMP)


def test_files_of_any_kind_carry_it_in_name_and_content(training):
    @training.app.get("/made/<kind>")
    def made(kind):
        content = {"json": '{"a": 1}', "csv": "a,b\r\n1,2\r\n", "bin": "x"}[kind]
        types = {"json": "application/stix+json;version=2.1", "csv": "text/csv", "bin": "application/octet-stream"}
        return Response(
            content, content_type=types[kind], headers={"Content-Disposition": f'attachment; filename="{kind}"'}
        )

    training.app.view_functions["made"].griot_needs = None
    with training.app.test_request_context("/", headers={"Accept-Language": "en"}):
        answers = {kind: training.app.process_response(made(kind)) for kind in ("json", "csv", "bin")}
    assert {one.headers["Content-Disposition"] for one in answers.values()} == {
        f'attachment; filename="{FILES}{kind}"' for kind in answers
    }
    assert json.loads(answers["json"].data) == {KEY: f"{STAMP} {MARK}", "a": 1}
    assert answers["csv"].data.decode() == f"{STAMP} {MARK}\r\na,b\r\n1,2\r\n" and answers["bin"].data == b"x"


def test_a_document_on_paper_is_called_so_and_bears_it_across(training):
    from portal.show.document import html, pdf
    from portal.show.document.parts import Document

    document = Document("Case", "Lead", "en", "ltr", "foot", "Page", (), watermark="Taken out")
    with training.app.test_request_context("/", headers={"Accept-Language": "en"}):
        page = html.as_html(document).decode()
    assert f"<title>{MARK} · Case</title>" in page and f"{MARK} Taken out" in page
    assert pdf.marked.__module__ == "portal.web.training"


@pytest.mark.parametrize("secure", [False, True])
def test_real_and_training_are_open_in_one_browser_for_no_cookie_of_one_is_the_others(portal, secure):
    def cookies(network):
        client = network.stranger()
        answer = client.get("/sign-in", base_url="https://localhost" if secure else "http://localhost")
        with network.app.test_request_context():
            from portal.web.identity import origin

            device = origin._name()
        chosen = network.post(client, "/language", {"language": "pt"}, page="/sign-in")
        lines = [line for one in (answer, chosen) for line in one.headers.getlist("Set-Cookie")]
        return {line.partition("=")[0] for line in lines} | {device}

    settings = replace(portal.settings, secure_cookies=secure)
    real = replace(portal, settings=settings, app=application(settings, portal.store))
    ours, theirs = cookies(real), cookies(of_training(portal, secure_cookies=secure))
    assert len(ours) == len(theirs) == 3 and not ours & theirs
    assert all(name.startswith("__Host-") is secure for name in ours | theirs if "language" not in name)


def test_a_language_chosen_in_one_is_not_that_of_the_other(training):
    client = training.stranger()
    training.post(client, "/language", {"language": "es"}, page="/sign-in")
    client.set_cookie("language", "ar")  # chosen in the real portal: a browser sends it to both ports
    assert '<html lang="es"' in client.get("/sign-in").text


def test_the_help_of_a_real_portal_leads_to_the_space_beside_it_where_one_is_named(portal):
    assert "The training space" not in portal.as_("dakar", "en").get("/help/first-day").text
    settings = replace(portal.settings, training_address="https://learn.example/")
    page = replace(portal, settings=settings, app=application(settings, portal.store)).as_("dakar", "en").get("/").text
    assert '<a href="https://learn.example/" rel="noopener noreferrer">The training space</a></nav>' in page


# ---- the space's own page ------------------------------------------------------------------------------------------


def test_who_may_instruct_puts_the_space_back_and_nobody_else(training):
    from casefile.training import reset

    home = training.settings.home
    (home / reset.START).mkdir(parents=True)
    for login in ("dakar", "protection", "auditor"):
        assert training.as_(login).get("/training/").status_code == 403
        assert training.post(training.as_(login), "/training/reset", page="/watchlists/new").status_code == 403
    for login in ("coordinator", "administrator"):
        client = training.as_(login)
        assert 'href="/training/"' in client.get("/").text
        assert training.post(client, "/training/reset", page="/training/").status_code == 409, "no start was kept"
    (home / reset.START / "whole").touch()
    for login in ("coordinator", "administrator"):
        answer = training.post(training.as_(login), "/training/reset", page="/training/")
        assert answer.status_code == 200 and "put back to its start" in answer.text and reset.is_wanted(home)
        assert "Reset the training space" not in training.as_(login).get("/training/").text, "it is on its way"
        (home / reset.WANTED).unlink()


def test_in_a_real_portal_the_page_is_as_unknown_as_any_other(portal):
    client = portal.as_("coordinator", "en")
    for path in ("/training/", "/training/reset"):
        there, nowhere = client.get(path), client.get("/nowhere/")
        assert there.status_code == nowhere.status_code == 404
        assert len(there.data) == len(nowhere.data)
    assert portal.post(client, "/training/reset", page="/").status_code == 404
