"""How long a page of results takes, next to the time that its own queries take in the search engine; and the help that
a form gets while it is typed.

In this process, through the client that Flask has for tests, over the real engine. A page has the time of its queries
(over the wire, as the portal waits for them), and the rest: permission, reading the question, records checked in SQL,
names held against it, template, trail.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle
from time import perf_counter
from typing import Any

from flask.testing import FlaskClient

from casefile.settings import Settings
from casefile.subjects.identity import Identity
from casefile.vocabulary import Json, Sharing
from indexer.bench.common import quantile
from indexer.bench.installation import RULES, bench_installation, enter_all, index_all, people
from indexer.bench.population import Population
from indexer.engine.client import Engine
from portal import create_app
from portal.cli.bench.web import new_officer, sign_in, token_of

FACTOR, PLUS_MS = 1.5, 60.0
"""What a page may take: so much of its own queries' time, and so many milliseconds."""
HELP_MS = 100.0
"""What the help while typing may take."""
MONTHS = ("janvier", "mars", "avril", "mai", "juin", "août", "octobre")
ASKING = ("search", "msearch", "count")
"""The engine's questions; writing is none of a page's."""


class Asked:
    """The time that the engine took since the last look, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def taken(self) -> float:
        seconds, self.seconds = self.seconds, 0.0
        return seconds


@contextmanager
def timed(engine: Engine) -> Iterator[Asked]:
    """Every question to the engine is timed while this lasts."""
    asked = Asked()

    def around(real: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*args: Any, **named: Any) -> Any:
            started = perf_counter()
            try:
                return real(*args, **named)
            finally:
                asked.seconds += perf_counter() - started

        return ask

    for name in ASKING:
        setattr(engine, name, around(getattr(engine, name)))
    try:
        yield asked
    finally:
        for name in ASKING:
            delattr(engine, name)


def run(
    settings: Settings,
    *,
    records_wanted: int = 100_000,
    queries: int = 50,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Json]:
    """For each kind of question 95th percentiles in milliseconds: of the page, of its queries, of the rest; and whether
    the page keeps within FACTOR times its queries and PLUS_MS."""
    _, recorded = people(seed, 1, records_wanted)
    with bench_installation(settings) as place:
        tell(f"entering {records_wanted} records")
        enter_all(place.store, recorded, replace(RULES, sharing=Sharing.FULL))
        index_all(place)
        app = create_app(replace(place.settings, demo=True), place.store, place.engine)
        new_officer(place)
        report: dict[str, Json] = {"records": records_wanted}
        with app.test_client() as client, timed(place.engine) as asked:
            sign_in(client)
            for kind, texts in questions(
                [one for one in recorded if one.names][:queries], Population(seed + 1)
            ).items():
                tell(kind)
                pages = [_page(client, asked, text, f"{kind}, {number}") for number, text in enumerate(texts)]
                report[kind] = _figures([page for page in pages if page], len(texts))
            tell("help while typing")
            report["typing_help"] = _help(client, [one.names[0].text for one in recorded if one.names][:queries])
        return report


def questions(wanted: list[Identity], population: Population) -> Mapping[str, list[str]]:
    """Questions as officers type them, by kind; no two so near to each other that the budgets see a series."""
    names = [one.names[0].text for one in wanted]
    days = [f"{1 + number % 28} {month} {2024 + number % 3}" for number, month in zip(range(len(names)), cycle(MONTHS))]
    return {
        "name_as_written": names,
        "name_spelled_otherwise": [population.seen_again(one).names[0].text for one in wanted],
        "one_common_part": [name.split()[-1] for name in names],
        "number": [one.identifiers[0].value for one in wanted if one.identifiers],
        "part_of_a_number": [one.identifiers[0].value[-7:] for one in wanted if one.identifiers],
        "words_and_a_day": [f"{name.split()[0]} pirogue {day}" for name, day in zip(names, days, strict=True)],
        "nothing": [_unknown(number) for number in range(len(names))],
    }


def _unknown(number: int) -> str:
    """A name of nobody: two words of signs that no language of the population puts together."""
    signs = random.Random(number)
    return " ".join("".join(signs.choices("bcdfghjklmnpqrstvwxz", k=9)) for _ in range(2))


def _page(client: FlaskClient, asked: Asked, text: str, why: str) -> tuple[float, float] | None:
    """Seconds of the page of results, and of its own queries in it; None where the question was refused."""
    token = token_of(client.get("/search/").text)
    form = {"text": text, "reason": f"bench of the pages, {why}", "csrf_token": token}
    found = client.post("/search/", data=form)
    if not found.location:
        return None
    asked.taken()
    started = perf_counter()
    page = client.get(found.location)
    took = perf_counter() - started
    if page.status_code != 200:
        raise AssertionError(f"the page of results answered {page.status_code}")
    return took, asked.taken()


def _help(client: FlaskClient, names: list[str]) -> dict[str, Json]:
    """95th percentile of the own records alike, for a name that the index has."""
    token, took = token_of(client.get("/records/new?kind=person").text), []
    for name in names:
        form = {"kind": "person", "names-0-text": name, "names-0-kind": "main", "csrf_token": token}
        started = perf_counter()
        answer = client.post("/records/alike", data=form)
        took.append(perf_counter() - started)
        if answer.status_code != 200:
            raise AssertionError(f"the help while typing answered {answer.status_code}")
    p95 = round(quantile(took, 0.95) * 1000, 1)
    return {"page_p95_ms": p95, "within": p95 <= HELP_MS}


def _figures(pages: list[tuple[float, float]], questions: int) -> dict[str, Json]:
    if not pages:
        return {"refused": questions}

    def p95(seconds: list[float]) -> float:
        return round(quantile(seconds, 0.95) * 1000, 1)

    page, engine = p95([took for took, _ in pages]), p95([asked for _, asked in pages])
    rest = p95([took - asked for took, asked in pages])
    within = page <= FACTOR * engine + PLUS_MS
    return {
        "page_p95_ms": page,
        "engine_p95_ms": engine,
        "ratio": round(page / engine, 2) if engine else 0.0,
        "rest_p95_ms": rest,
        "within": within,
        "refused": questions - len(pages),
    }
