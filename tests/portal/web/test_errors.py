"""Error pages tell nothing to whom may not know."""

import json
import logging
import re

import pytest

from casefile.batches.reading import read_lines
from casefile.errors import BadInput, CasefileError, Figure, SearchUnavailable
from casefile.exchange.incoming import ImportReport, ListRefused
from casefile.exchange.workbooks.reading import TOO_MANY_ROWS
from casefile.policy.network.sources import Refusal
from indexer.search.reading.form import SearchForm
from indexer.search.reading.form import check as check_form
from portal.pages.running.lists import _sentence
from portal.web import gate
from portal.web.errors import translated
from tests.network.portal import same_every_time


def test_not_yours_and_not_there_are_the_same_bytes(portal, case_of, enter, form_of):
    case_id = case_of("dakar")
    record_id = enter(portal.as_("dakar"), "report", form_of["report"](case_id, sharing="none"))
    lamin = portal.as_("banjul")
    lamin.get("/")  # has the form's token made, whatever follows
    for there, not_there in (
        (f"/records/{record_id}", f"/records/{'0' * 32}"),
        (f"/records/{record_id}/versions/1", f"/records/{'0' * 32}/versions/1"),
        (f"/records/{record_id}/amend", f"/records/{'0' * 32}/amend"),
        (f"/records/{record_id}/withdraw", f"/records/{'0' * 32}/withdraw"),
        (f"/records/{record_id}/link", f"/records/{'0' * 32}/link"),
        (f"/cases/{case_id}", f"/cases/{'0' * 32}"),
        (f"/cases/{case_id}/close", f"/cases/{'0' * 32}/close"),
    ):
        first, second = lamin.get(there), lamin.get(not_there)
        assert first.status_code == second.status_code == 404
        assert first.data == second.data and sorted(first.headers.keys()) == sorted(second.headers.keys()), there
        same = {"Date", "Set-Cookie", "X-Request-ID"}  # the last is drawn by chance for each request
        assert {k: v for k, v in first.headers if k not in same} == {k: v for k, v in second.headers if k not in same}


def test_entering_into_another_units_case_looks_like_into_none(portal, case_of, form_of):
    case_id = case_of("dakar")
    lamin = portal.as_("banjul")
    answers = []
    for target in (case_id, "0" * 32):
        answer = portal.post(lamin, "/records/new?kind=report", form_of["report"](target))
        assert answer.status_code == 422
        answers.append(same_every_time(answer.text).replace(target, "ID"))
    assert answers[0] == answers[1]


def test_the_inside_stays_in_the_log_under_the_reference(portal, caplog):
    def broken():
        raise RuntimeError("SELECT secret FROM inside")

    portal.app.add_url_rule("/broken", "broken", gate.every_officer(broken))
    with caplog.at_level(logging.INFO, "portal.web.errors"):
        answer = portal.as_("dakar").get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.text and "Traceback" not in answer.text and "RuntimeError" not in answer.text
    reference = re.search(r'class="code">([\d-]+)<', answer.text)[1]
    assert any(getattr(record, "reference", "") == reference for record in caplog.records)


def test_not_searched_is_never_shown_as_nothing_found(portal):
    def down():
        raise SearchUnavailable("The search engine cannot be asked.")

    portal.app.add_url_rule("/down", "down", gate.every_officer(down))
    answer = portal.as_("banjul").get("/down")
    assert answer.status_code == 503 and "nothing was searched" in answer.text


def test_a_refusal_names_no_role_and_no_permission(portal):
    page = portal.as_("banjul").get("/admin/").text
    body = re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).lower()
    assert not any(word in body for word in ("unit:administer", "role", "permission", "investigator"))


@pytest.mark.parametrize(
    ("language", "most", "lines"),
    [("en", "5,000", "6,001"), ("fr", "5\u202f000", "6\u202f001"), ("pt", "5.000", "6.001"), ("es", "5.000", "6.001")],
)
def test_figures_of_a_refusal_are_written_as_the_reader_s_language_writes_them(unindexed, language, most, lines):
    with unindexed.app.test_request_context(headers={"Accept-Language": language}):
        try:
            read_lines("x" + str(n) for n in range(6_001))
        except BadInput as error:
            said, english = translated(error), str(error)
    assert most in said and lines in said, said
    assert "5,000" in english and "6,001" in english, "the commands, and machines"
    assert english == said or language != "en"


def test_a_limit_in_a_sentence_is_a_figure_too_and_a_year_is_none(unindexed):
    with unindexed.app.test_request_context(headers={"Accept-Language": "fr"}):
        assert "12\u202f000" in translated(BadInput("Search for at most %(most)d characters.", most=12_000))
        with pytest.raises(BadInput) as refused:
            check_form(SearchForm(text="Modou", year_from=9999))
        assert "9999" in translated(refused.value)
        assert "250\u202f000" in translated(CasefileError(TOO_MANY_ROWS, **_kept(Figure(250_000)))), "read from a table"


def test_a_list_that_shrank_says_by_how_much_in_the_reader_s_figures(unindexed):
    refused = ListRefused("", Refusal.SHRINKS, ImportReport(), missing=Figure(12_000), listed=Figure(20_000))
    with unindexed.app.test_request_context(headers={"Accept-Language": "fr"}):
        said = _sentence(refused)
    assert "12\u202f000" in said and "20\u202f000" in said


def _kept(most):
    return json.loads(json.dumps(BadInput(TOO_MANY_ROWS, most=most).kept_values))
