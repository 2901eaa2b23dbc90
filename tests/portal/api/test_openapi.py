"""The description of the API: whole, true to what is served, and fit for machines that try everything."""

import json
import os
import re
import subprocess
import sys

import pytest

from portal.api.operation import OPERATION
from portal.web.machine import marks
from tests.network import make
from tests.network.portal import on_a_port

PYTHON = os.environ.get("GRIOT_CLIENTS", sys.executable)
MANY = int(os.environ.get("GRIOT_TRIES", "3"))
"""Of each operation, with what fits and with what does not: a sample; before a release some hundreds."""

TRIES = """
import sys
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

base, token, many = sys.argv[1], sys.argv[2], int(sys.argv[3])
schema = schemathesis.openapi.from_url(base + "/openapi.json")
tried, faults = 0, []
for result in schema.get_all_operations():
    operation = result.ok()

    def try_it(case):
        global tried
        tried += 1
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
        answer = case.call()
        if answer.status_code >= 500 and answer.status_code != 503:
            faults.append(f"{case.method} {case.path} {answer.status_code}")
        case.headers["Authorization"] = "Bearer griot_wrong"
        without = case.call()
        public = case.operation.definition.raw.get("security") == []
        if not public and without.status_code != 401:
            faults.append(f"ignored authentication: {case.method} {case.path} {without.status_code}")

    checked = settings(
        max_examples=many, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
    )
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        try:
            checked(given(case=operation.as_strategy(generation_mode=mode))(try_it))()
        except Unsatisfiable:  # nothing that does not fit can be made of this operation
            continue
print(tried, faults)
sys.exit(bool(faults))
"""


def document(api):
    return api.stranger().get("/openapi.json").json


def test_it_describes_every_operation_and_nothing_else(api):
    described = {(path, method.upper()) for path, methods in document(api)["paths"].items() for method in methods}
    served = {
        (re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule), method)
        for rule in api.app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if hasattr(api.app.view_functions[rule.endpoint], OPERATION) and "key" not in rule.arguments
    }
    assert described == served
    for rule in api.app.url_map.iter_rules():
        view = api.app.view_functions[rule.endpoint]
        assert hasattr(view, OPERATION) is hasattr(view, marks.SCOPES), rule


def test_every_reference_leads_somewhere(api):
    whole = document(api)
    assert whole["openapi"].startswith("3.1")
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(whole)))
    assert wanted <= whole["components"]["schemas"].keys()
    names = [m["operationId"] for path in whole["paths"].values() for m in path.values()]
    assert len(names) == len(set(names))


def test_whoever_asks_without_a_token_is_told_so_in_the_description(api):
    for path, methods in document(api)["paths"].items():
        for one in methods.values():
            assert one.get("security") == [] or "401" in one["responses"], path


def tried(api, many):
    has = subprocess.run([PYTHON, "-c", "import schemathesis"], capture_output=True, check=False, timeout=120)
    if has.returncode:
        pytest.skip("schemathesis is not installed")
    api.enter("dakar", make.person("Mamadou Dialo", "1984-03-12"))
    api.drain()
    from casefile.vocabulary import TokenScope

    made = api.token("SN-DKR", *TokenScope)
    with on_a_port(api.app) as port:
        words = [PYTHON, "-c", TRIES, f"http://127.0.0.1:{port}", made.token, str(many)]
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60 + 60 * MANY)
    assert done.returncode == 0, (done.stdout[-3000:], done.stderr[-3000:])
    return int(done.stdout.split()[0])


def test_a_machine_that_tries_everything_breaks_nothing_and_gets_nowhere_without_a_token(api):
    assert tried(api, MANY) >= 60
