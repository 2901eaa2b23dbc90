"""What others let a unit read leaves by command as at the portal, in an officer's name; and by templates."""

from datetime import timedelta

import networkx
import pytest
from click.testing import CliRunner

from casefile import joint
from casefile.policy.sharing import Access
from casefile.storage import tables
from casefile.storage.tables import JointCase
from portal.cli import main
from tests.network.contact import Contact
from tests.network.make import person
from tests.network.stored import network

BORN = person("Mamadou Dialo", "1985-03-12", phone="+221 77 000 11 22")


@pytest.fixture
def typed(sqlite_store, tmp_path, monkeypatch):
    """typed("stix", "--unit", …): exit code, what was printed, the file, which is written anew."""
    monkeypatch.setenv("DATABASE_URL", str(sqlite_store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)
    out = tmp_path / "left.out"

    def type_in(*words):
        out.unlink(missing_ok=True)
        asked = ["export", *words, "--output", str(out)] if words[0] in ("stix", "network", "sheet") else words
        done = CliRunner().invoke(main, ["--home", str(tmp_path), *map(str, asked)])
        return done.exit_code, done.output, out

    return type_in


def test_what_was_released_leaves_by_the_pointers_reference(sqlite_store, typed):
    net = network(sqlite_store)
    contact = Contact(net).sent().given("dakar")
    reference = net.pointers("banjul")[0].reference
    mine = ("--unit", "GM-BJL", "--contact", reference)
    code, said, file = typed("stix", *mine, "--as", "banjul")
    assert code == 0 and "1 records" in said and "Mamadou Dialo" in file.read_text()
    assert contact.record_id not in file.read_text()
    strange = typed("stix", "--unit", "MR-NKC", "--contact", reference, "--as", "nouakchott")
    assert strange[:2] == typed("stix", "--unit", "MR-NKC", "--contact", "P-0000", "--as", "nouakchott")[:2]
    for words in ((*mine,), (*mine, "--as", "dakar"), (*mine, "--as", "banjul", "--case", "BJL-1")):
        code, _, file = typed("stix", *words)
        assert code != 0 and not file.exists(), words
    assert typed("network", *mine, "--as", "banjul")[0] == 2, "a contact has no network"


def test_a_template_is_offered_taken_and_removed(sqlite_store, typed, tmp_path):
    net = network(sqlite_store)
    net.enter("dakar", person("=Mamadou Dialo", "1985-03-12"))
    file = tmp_path / "form.csv"
    file.write_text("of;heading;field;format;words\nperson;NOM;name;;\nperson;DDN;date:birth;DD/MM/YYYY;\n", "utf-8")
    sheet = ("sheet", "--unit", "SN-DKR", "--as", "dakar")
    code, said, left = typed(*sheet, "--template", file)
    assert code == 0 and "1 records" in said
    head, row = left.read_text("utf-8-sig").splitlines()
    assert head == "NOM,DDN,griot_record,griot_handling,griot_handling_text"
    assert row.startswith("'=Mamadou Dialo,12/03/1985,"), "no formula leaves"
    assert typed("template", "add", file, "--name", "Our form", "--unit", "SN-DKR")[0] == 0
    assert "Our form  sheet  SN-DKR" in typed("template", "list")[1]
    assert typed(*sheet, "--form", "Our form")[2].read_text("utf-8-sig").splitlines() == [head, row]
    others = ("sheet", "--unit", "GM-BJL", "--as", "banjul", "--form")
    assert typed(*others, "Our form")[:2] == typed(*others, "No form")[:2] and typed(*others, "No form")[0] == 1
    code, said, left = typed("network", "--unit", "SN-DKR", "--as", "dakar", "--format", "i2", "--form", "Our form")
    assert code == 1 and "griot export sheet" in said and not left.exists()
    file.write_text("of;heading;field\nperson;NOM;surname\n", "utf-8")
    code, said, left = typed(*sheet, "--template", file)
    assert code == 1 and "Line 2: there is no field" in said and not left.exists()
    assert typed("template", "remove", "Our form")[0] == 0 and typed(*sheet, "--form", "Our form")[0] == 1
    assert "date:birth" in typed("template", "fields")[1]


@pytest.fixture
def export(sqlite_store, typed):
    """export("stix", "--as", "banjul"), of a joint case of two units."""
    net = network(sqlite_store)
    ends = tables.now() + timedelta(days=30)
    with net.store.writing() as session:
        proposal = joint.Proposal("Pirogue de Mbour", "find who pays for it", (net.banjul.unit_id,), ends)
        id = joint.propose(session, net.dakar, proposal)
    with net.store.writing() as session:
        joint.accept(session, net.banjul, id, "the same boat as ours")
    record = net.enter("dakar", BORN)
    with net.store.writing() as session:
        joint.put_in(session, net.dakar, id, record, Access.FULL)
        reference = session.get(JointCase, id).reference
    return lambda what, *words, unit="GM-BJL": typed(what, "--unit", unit, "--joint", reference, *words)


def test_a_member_takes_it_out_and_nobody_else(export):
    code, said, file = export("stix", "--as", "banjul")
    assert code == 0 and "1 records" in said and "77 000" in file.read_text() and "DKR-1" not in file.read_text()
    code, said, file = export("network", "--as", "banjul", "--format", "graphml")
    assert code == 0 and [node["label"] for node in networkx.read_graphml(file).nodes.values()] == ["Mamadou Dialo"]
    for words, unit in (((), "GM-BJL"), (("--as", "nouakchott"), "MR-NKC"), (("--as", "banjul"), "SN-DKR"),
                        (("--as", "banjul", "--case", "BJL-1"), "GM-BJL")):  # fmt: skip
        for what in ("stix", "network"):
            code, _, file = export(what, *words, unit=unit)
            assert code != 0 and not file.exists(), (what, words)
