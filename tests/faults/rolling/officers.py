"""Officers at work over HTTP while servers are changed: each enters people and looks about, and notes what it was told.

Two web servers stand behind them as behind a proxy: one that refuses is passed over for the other. What was answered is
written down: the status of every page, and the id of all that was accepted.
"""

import http.client
import random
import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from tests.faults.rides.asking import exchange

PASSWORD = "quatre mots faciles ici"
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in ("a", "ou", "i", "é", "o", "an", "er")]
AHEAD = 4
"""So many people one unit may be ahead of the other: both of a pair must be entered for a hit."""
LOOKED_AT = ("/", "/cases/", "/watchlists/", "/hits/", "/search/")


class Cut(Exception):
    """The connection ended after the request was sent, before the answer was there."""


@dataclass
class Seen:
    """What all officers were told together."""

    statuses: Counter[int] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)
    """Pages of 500 and more."""
    cut: list[str] = field(default_factory=list)
    accepted: dict[str, dict[int, str]] = field(default_factory=lambda: {"record": {}, "watch": {}})
    """Ids, by the number of the person."""
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Form(HTMLParser):
    """The fields of the form that posts to this page, as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = self._select = self._area = ""
        self._chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        name = at.get("name") or ""
        if tag == "form":
            self._inside = "yes" if at.get("method", "").lower() == "post" else ""
        elif not self._inside or (tag in {"input", "select", "textarea"} and not name):
            return
        elif tag == "input" and at.get("type", "text") not in {"submit", "file", "button"}:
            if at.get("type") not in {"checkbox", "radio"} or "checked" in at:
                self.fields.setdefault(name, at.get("value") or "")
        elif tag == "select":
            self._select, self._chosen = name, False
        elif tag == "textarea":
            self._area = name
            self.fields.setdefault(name, "")
        elif tag == "option" and self._select and ("selected" in at or self._select not in self.fields):
            self.fields[self._select] = at.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = ""
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data


@dataclass
class Officer:
    """One browser, signed in once; the session is good at both servers."""

    login: str
    ports: tuple[int, ...]
    seen: Seen
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> tuple[int, str, str]:
        """Status, place it leads to, page; passing over a server that refuses. Raises Cut."""
        for turn, port in enumerate(random.sample(self.ports, len(self.ports)) * 400):
            connection = self.connection(port)
            try:
                connection.connect()
            except OSError:
                if turn >= len(self.ports):
                    threading.Event().wait(0.25)
                continue
            try:
                body = urlencode(fields) if fields is not None else None
                answer, page = exchange(connection, self.cookies, method, path, body)
            except (OSError, http.client.HTTPException) as error:
                with self.seen.lock:
                    self.seen.cut.append(f"{method} {path}: {type(error).__name__}")
                raise Cut from error
            finally:
                connection.close()
            self._note(method, path, answer, page)
            return answer.status, answer.headers.get("Location", ""), page
        raise AssertionError("no server answered for three minutes")

    def connection(self, port: int) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def _note(self, method: str, path: str, answer: http.client.HTTPResponse, page: str) -> None:
        with self.seen.lock:
            self.seen.statuses[answer.status] += 1
            if answer.status >= 500:
                self.seen.bad.append(f"{method} {path}: {answer.status} {_said(page)[:300]}")

    def sign_in(self) -> None:
        status, _, page = self.send("/sign-in", {"login": self.login, "password": PASSWORD})
        assert status in {302, 303}, f"{self.login}: {status} {_said(page)[:300]}"

    def send(self, path: str, fields: Mapping[str, str]) -> tuple[int, str, str]:
        """The form of this page, with these fields changed. Where the page did not come there is nothing to send: what
        came instead is returned."""
        status, place, page = self.ask("GET", path)
        if status != 200:
            return status, place, page
        form = _Form()
        form.feed(page)
        return self.ask("POST", path, form.fields | dict(fields))

    def enter(self, what: str, number: int, case_id: str) -> None:
        """A person entered by the form; told that it is kept, it is noted. One that was cut is nobody's promise."""
        path, fields = ENTERED[what](person(number), case_id)
        try:
            status, place, page = self.send(path, fields)
        except Cut:
            return
        with self.seen.lock:
            if status == 303 and (found := re.search(r"/(\w{20,})$", place)):
                self.seen.accepted[what][number] = found[1]
            elif status < 500:
                self.seen.refused.append(f"{what} {number}: {status} {_said(page)[:600]}")

    def look(self) -> None:
        try:
            self.ask("GET", random.choice(LOOKED_AT))
        except Cut:
            return


def person(number: int) -> dict[str, str]:
    """An invented person, the same for both units, like no other: names and numbers in a row are held for a series
    of questions about one person (casefile/budgets/series.py)."""
    draw = random.Random(number)
    first, last = ("".join(draw.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
    return {
        "names-0-text": f"{first} {last}", "names-0-kind": "main",
        "identifiers-0-kind": "passport", "identifiers-0-value": f"A{draw.randrange(10**7, 10**8)}",
        "identifiers-0-country": "Gambie", "dates-0-kind": "birth", "dates-0-text": str(1960 + number % 40),
    }  # fmt: skip


_BOTH = {
    "subject_category": "suspect", "suspicion_note": "Désigné par deux témoins.", "source_grade": "B",
    "info_grade": "2", "handling": "H2", "sharing": "pointer", "notify": "mutual",
}  # fmt: skip


def _record(who: dict[str, str], case_id: str) -> tuple[str, dict[str, str]]:
    more = {"case": case_id, "purpose": "support_investigation"}
    return f"/records/new?kind=person&case={case_id}", who | _BOTH | more


def _watch(who: dict[str, str], _case: str) -> tuple[str, dict[str, str]]:
    more = {"ground": "named by three passengers", "purpose": "locate_wanted", "check": "save"}
    return "/watchlists/new?kind=person", who | _BOTH | more


ENTERED = {"record": _record, "watch": _watch}


def _said(page: str) -> str:
    alert = re.search(r'role="alert".*?</div>', page, re.S)
    text = alert[0] if alert else page[page.find("<main") :]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


class Load:
    """Officers of two units, each in a thread: what one watches for the other enters, in a shuffled order."""

    def __init__(self, seen: Seen, officers: Sequence[Officer], cases: Mapping[str, str]) -> None:
        """Of two officers, signed in, the first enters records, the second watches. `cases`: theirs, by login."""
        self.seen = seen
        self.allowed = 0
        """How many people may be entered by now: an officer registers 150 watches a day at most."""
        self._at = dict.fromkeys(self.seen.accepted, 0)
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(one, what, cases[one.login]))
            for one, what in zip(officers, ("record", "watch"), strict=True)
        ]

    def allow(self, more: int) -> None:
        """So many more people than were tried on either side."""
        self.allowed = max(self.allowed, max(self._at.values()) + more)

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def _work(self, officer: Officer, what: str, case_id: str) -> None:
        number = 0
        while not self._ended.is_set():
            if number < min(self.allowed, min(self._at.values()) + AHEAD):
                officer.enter(what, number, case_id)
                self._at[what] = number = number + 1
            officer.look()

    def end(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(400)
            assert not thread.is_alive()
