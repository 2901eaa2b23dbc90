"""A joint case leaves by command as it does at the portal: in a member's name, what that member reads there."""

from datetime import timedelta

import networkx
import pytest
from click.testing import CliRunner

from casefile import joint
from casefile.policy.sharing import Access
from casefile.storage import tables
from casefile.storage.tables import JointCase
from portal.cli import main
from tests.network.make import person
from tests.network.stored import network

BORN = person("Mamadou Dialo", "1985-03-12", phone="+221 77 000 11 22")


@pytest.fixture
def export(sqlite_store, tmp_path, monkeypatch):
    """export("stix", "--as", "banjul"): exit code, what was printed, the file."""
    monkeypatch.setenv("DATABASE_URL", str(sqlite_store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)
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
    out = tmp_path / "joint.out"

    def type_in(what, *words, unit="GM-BJL"):
        out.unlink(missing_ok=True)
        asked = ["export", what, "--unit", unit, "--joint", reference, "--output", str(out), *words]
        done = CliRunner().invoke(main, ["--home", str(tmp_path), *asked])
        return done.exit_code, done.output, out

    return type_in


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
