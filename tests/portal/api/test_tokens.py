"""Tokens: what opens to whom, what ends them, and that neither a cookie nor a token opens the other's door."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from casefile.errors import BadInput, Conflict, NotAllowed
from casefile.people import invitations, officers
from casefile.people.machines import api_tokens
from casefile.people.units import SYSTEM
from casefile.storage import tables
from casefile.storage.tables import ApiToken, Audit, Officer, Unit
from casefile.vocabulary import Role, TokenScope
from tests.network import make
from tests.network.stored import everything

OPEN = ("/openapi.json", "/livez", "/readyz?only=database", "/healthz")
CLOSED = (
    ("GET", "/catalog"), ("GET", "/algorithms"), ("POST", "/match/default"), ("GET", "/search/default"),
    ("GET", f"/entities/{'f' * 32}"), ("GET", "/reconcile/default"), ("POST", "/reconcile/default"),
    ("GET", "/reconcile/default/preview"), ("GET", f"/reconcile/default/at/{'x' * 43}"), ("GET", "/api/1/nothing"),
    ("DELETE", "/match/default"), ("GET", "/match"),
)  # fmt: skip


@pytest.mark.parametrize("path", OPEN)
def test_some_addresses_answer_anybody(api, path):
    assert api.stranger().get(path).status_code == 200


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_everything_else_asks_for_a_token_and_says_so_as_json(api, method, path):
    asked = [api.stranger(), api.as_("dakar")]  # an officer's cookie is nothing here
    answers = {client.open(path, method=method).text for client in asked}
    answers |= {
        api.stranger().open(path, method=method, headers={"Authorization": given}).text
        for given in ("Bearer griot_wrong", "Bearer", "Basic eDp5", "ApiKey x", "Bearer \u00e9")
    }
    assert len(answers) == 1
    refused = api.stranger().open(path, method=method)
    assert (refused.status_code, refused.content_type) == (401, "application/problem+json")
    assert refused.json["status"] == 401 and "Bearer" in refused.headers["WWW-Authenticate"]
    assert "Set-Cookie" not in refused.headers


def test_a_token_opens_no_page_of_an_officer_and_a_browser_still_comes_to_the_sign_in_page(api):
    machine = api.machine("SN-DKR", *TokenScope)
    for path in ("/", "/records/new", "/admin/units", "/search/"):
        assert machine.get(path).status_code == 401
        assert api.stranger().get(path, headers={"Accept": "text/html,*/*;q=0.8"}).status_code == 303
        assert api.stranger().get(path, headers={"Accept": "application/json"}).status_code == 401


def test_a_scope_opens_its_own_and_nothing_else(api):
    match, search = api.machine("SN-DKR", "match"), api.machine("SN-DKR", "search")
    assert match.match("Modou Jallow").status_code == 200
    assert search.match("Modou Jallow").status_code == 403
    assert search.get("/search/default?q=Jallow").status_code == 200
    assert match.get("/search/default?q=Jallow").status_code == 403
    assert api.machine("SN-DKR", "pointers").get("/catalog").status_code == 403


def test_clients_of_yente_send_it_by_another_name(api):
    made = api.token("SN-DKR", "match")
    client = api.app.test_client()
    assert client.get("/catalog", headers={"Authorization": f"ApiKey {made.token}"}).status_code == 200


def test_it_ends_by_its_date_by_revoking_and_with_its_unit(api):
    expired, revoked, closed = (
        api.machine("SN-DKR", "match"),
        api.machine("SN-DKR", "match"),
        api.machine("GM-BJL", "match"),
    )
    assert {one.get("/catalog").status_code for one in (expired, revoked, closed)} == {200}
    with api.store.writing() as session:
        names = {one.name: one.id for one in api_tokens.tokens_of(session, SYSTEM)}
        session.execute(
            ApiToken.__table__.update()
            .where(ApiToken.name == "probe-1")
            .values(expires_at=tables.now() - timedelta(seconds=1))
        )
        api_tokens.revoke(session, SYSTEM, names["probe-2"])
        session.execute(Unit.__table__.update().where(Unit.code == "GM-BJL").values(closed_at=tables.now()))
    assert {one.get("/catalog").text for one in (expired, revoked, closed)} == {api.stranger().get("/catalog").text}


def test_only_its_hash_is_kept(api):
    made = api.token("SN-DKR", "reconcile", "match")
    held = everything(api.store)
    assert made.token not in held and made.address not in held
    assert made.token.startswith("griot_") and len(made.token) > 40 and len(made.address) > 40


def test_it_acts_as_nobody_of_the_unit(api):
    """Its shadow is shut out, listed nowhere, and no administrator can give it a link or duties."""
    api.token("SN-DKR", "match")
    with api.store.writing() as session:
        assert session.scalar(select(Officer.active).where(Officer.login == "api:probe-1")) is False
        assert "api:probe-1" not in {one.login for one in officers.officers_of(session, SYSTEM)}
        with pytest.raises(Conflict):
            officers.set_roles(session, SYSTEM, "api:probe-1", [Role.INVESTIGATOR])
        with pytest.raises(Conflict):
            invitations.new_link(session, SYSTEM, "api:probe-1")


def test_an_administrator_lists_and_revokes_but_makes_none(api):
    """Who could make one at a page could read a unit's records by it."""
    administrator = api.viewers["administrator"]
    with api.store.writing() as session, pytest.raises(NotAllowed):
        api_tokens.add_token(session, administrator, "x1", unit="SN-DKR", scopes=[TokenScope.SEARCH])
    with api.store.writing() as session, pytest.raises(NotAllowed):
        api_tokens.tokens_of(session, api.dakar)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name": "A b"}, BadInput), ({"scopes": []}, BadInput), ({"days": 0}, BadInput), ({"days": 9999}, BadInput),
        ({"name": "probe-1"}, Conflict), ({"reason": "xxxxx"}, BadInput),
    ],
)  # fmt: skip
def test_what_is_no_token_is_refused(api, given, refusal):
    api.token("SN-DKR", "match")
    wanted = {"name": "kiosk", "unit": "SN-DKR", "scopes": [TokenScope.MATCH], **given}
    with api.store.writing() as session, pytest.raises(refusal):
        api_tokens.add_token(session, SYSTEM, **wanted)


def test_a_name_is_free_again_once_its_token_has_ended(api):
    api.token("SN-DKR", "match")
    with api.store.writing() as session:
        api_tokens.revoke(session, SYSTEM, api_tokens.token_named(session, SYSTEM, "probe-1").id)
        again = api_tokens.add_token(session, SYSTEM, "probe-1", unit="SN-DKR", scopes=[TokenScope.MATCH])
        logins = set(session.scalars(select(Officer.login).where(Officer.login.like("api:%"))))
    assert again.view.in_force and logins == {"api:probe-1", "api:probe-1:2"}


def test_each_question_is_in_the_trail_with_its_token_and_its_reason(api):
    api.enter("dakar", make.person("Modou Jallow", "1984"))
    api.drain()
    machine = api.machine("SN-DKR", "match", reason="screening of arrivals at the port")
    with api.store.reading() as session:
        before = session.scalar(select(func.max(Audit.seq)))
    found = machine.matches("Modou Jallow", birthDate=["1984"])
    with api.store.reading() as session:
        lines = session.execute(select(Audit.__table__).where(Audit.seq > before).order_by(Audit.seq)).all()
        shadow = session.scalar(select(Officer.id).where(Officer.login == "api:probe-1"))
    assert [line.action for line in lines] == ["search", "search"]
    assert {line.officer_id for line in lines} == {shadow}
    assert lines[0].reason == "screening of arrivals at the port"
    assert lines[1].detail["shown"] == [one["id"] for one in found]


def test_refusals_are_counted_and_the_word_in_an_address_is_in_no_figure(api):
    from portal.web.observed import metrics

    machine = api.machine("SN-DKR", "reconcile")
    api.stranger().get("/catalog")
    api.stranger().get("/catalog", headers={"Authorization": "Bearer griot_wrong"})
    assert api.stranger().get(f"/reconcile/default/at/{machine.address}").status_code == 200
    figures = metrics.generate_latest(metrics._OWN).decode()
    assert 'griot_tokens_refused_total{cause="missing"}' in figures
    assert 'griot_tokens_refused_total{cause="unknown"}' in figures
    assert "/reconcile/default/at/<key>" in figures and machine.address not in figures
