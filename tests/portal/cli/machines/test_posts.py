"""A post from end to end at the command line: added, given an extract, asked with the installation out of reach."""

import json

from click.testing import CliRunner

from portal.cli import main
from tests.casefile.exchange.sources import made
from tests.network.people import DAKAR
from tests.network.stored import network

WHY = "lists for the post at Rosso"


def test_the_documents_are_asked_where_no_installation_is(sqlite_store, tmp_path):
    network(sqlite_store)
    home, away = tmp_path / "installation", tmp_path / "away"
    environment = {"DATABASE_URL": str(sqlite_store.engine.url), "GRIOT_SECRET_KEY": "test-key-" + "0" * 40,
                   "OPENSEARCH_URL": "http://127.0.0.1:9"}  # fmt: skip
    home.mkdir()

    def griot(*words, at=home, env=environment):
        done = CliRunner().invoke(main, ["--home", str(at), *words, "--json"], env=env, catch_exceptions=False)
        return done.exit_code, json.loads(done.stdout) if done.stdout.startswith("{") else done.output

    path = made.documents(tmp_path / "stolen.csv", {"1": ("", "2019")})
    assert griot("import", "sltd", str(path), "--unit", DAKAR.code)[0] == 0
    code, added = griot("post", "add", "Rosso", "--unit", DAKAR.code)
    assert code == 0
    key, extract = tmp_path / "key", tmp_path / "rosso.extract"
    key.write_text(added["key"])
    asked = ("post", "check", "--extract", str(extract), "--key", str(key))
    words = ("post", "extract", "Rosso", "--as", "dakar", "--out", str(extract), "--rounds", "1000", "--reason", WHY)
    code, written = griot(*words)
    assert (code, written["documents"]) == (0, 1) and extract.stat().st_mode & 0o077 == 0
    for number, answer, desks in (("A0000001", "contact_desk", [DAKAR.code]), ("A0000002", "nothing_found", [])):
        code, said = griot(*asked, "--number", number, at=away, env={})
        assert (code, said["answer"], said["desks"]) == (0, answer, desks)
        assert said["lists"] and said["as_of"]
    extract.write_text(extract.read_text().replace("body", "bodi"))
    code, said = griot(*asked, "--number", "A0000001", at=away, env={})
    assert (code, said["answer"]) == (0, "could_not_be_checked") and said["why"]
    assert griot("post", "list")[1]["posts"][0]["extract_at"]
    assert griot("post", "end", "Rosso")[0] == 0
    assert griot(*words)[0] == 1
