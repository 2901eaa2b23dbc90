"""`griot webhook`: the secret given once, listed without it, rotated, removed; what is not taken ends with 1."""

import json

from click.testing import CliRunner

from portal.cli import main


def griot(portal, tmp_path, *words):
    environment = {"DATABASE_URL": str(portal.store.engine.url), "GRIOT_SECRET_KEY": "test-key-" + "0" * 40,
                   "GRIOT_WEBHOOK_PRIVATE": "127.0.0.1"}  # fmt: skip
    done = CliRunner().invoke(main, ["--home", str(tmp_path), "--json", *words], env=environment)
    return done.exit_code, json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}


def test_a_secret_is_given_once_and_a_webhook_ends_when_it_is_removed(portal, tmp_path):
    add = ["webhook", "add", "desk", "--unit", "SN-DKR", "--url"]
    code, refused = griot(portal, tmp_path, *add, "https://10.0.0.1/griot")
    assert code == 1 and "GRIOT_WEBHOOK_PRIVATE" in refused["error"]
    code, made = griot(portal, tmp_path, *add, "http://127.0.0.1:9/griot")
    assert code == 0 and made["secret"].startswith("whsec_") and made["in_force"] and made["unit"] == "SN-DKR"

    _, listed = griot(portal, tmp_path, "webhook", "list")
    assert [one["name"] for one in listed["webhooks"]] == ["desk"] and "whsec_" not in json.dumps(listed)
    code, again = griot(portal, tmp_path, "webhook", "rotate", "desk")
    assert code == 0 and again["secret"] != made["secret"] and again["former_until"]

    code, said = griot(portal, tmp_path, "webhook", "test", "desk")
    assert code == 1 and said["error"].endswith("no answer.")
    code, ended = griot(portal, tmp_path, "webhook", "remove", "desk")
    assert code == 0 and ended["in_force"] is False
    for words in (["rotate", "desk"], ["remove", "desk"], ["test", "desk"]):
        assert griot(portal, tmp_path, "webhook", *words)[0] == 1
