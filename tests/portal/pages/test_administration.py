"""The administration's pages: links and never passwords, two persons for what one may not do, seen by the unit."""

import re

import pytest

from casefile.people import officers, units, viewers
from casefile.storage.tables import Officer
from casefile.vocabulary import Role
from tests.network.people import COORDINATION, DAKAR, signs_in
from tests.network.portal import NOBODYS_ID, text_of, unbroken

WHY = "asked for by the head of the unit"
PASSWORD = "cinq mots bien longs ici"


@pytest.fixture
def two(portal):
    """The portal with two administrators, `administrator` and `deputy`."""
    with portal.store.writing() as db:
        officers.add_officer(db, units.SYSTEM, "deputy", unit=COORDINATION.code, roles=[Role.ADMINISTRATOR])
        portal.viewers["deputy"] = viewers.viewer_by_login(db, "deputy")
    portal.language = "en"
    return portal


def token_of(page):
    return re.search(r"/first-password/([\w-]+)", page)[1]


def address(portal, login, what):
    return f"/admin/officers/{portal.viewers[login].officer_id}/{what}"


def unit_id(portal, code):
    with portal.store.reading() as db:
        return units.unit_by_code(db, code).id


def new_officer(portal, login="new.one", unit=COORDINATION.code, roles=("investigator",), **more):
    return {"login": login, "display_name": "New One", "unit": unit_id(portal, unit), "roles": list(roles), **more}


def request_of(portal, who="deputy"):
    """The address of the one request that waits, from the list this administrator sees."""
    [found] = re.findall(r'href="(/admin/requests/\w+)"', portal.as_(who).get("/admin/").text)
    return found


def sign_in(portal, login, password):
    return portal.post(portal.stranger(), "/sign-in", {"login": login, "password": password}).status_code == 303


def choose(portal, token):
    again = {"password": PASSWORD, "again": PASSWORD}
    return portal.post(portal.stranger(), f"/first-password/{token}", again)


def test_the_administrator_hands_out_a_link_and_never_a_password(portal):
    admin = portal.as_("administrator")
    page = portal.post(admin, "/admin/officers/new", new_officer(portal))
    token = token_of(page.text)
    assert "password" not in re.findall(r'name="(\w+)"', admin.get("/admin/officers/new").text)
    assert token not in unbroken(admin.get("/admin/").text)
    guest = portal.stranger()
    short = portal.post(guest, f"/first-password/{token}", {"password": "too short", "again": "too short"})
    assert short.status_code == 422 and "15" in short.text
    differing = portal.post(guest, f"/first-password/{token}", {"password": PASSWORD, "again": "autre"})
    assert differing.status_code == 422
    assert choose(portal, token).location == "/sign-in"
    assert portal.post(guest, "/sign-in", {"login": "New.One", "password": PASSWORD}).location == "/"
    assert guest.get(f"/first-password/{token}").status_code == 404
    assert portal.stranger().get("/first-password/" + "x" * 40).status_code == 404


def test_an_officer_of_another_unit_waits_for_a_second_administrator(two):
    admin, deputy = two.as_("administrator"), two.as_("deputy")
    asked = two.post(admin, "/admin/officers/new", new_officer(two, "ghost.dkr", DAKAR.code, reason=WHY))
    assert (asked.status_code, asked.location) == (303, "/admin/")
    listed = admin.get("/admin/").text
    assert "It waits for a second administrator" in text_of(listed) and "/first-password/" not in listed
    assert "One request of another administrator waits for you" in text_of(deputy.get("/").text)
    assert "waits for you" not in text_of(admin.get("/").text)
    request = request_of(two)
    own = admin.get(request).text
    assert "/confirm" not in own and "Another administrator has to confirm this" in text_of(own)
    assert two.post(admin, f"{request}/confirm", page=request).status_code == 403
    shown = text_of(deputy.get(request).text)
    assert all(
        said in shown
        for said in ("ghost.dkr", "New One", "SN-DKR", "Investigator", WHY, "administrator", "another unit than yours")
    )
    done = two.post(deputy, f"{request}/confirm", page=request)
    token = token_of(done.text)
    assert "no-store" in done.headers["Cache-Control"]
    assert deputy.get(request).status_code == 404 == two.post(deputy, f"{request}/confirm", page="/admin/").status_code
    choose(two, token)
    assert sign_in(two, "ghost.dkr", PASSWORD)
    seen = text_of(two.as_("dakar").get("/").text)
    assert "New One New officer Investigator administrator deputy" in seen
    assert "New One" not in text_of(two.as_("banjul").get("/").text)


def test_a_reset_waits_and_the_link_is_shown_to_who_confirms(two, password):
    admin, deputy = two.as_("administrator"), two.as_("deputy")
    missing = two.post(admin, address(two, "dakar", "link"), {"reason": ""})
    assert missing.status_code == 422 and "State your reason" in text_of(missing.text)
    asked = two.post(admin, address(two, "dakar", "link"), {"reason": WHY})
    assert asked.status_code == 303 and sign_in(two, "dakar", password)
    request = request_of(two)
    page = two.post(deputy, f"{request}/confirm", page=request)
    assert sign_in(two, "dakar", password), "the old password stays until the link is used"
    choose(two, token_of(page.text))
    assert not sign_in(two, "dakar", password) and sign_in(two, "dakar", PASSWORD)
    assert "You New one-time code" in text_of(two.as_("dakar").get("/").text)


def test_a_first_link_of_the_own_unit_is_renewed_by_one(portal):
    admin = portal.as_("administrator")
    first = token_of(portal.post(admin, "/admin/officers/new", new_officer(portal)).text)
    with portal.store.reading() as db:
        new = viewers.viewer_by_login(db, "new.one").officer_id
    second = token_of(portal.post(admin, f"/admin/officers/{new}/link", {"reason": ""}).text)
    assert portal.stranger().get(f"/first-password/{first}").status_code == 404
    assert choose(portal, second).location == "/sign-in"


def test_a_strong_duty_waits_and_may_be_refused(two):
    admin, deputy = two.as_("administrator"), two.as_("deputy")
    path = address(two, "analyst", "duties")
    assert two.post(admin, path, {"roles": ["coordinator"], "reason": WHY}).status_code == 303
    request = request_of(two)
    assert two.as_("analyst").get("/review/").status_code == 403
    assert two.post(deputy, f"{request}/refuse", {"reason": ""}, page=request).status_code == 422
    assert two.post(deputy, f"{request}/refuse", {"reason": "not agreed"}, page=request).status_code == 303
    assert two.as_("analyst").get("/review/").status_code == 403
    assert two.post(admin, path, {"roles": ["coordinator"], "reason": WHY}).status_code == 303
    two.post(deputy, f"{request_of(two)}/confirm", page=request_of(two))
    listed = text_of(admin.get("/admin/").text)
    assert "analyst Change of duties administrator Confirmed deputy" in listed
    assert "analyst Change of duties administrator Refused deputy" in listed and "not agreed" in listed
    assert two.as_("analyst").get("/review/").status_code == 200


def test_duties_are_changed(two):
    admin = two.as_("administrator")
    answer = two.post(admin, address(two, "dakar", "duties"), {"roles": ["analyst"]})
    assert answer.status_code == 303
    with two.store.reading() as db:
        assert {role.value for role in viewers.viewer_by_login(db, "dakar").roles} == {"analyst"}
    both = two.post(admin, address(two, "dakar", "duties"), {"roles": ["coordinator", "analyst"], "reason": WHY})
    assert both.status_code == 422 and "does no case work" in text_of(both.text) and 'href="#roles"' in both.text


def test_an_officer_moves_with_nothing_of_the_old_unit(two):
    admin, deputy, client = two.as_("administrator"), two.as_("deputy"), two.as_("dakar")
    path = address(two, "dakar", "move")
    assert "Brigade de Dakar" not in re.search(r"<select.*?</select>", admin.get(path).text, re.S)[0]
    form = {"unit": two.viewers["banjul"].unit_id, "roles": ["analyst"], "reason": WHY}
    assert two.post(admin, path, form).status_code == 303
    assert client.get("/cases/").status_code == 200
    request = request_of(two)
    assert "Unit now SN-DKR Unit afterwards GM-BJL" in text_of(deputy.get(request).text)
    assert two.post(deputy, f"{request}/confirm", page=request).status_code == 303
    assert client.get("/cases/").location == "/sign-in"
    assert "Awa Ndiaye" not in text_of(two.as_("analyst").get("/").text)
    assert "dakar Left for another unit" in text_of(two.as_("analyst").get("/").text)
    assert "Awa Ndiaye Came from another unit" in text_of(two.as_("banjul").get("/").text)


def test_an_officer_shut_out_is_out_at_once(portal):
    client, admin = portal.as_("dakar"), portal.as_("administrator")
    answer = portal.post(admin, address(portal, "dakar", "deactivate"), {"reason": "left the unit"})
    assert answer.status_code == 303 and client.get("/").location == "/sign-in"


@pytest.mark.parametrize("login", ["a/b", "..", "banjul/../x", "élan"])
def test_an_old_odd_login_is_shut_out_by_its_page(portal, login):
    with portal.store.writing() as db:
        db.execute(Officer.__table__.update().where(Officer.login == "dakar").values(login=login))
    client, admin = portal.as_("dakar"), portal.as_("administrator")
    answer = portal.post(admin, address(portal, "dakar", "deactivate"), {"reason": "left the unit"})
    assert answer.status_code == 303 and client.get("/").location == "/sign-in"
    refused = portal.post(admin, "/admin/officers/new", new_officer(portal, login))
    assert refused.status_code == 422 and 'href="#login"' in refused.text


def test_the_last_administrator_stays(portal):
    admin = portal.as_("administrator", "en")
    for what, form in (("deactivate", {"reason": "left the unit"}), ("duties", {"roles": [], "reason": WHY})):
        answer = portal.post(admin, address(portal, "administrator", what), form)
        assert answer.status_code == 422 and "last administrator cannot be removed" in text_of(answer.text)
    closing = f"/admin/units/{portal.viewers['administrator'].unit_id}/close"
    answer = portal.post(admin, closing, {"reason": "merged"})
    assert answer.status_code == 422 and "last administrator cannot be removed" in text_of(answer.text)


def test_a_single_administrator_is_told_that_a_second_is_needed(portal):
    admin = portal.as_("administrator", "en")
    for page in ("/admin/", "/admin/officers/new", address(portal, "dakar", "move")):
        said = text_of(admin.get(page).text)
        assert "You are the only administrator" in said and "griot officer add LOGIN" in said
    assert portal.post(admin, address(portal, "dakar", "link"), {"reason": WHY}).status_code == 303
    request = request_of(portal, "administrator")
    assert "Nobody can confirm this yet" in text_of(admin.get(request).text)


def test_a_unit_is_added_and_closed(portal):
    admin = portal.as_("administrator")
    form = {"code": "ML-BKO", "name": "Brigade de Bamako", "country": "Mali", "kind": "investigation", "locale": "fr",
            "timezone": "Africa/Bamako", "desk": "permanence"}  # fmt: skip
    assert portal.post(admin, "/admin/units/new", form).status_code == 303
    assert "Brigade de Bamako" in admin.get("/admin/").text
    assert portal.post(admin, "/admin/units/new", form).status_code == 422
    assert portal.post(admin, "/admin/units/new", {**form, "code": "X", "country": "Atlantis"}).status_code == 422
    closing = f"/admin/units/{unit_id(portal, 'ML-BKO')}/close"
    assert portal.post(admin, closing, {"reason": "merged"}).status_code == 303
    with portal.store.reading() as db:
        assert not units.unit_by_code(db, "ML-BKO").open


def test_what_is_not_there_is_a_plain_404(portal):
    admin = portal.as_("administrator")
    for path in ("officers/{}/duties", "officers/{}/link", "officers/{}/move", "officers/{}/deactivate",
                 "units/{}/close", "requests/{}"):  # fmt: skip
        assert admin.get(f"/admin/{path.format(NOBODYS_ID)}").status_code == 404


def test_home_shows_five_changes_and_a_link_to_the_rest(portal):
    client = portal.as_("dakar", "en")
    with portal.store.writing() as db:
        for roles in ([], [Role.ANALYST]) * 3:
            officers.set_roles(db, units.SYSTEM, "analyst", roles)
    home, everything = client.get("/").text, client.get("/people").text
    assert home.count("Omar Fall") == 5 and 'href="/people"' in home
    assert everything.count("Omar Fall") == 7 and "command line" in text_of(everything)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_pages_are_whole_in_each_language(two, language):
    admin, deputy = two.as_("administrator", language), two.as_("deputy", language)
    two.post(admin, address(two, "analyst", "duties"), {"roles": ["coordinator"], "reason": WHY})
    request = request_of(two)
    paths = ["/", "/people", "/admin/", "/admin/officers/new", "/admin/units/new", request]
    paths += [address(two, "dakar", what) for what in ("duties", "link", "move", "deactivate")]
    for client in (admin, deputy):
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200 and f'lang="{language}"' in answer.text, path
    assert two.post(deputy, f"{request}/confirm", page=request).status_code == 303
    assert signs_in(two.store, "analyst", "nothing that was ever chosen") is None
