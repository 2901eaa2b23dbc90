"""The examples of docs/api.md, run as they stand there."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from casefile.vocabulary import TokenScope
from tests.network import make
from tests.network.portal import on_a_port

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")
EXAMPLES = re.findall(r"```sh\n(curl .*?)```", PAGE, re.DOTALL)


def test_there_are_examples():
    assert len(EXAMPLES) >= 8


def test_each_example_is_answered(api):
    if subprocess.run(["curl", "--version"], capture_output=True, check=False).returncode:
        pytest.skip("curl is not installed")
    known = api.enter("dakar", make.person("Mamadou Dialo", "1984-03-12", passport="A01234567"))
    api.drain()
    made = api.token("SN-DKR", *TokenScope)
    answers = []
    with on_a_port(api.app) as port:
        settings = {"GRIOT": f"http://127.0.0.1:{port}", "TOKEN": made.token, "ID": known, "PATH": "/usr/bin:/bin"}
        for example in EXAMPLES:
            done = subprocess.run(["sh", "-c", example], capture_output=True, text=True, env=settings, check=True)
            answers.append(json.loads(done.stdout))
            api.drain()
    assert [one.get("status") for one in answers] == [None] * len(answers), answers
    assert answers[0]["responses"]["q1"]["results"][0]["id"] == known
    said = json.dumps(answers)
    assert said.count(known) >= 5 and '"versions": ["0.2"]' in said
