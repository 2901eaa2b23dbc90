"""Hostile requests over every route and form, drawn from one seed: the same number gives the same request again.

A request takes a real route; its parts are real ids of the kind, ids of another kind, ids of nobody, or nonsense. Forms
are those the pages showed to that officer, filled in again: kept, emptied, doubled, cut off, or with a hostile value.
"""

import html
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.routing import Map, Rule

NONSENSE: tuple[str, ...] = (
    "", " ", "0", "-1", "1", "²", "٣", "٠١٢", "999999999999999999999999", "9223372036854775808", "2147483648", "1e309",
    "NaN", "true", "null", "None", "[]", "{}", "undefined", "'", '"', "';--", "<script>alert(1)</script>", "{{7*7}}",
    "${7*7}", "%00", "\x00", "\x1b[31m", "\r\nSet-Cookie: a=b", "../../etc/passwd", "..%2f", "a" * 5000, "é" * 3000,
    "\u202egnp.exe", "\u200b", "\ufeff", "%ED%A0%80", "\U0001f6a2", "محمد ولد عبد الله", "ﷺ" * 200, "1984-02-30",
    "31/02/1999", "0000-00-00", "9999999-01-01", "2026-11-26T00:00:00Z", "2026-13", "*", "?", "~1", "AND OR NOT",
    "name:(", "/.*/", "=cmd|' /C calc'!A0", "https://example.org/", "//example.org",
    "javascript:alert(1)", "a\tb", "ÿ" * 10, "f" * 32, "F" * 32, "f" * 31, "f" * 33, "e" * 64,
)  # fmt: skip
NAMES = ("page", "again", "age", "case", "decided", "desk", "link", "list", "month", "open", "search", "state", "which",
         "kind", "next", "csrf_token", "version", "id", "units", "names-0-text", "names-" + "9" * 5000 + "-text",
         "names-²-text", "names--1-text", "dates-999999999-value", "names-0-", "a[b][c]", "__proto__", "")  # fmt: skip
KINDS = ("application/json", "text/xml", "multipart/form-data", "multipart/form-data; boundary=", "a", "")
HEADERS: tuple[tuple[str, str], ...] = (
    ("Accept-Language", "fr-SN;q=9, *;q=x, " + "a-" * 200), ("Accept-Encoding", "gzip;q=abc, *"), 
    ("Range", "bytes=9-1"), ("If-None-Match", '"' * 50), ("If-Modified-Since", "yesterday"),
    ("Cookie", "griot=eyJhIjoxfQ.x.y; a"),
    ("Cookie", "griot=" + "A" * 4000), ("X-Forwarded-For", "1.2.3.4, ::1, x"), ("X-HTTP-Method-Override", "DELETE"),
    ("Referer", "http://[::1"), ("HX-Request", "true"), ("Content-Length", "x"), ("Authorization", "Basic =="),
)  # fmt: skip
LEFT_OUT = ("/sign-out",)
SHOWN, HELD = 0.35, 0.85
"""Shares of requests: by a form that was shown; by somebody to whom the address is open."""

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
ACTION = re.compile(r'\baction="([^"]*)"')
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\bname="([^"]+)"(?:[^>]*?\bvalue="([^"]*)")?', re.DOTALL)


@dataclass(frozen=True)
class Drawn:
    """One request. `who` is a login, or empty for a stranger."""

    who: str
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    kind: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Draw:
    seed: int
    logins: Sequence[str]
    ids: dict[str, list[str]]
    """By the name of a part of an address (`record_id`): what there is."""
    holders: dict[str, list[str]] = field(default_factory=dict)
    """By endpoint: the logins it is open to."""
    forms: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    """By login and address to post to: the fields a page showed."""

    def request(self, number: int, rules: Sequence[Rule]) -> Drawn:
        chance = random.Random(f"{self.seed} {number}")
        if self.forms and chance.random() < SHOWN:  # a form that was shown, filled in again
            who, path = chance.choice(sorted(self.forms))
            return Drawn(who, "POST", path, form=self._form(chance, who, path))
        rule = chance.choice(rules)
        holders = self.holders.get(rule.endpoint) or self.logins
        who = chance.choice(holders) if chance.random() < HELD else chance.choice([*self.logins, ""])
        allowed = sorted((rule.methods or {"GET"}) - {"OPTIONS", "HEAD"})
        method = chance.choice(METHODS) if chance.random() < 0.05 else chance.choice(allowed)
        path = self._path(chance, rule)
        query = tuple((self._name(chance), self._value(chance)) for _ in range(chance.choice((0, 0, 0, 1, 2))))
        headers = (chance.choice(HEADERS),) if chance.random() < 0.15 else ()
        if method in ("GET", "HEAD", "OPTIONS", "TRACE"):
            return Drawn(who, method, path, query, headers=headers)
        if chance.random() < 0.05:
            body = chance.randbytes(chance.choice((0, 1, 200, 60_000)))
            return Drawn(who, method, path, query, body=body, kind=chance.choice(KINDS), headers=headers)
        return Drawn(who, method, path, query, self._form(chance, who, path), headers=headers)

    def _path(self, chance: random.Random, rule: Rule) -> str:
        def part(found: re.Match[str]) -> str:
            name = found[1].rpartition(":")[2]
            if chance.random() < 0.7 and self.ids.get(name):
                return chance.choice(self.ids[name])
            if chance.random() < 0.5:
                return self._some_id(chance)
            return re.sub(r"[/?#]", "-", chance.choice(NONSENSE)) or "-"

        return re.sub(r"<([^>]+)>", part, rule.rule)

    def _form(self, chance: random.Random, who: str, path: str) -> tuple[tuple[str, str], ...]:
        seen = self.forms.get((who, path)) or (chance.choice(list(self.forms.values())) if self.forms else [])
        typed: list[tuple[str, str]] = []
        for name, value in seen:
            way = chance.random()
            if way < 0.08:
                continue
            typed += [(name, self._value(chance) if way < 0.25 else value)] * (3 if way > 0.97 else 1)
        typed += [(self._name(chance), self._value(chance)) for _ in range(chance.choice((0, 0, 1, 3)))]
        chance.shuffle(typed)
        return tuple(typed)

    def _some_id(self, chance: random.Random) -> str:
        return chance.choice(self.ids[chance.choice(sorted(name for name, ids in self.ids.items() if ids))])

    def _name(self, chance: random.Random) -> str:
        return chance.choice(NAMES)

    def _value(self, chance: random.Random) -> str:
        if chance.random() < 0.25:
            return self._some_id(chance)
        return chance.choice(NONSENSE)

    def learn(self, who: str, path: str, page: str) -> None:
        """The fields of the page's forms, each by where it is posted to."""
        for attributes, inside in FORM.findall(page):
            action = ACTION.search(attributes)
            place = html.unescape(action[1]) if action else path
            fields = [(name, html.unescape(value)) for name, value in FIELD.findall(inside) if name != "csrf_token"]
            if "method" in attributes and place not in LEFT_OUT:
                self.forms[who, place] = fields


def routes(url_map: Map) -> list[Rule]:
    """Every route in a fixed order. Signing out is left out: the officer would be nobody from there on."""
    wanted = (rule for rule in url_map.iter_rules() if rule.rule not in LEFT_OUT and rule.endpoint != "static")
    return sorted(wanted, key=lambda rule: (rule.rule, rule.endpoint))
