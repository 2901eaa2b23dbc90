"""A request carries a form or nothing: no other body is so much as read."""

import pytest

from portal.web.bodies import takes

NESTED = b'{"a":' * 50_000
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", NESTED), ("application/json", b"{}"), ("text/plain", b"login=a"), ("", b"login=a"),
        ("application/xml", b"<!DOCTYPE a>"), ("application/x-www-form-urlencoded-but-not", b"login=a"),
        ("multipart/mixed; boundary=a", b"--a--"), ("application/octet-stream", b"\0" * 100),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/sign-in", "/records/new?kind=report", "/search/", "/nothing-here"])
def test_a_body_that_is_no_form_is_refused(portal, path, kind, body):
    for client in (portal.stranger(), portal.as_("dakar")):
        answer = client.post(path, data=body, content_type=kind)
        assert answer.status_code == 415, answer.status
        assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=utf-8", FORM.upper(), "multipart/form-data; boundary=a"])
def test_a_form_is_read_however_it_says_so(portal, kind):
    answer = portal.stranger().post("/sign-in", data=b"login=a", content_type=kind)
    assert answer.status_code == 400, "its token is missing, and that is what is said"


def test_nothing_at_all_needs_no_kind(portal):
    assert portal.stranger().post("/sign-in").status_code == 400


def test_a_view_may_take_more(portal):
    """As an upload that resumes does; the others stay as they are."""
    view = portal.app.view_functions["sign_in.enter"]
    portal.app.view_functions["sign_in.enter"] = takes("application/offset+octet-stream")(view)
    answer = portal.stranger().post("/sign-in", data=b"\1\2", content_type="application/offset+octet-stream")
    assert answer.status_code == 400, "read, and without its token"
    assert portal.stranger().post("/sign-in", data=b"\1\2", content_type="text/plain").status_code == 415
