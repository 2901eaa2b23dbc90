"""What the node is told before it starts."""

import os

import pytest

from indexer.node import launch


def test_the_node_is_closed_to_the_outside(open_folder, monkeypatch):
    home = open_folder / "closed-node"
    node = launch.prepare(home, program=_with_agent(open_folder))
    text = (home / "node" / "config" / "opensearch.yml").read_text()
    for line in (
        "network.host: 127.0.0.1",
        "discovery.type: single-node",
        "action.auto_create_index: false",
        "script.allowed_types: none",
        "action.destructive_requires_name: true",
    ):
        assert line in text.splitlines()
    assert "-XX:G1ReservePercent=25" in node.argv and "-Xmx1g" in node.argv
    if os.geteuid() == 0:
        assert node.user not in (None, 0, 65534)
    assert not {"OPENSEARCH_PASSWORD", "GRIOT_SECRET_KEY"} & set(node.env)


@pytest.mark.parametrize("closed", [True, False])
def test_the_door_is_where_the_machine_allows_it_and_else_the_loopback_is_said(open_folder, closed):
    home = open_folder / f"node-{closed}"
    node = launch.prepare(home, program=_with_agent(open_folder), closed=closed)
    assert node.closed is closed
    assert node.url.startswith("door:///" if closed else "http://127.0.0.1:")
    config = (home / "node" / "config" / "opensearch.yml").read_text()
    assert ("http.port: 9200" in config.splitlines()) is closed, "on the loopback others may hold that port"


def _with_agent(folder):
    (folder / "agent").mkdir(exist_ok=True)
    (folder / "agent" / "opensearch-agent-3.8.0.jar").touch()
    return folder
