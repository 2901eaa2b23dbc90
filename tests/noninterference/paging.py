"""The same through the portal's pages: all that links lead to from the home page, searches, and every address guessed.

Addresses are found, not listed: a page that is written tomorrow is looked at tomorrow.
"""

import html
import io
import re
import zipfile
from collections import Counter
from http.client import SEE_OTHER
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask.testing import FlaskClient

from casefile.policy.viewer import Viewer
from portal.web.gate import wanted_by
from tests.network.portal import PortalNetwork, application, same_every_time
from tests.noninterference.handles import WHY, Action
from tests.noninterference.observing import files_of
from tests.noninterference.world import B, World

BY_CHANCE = re.compile(r"nonce-[\w+/=-]+|\b\d{4}-\d{4}\b(?=</bdi> · \d{3})")
"""Drawn for each answer: the nonce of its policy, and the reference by which a refusal is found in the log."""
MOST_PAGES = 30
VARIANTS = 2
"""Pages of one kind, of records or of forms: two are as good as twenty."""
SEARCHES = 2
MOMENT = re.compile(r"<time .*?</time>", re.DOTALL)
"""The second at which a question at the post was answered."""
OWN = ("/static", "/account/")
"""Not crawled: files, and the officer's own account, whose secrets are drawn for each look and which knows no other."""


def pages_of(world: World, action: Action) -> dict[str, str]:
    """{address: status and page}."""
    if not action.get("closing"):
        return {}
    world.begin(action["n"], action["at"])
    seen: dict[str, str] = {}
    with world.kept_as_it_is():
        net = _portal(world)
        client = net.as_(B)
        token = _crawled(client, seen)
        bell = client.get("/due")
        seen["/due"] = f"{_said(bell)} {bell.headers.get('ETag')}"
        for form in action["forms"][:SEARCHES]:
            answer = client.post("/search/", data={**_typed(form), "reason": WHY, "csrf_token": token})
            seen[f"search {form}"] = _said(client.get(answer.location) if answer.status_code == SEE_OTHER else answer)
            asked = {"text": form.get("text") or form.get("identifier") or "Diallo", "reason": WHY, "csrf_token": token}
            seen[f"post {form}"] = MOMENT.sub("", _said(client.post("/post/", data=asked)))
        for rule in _taking_an_id(net.app, world.viewers[B]):
            address = re.sub(r"<[^>]+>", action["ids"][0], rule.rule)
            if "GET" in rule.methods:
                seen[address] = _said(client.get(address))
            if "POST" in rule.methods:
                data = {"reason": WHY, "step": "suspend", "csrf_token": token}
                seen[f"POST {address}"] = _said(client.post(address, data=data))
    return {**seen, **files_of(world)}


def _crawled(client: FlaskClient, seen: dict[str, str]) -> str:
    """Visit what links lead to from the home page; returns the token that forms carry."""
    waiting, variants, token = ["/"], Counter[tuple[str, ...]](), ""
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        parts = urlsplit(path)
        alike = (re.sub(r"[0-9a-f]{32}", "*", parts.path), *sorted(name for name, _ in parse_qsl(parts.query)))
        if path in seen or variants[alike] == VARIANTS or parts.path.startswith(OWN):
            continue
        variants[alike] += 1
        answer = client.get(path)
        seen[path] = _said(answer)
        waiting += [html.unescape(link) for link in re.findall(r'href="(/[^"#]*)"', answer.text)]
        token = token or "".join(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', answer.text)[:1])
    return token


def _said(answer: Any) -> str:
    if answer.mimetype == "application/zip":
        return f"{answer.status_code} {_unpacked(answer.data)}"
    page = BY_CHANCE.sub("", same_every_time(answer.text))
    return f"{answer.status_code} {answer.headers.get('location', '')} {page}"


def _unpacked(content: bytes) -> dict[str, bytes]:
    """What a dossier says, and which files its seal has; their bytes hang on a key that is drawn."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sealed = {name for name in archive.namelist() if name.startswith("seal/") or name == "manifest.json"}
        return {name: b"" if name in sealed else archive.read(name) for name in archive.namelist()}


def _typed(form: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in form.items() if name not in ("size", "page")}


def _portal(world: World) -> PortalNetwork:
    app = world.__dict__.get("app")
    if app is None:
        app = world.__dict__["app"] = application(world.settings, world.store)
        app.extensions["griot"].search = world.engine
    cases = {who: held[0] for who, held in world.cases.items()}
    return PortalNetwork(store=world.store, settings=world.settings, app=app, viewers=world.viewers, cases=cases)


def _taking_an_id(app: Any, viewer: Viewer) -> list[Any]:
    """The addresses that take one word, of pages open to the officer; the rest is refused whatever stands there."""
    found = []
    for rule in app.url_map.iter_rules():
        wanted = wanted_by(app, rule.endpoint)
        opened = wanted is not None and (not wanted or any(viewer.may(permission) for permission in wanted))
        if opened and len(rule.arguments) == 1 and "<int:" not in rule.rule:
            found.append(rule)
    return sorted(found, key=lambda rule: (rule.rule, sorted(rule.methods)))
