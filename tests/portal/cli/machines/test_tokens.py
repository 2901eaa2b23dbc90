"""`griot token`: given once, listed without itself, ended at once."""

import json

from click.testing import CliRunner

from portal.cli import main
from tests.network.portal import unbroken


def griot(portal, tmp_path, *words):
    environment = {"DATABASE_URL": str(portal.store.engine.url), "GRIOT_SECRET_KEY": "test-key-" + "0" * 40,
                   "GRIOT_HOSTS": "griot.example"}  # fmt: skip
    done = CliRunner().invoke(main, ["--home", str(tmp_path), "--json", *words], env=environment)
    return done.exit_code, json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}


def catalog(portal, token):
    return portal.app.test_client().get("/catalog", headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_token_is_given_once_and_ends_when_it_is_revoked(portal, tmp_path):
    code, made = griot(
        portal, tmp_path, "token", "add", "kiosk", "--unit", "SN-DKR", "--scopes", "match,search,reconcile"
    )
    assert code == 0 and made["scopes"] == ["match", "reconcile", "search"] and made["in_force"]
    assert made["reconcile"].startswith("http://griot.example/reconcile/default/at/")
    assert catalog(portal, made["token"]) == 200
    path = made["reconcile"].removeprefix("http://griot.example")
    assert portal.app.test_client().get(path).json["versions"] == ["0.2"]

    _, listed = griot(portal, tmp_path, "token", "list")
    assert [one["name"] for one in listed["tokens"]] == ["kiosk"]
    assert made["token"] not in json.dumps(listed) and path.rpartition("/")[2] not in json.dumps(listed)

    assert griot(portal, tmp_path, "token", "add", "kiosk", "--unit", "SN-DKR", "--scopes", "match")[0] == 1
    assert griot(portal, tmp_path, "token", "revoke", "kiosk")[1]["in_force"] is False
    assert catalog(portal, made["token"]) == 401
    assert griot(portal, tmp_path, "token", "revoke", "kiosk")[0] == 1


def test_what_is_no_scope_is_named(portal, tmp_path):
    assert griot(portal, tmp_path, "token", "add", "kiosk", "--unit", "SN-DKR", "--scopes", "match,everything")[0] == 2
    assert griot(portal, tmp_path, "token", "add", "kiosk", "--unit", "XX-NIL", "--scopes", "match")[0] == 1


def test_an_administrator_sees_and_ends_it_at_a_page(portal, tmp_path):
    _, made = griot(portal, tmp_path, "token", "add", "kiosk", "--unit", "SN-DKR", "--scopes", "pointers")
    client = portal.as_("administrator", language="en")
    page = unbroken(client.get("/admin/tokens/").text)
    assert "kiosk" in page and "In force" in page and made["token"] not in page
    answer = portal.post(client, f"/admin/tokens/{made['id']}/revoke", page="/admin/tokens/")
    assert answer.status_code == 303 and "Revoked" in client.get("/admin/tokens/").text
    assert portal.as_("dakar").get("/admin/tokens/").status_code == 403
    assert "kiosk" not in client.get("/admin/units").text.partition("<main")[2]
    seen = portal.as_("dakar", language="en").get("/people").text
    assert seen.count("<bdi>kiosk</bdi>") == 2 and "Token for a system" in seen and "Token of a system revoked" in seen
