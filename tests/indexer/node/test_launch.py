"""What the node is told before it starts."""

import os

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
    assert node.url.startswith("http://127.0.0.1:")
    assert "-XX:G1ReservePercent=25" in node.argv and "-Xmx1g" in node.argv
    if os.geteuid() == 0:
        assert node.user not in (None, 0)
    assert not {"OPENSEARCH_PASSWORD", "GRIOT_SECRET_KEY"} & set(node.env)


def _with_agent(folder):
    (folder / "agent").mkdir(exist_ok=True)
    (folder / "agent" / "opensearch-agent-3.8.0.jar").touch()
    return folder
