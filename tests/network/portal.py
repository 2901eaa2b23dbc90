"""The network behind the portal's pages: signed-in clients, forms posted as a browser does, a crawl of what is seen."""

import html
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from werkzeug.serving import make_server

from casefile.people import sessions
from casefile.settings import Settings
from casefile.storage.store import Store
from portal import create_app
from tests.network.indexed import IndexedNetwork
from tests.network.stored import Network

NOBODYS_ID = "f" * 32
SKIPPED = ("/static", "/search/", "/my-acts/", "/account/", "/sign-in", "/help/handbook")
"""Not followed: files, the links of results, the own acts, which grow with every page that is asked, and the own
sign-ins and keys, whose pages hold the moment and a new secret each time; signing in, which leads
who has to the desk; the handbook, whose chapters hold nobody's data and know no store."""
WHY = "asked by the duty officer"


@contextmanager
def on_a_port(app: Flask) -> Iterator[int]:
    """The application behind a real socket of the loopback, for a browser; its port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join(timeout=10)


class _Compiled(BytecodeCache):
    """Templates compiled once in a process: each test has an application of its own, and they are all the same."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket) -> None:
        if bucket.key in self.code:
            bucket.bytecode_from_string(self.code[bucket.key])

    def dump_bytecode(self, bucket) -> None:
        self.code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def application(settings: Settings, store: Store) -> Flask:
    app = create_app(settings, store)
    app.jinja_env.bytecode_cache = _COMPILED
    return app


def unbroken(page):
    """The page without the places where a long value may end a line, which are no part of the value."""
    return page.replace("<wbr>", "")


def text_of(page):
    """The words of the page's content, as read."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", unbroken(page[page.index("<main") :]))).split())


def same_every_time(page):
    """The page without what differs at each request: the form's token and key, and the seconds and bytes that the
    status page measures at that moment."""
    return re.sub(
        r'name="(?:csrf_token|form_key|page)" value="[^"]*"|data-key="[0-9a-f]*"'
        r"|<td data-measured[^>]*>[^<]*</td>|<time data-printed>.*?</time>",
        "",
        unbroken(page),
    )


@dataclass(kw_only=True)
class PortalNetwork(Network):
    """`net.as_("dakar")` is that officer's client, signed in."""

    app: Flask
    settings: Settings
    language: str = ""
    """What the clients ask for; empty: the officer's own."""

    def stranger(self) -> FlaskClient:
        return self.app.test_client()

    def as_(self, login, language=None) -> FlaskClient:
        """A client signed in without the form's CSRF field: by a session opened as the sign-in page does."""
        client = self.app.test_client()
        with self.store.writing() as db:
            token = sessions.open_session(db, self.viewers[login].officer_id)
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        if language or self.language:
            client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language or self.language
        return client

    def post(self, client, path, data=None, page=None):
        """POST as a browser does: with the CSRF token of the page the form stands on."""
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page or path).text)
        return client.post(path, data={**(data or {}), "csrf_token": token[1] if token else ""})

    def search(self, client, text="", *, mode="tolerant", reason=WHY, **more):
        """The result page, as a browser comes to it."""
        answer = self.post(client, "/search/", {"text": text, "mode": mode, "reason": reason, **more})
        assert answer.status_code == 303, text_of(answer.text)
        return client.get(answer.location)

    def pages(self, login, searches=(), most=120):
        """{address: page} of all that can be reached from the home page by links, and of the searches given."""
        client, found = self.as_(login), {}
        waiting = ["/", "/hits/", "/watchlists/", "/search/", "/cases/"]
        while waiting and len(found) < most:
            path = waiting.pop(0)
            if path in found:
                continue
            answer = client.get(path)
            found[path] = answer.text if answer.mimetype != "application/pdf" else ""  # set from the lines of a page
            links = re.findall(r'href="(/[^"#]*)"', found[path])
            waiting += [link.replace("&amp;", "&") for link in links if not link.startswith(SKIPPED)]
        for text, mode in searches:
            found[f"search {mode} {text}"] = self.search(client, text, mode=mode).text
        return found


@dataclass(kw_only=True)
class IndexedPortal(PortalNetwork, IndexedNetwork):
    """The same with the search engine and a relay that works when asked."""
