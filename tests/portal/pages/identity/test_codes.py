"""One-time codes, read out on the telephone and typed."""

import re

from casefile.people import officers, units, viewers
from casefile.policy.identity.waiting import LIMITS, Counted
from casefile.vocabulary import Role
from tests.network.people import PASSWORD
from tests.network.portal import text_of


def typed(home, code, address="203.0.113.9"):
    client = home.stranger()
    client.environ_base["REMOTE_ADDR"] = address
    return home.post(client, "/first-password", {"code": code})


def test_a_wrong_code_says_nothing_and_too_many_wait(home, clock):
    code = home.links["dakar"]
    said = {text_of(typed(home, wrong).text) for wrong in ("", "x", "K7QF-2M9X-4TRB-W3ZC", code[:-1], "\x00")}
    assert len(said) == 1
    for _ in range(LIMITS[Counted.CODE].free):
        assert typed(home, "K7QF-2M9X-4TRB-W3ZC").status_code == 422
    assert text_of(typed(home, code).text) in said, "right, but too soon"
    assert home.stranger().get(f"/first-password/{code}").status_code == 200, "from elsewhere"
    clock(seconds=LIMITS[Counted.CODE].longest_s)
    assert typed(home, code).location == f"/first-password/{code}"


def test_links_are_guessed_no_faster(home, clock):
    stranger = home.stranger()
    stranger.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    for number in range(LIMITS[Counted.CODE].free + 1):
        assert stranger.get(f"/first-password/{'x' * 40}{number}").status_code == 404
    assert stranger.get(f"/first-password/{home.links['dakar']}").status_code == 404


def test_the_code_stands_on_the_page_once_for_whoever_confirms(home, clock):
    with home.store.writing() as db:
        unit = home.viewers["administrator"].unit_code
        link = officers.add_officer(db, units.SYSTEM, "deputy", unit=unit, roles=[Role.ADMINISTRATOR])
        home.links["deputy"], home.viewers["deputy"] = link, viewers.viewer_by_login(db, "deputy")
    home.password("dakar")
    asker = home.entered("administrator", home.app_of("administrator")[0])
    target = f"/admin/officers/{home.viewers['dakar'].officer_id}/second-factor"
    assert home.post(asker, target, {"reason": "lost the phone at sea"}).location == "/admin/"
    request = re.search(r"/admin/requests/[0-9a-f]{32}", asker.get("/admin/").text)[0]
    assert home.post(asker, f"{request}/confirm", page=request).status_code == 403
    deputy = home.entered("deputy", home.app_of("deputy")[0])
    page = home.post(deputy, f"{request}/confirm", page=request).text
    code = re.search(r'id="one-time-code">([A-Z0-9-]{19})<', page)[1]
    for client in (asker, deputy):
        listed = client.get("/admin/").text
        assert code not in listed and "Codes à usage unique des 30 derniers jours" in listed
    assert home.post(home.stranger(), f"/first-password/{code}", {"password": PASSWORD, "again": PASSWORD}).location
