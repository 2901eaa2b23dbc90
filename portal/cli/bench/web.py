"""How long the pages take and whether the web process keeps its size: one officer's day, over and over.

In this process, through the client that Flask has for tests: form, permission, database, engine and template are real,
socket and threads of the server are not measured. Nothing drains meanwhile, as if the worker were elsewhere.
"""

import os
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from time import perf_counter

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from casefile.people import officers, passwords, units
from casefile.records import cases
from casefile.settings import Settings
from casefile.vocabulary import Json, Role
from indexer.bench.common import megabytes, quantile
from indexer.bench.installation import CODES, Installation, bench_installation, drain_all, enter_all, people
from indexer.bench.population import Population
from portal import create_app

LOGIN, PASSWORD = "officer", "quatre mots faciles ici"
QUARTERS = 4
PAGES = ("home", "search", "found", "new", "save", "record", "hits", "watchlists")

Answered = tuple[str, float]
"""Page, seconds."""


def run(
    settings: Settings,
    *,
    records_wanted: int = 2_000,
    days: int = 400,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> dict[str, Json]:
    """Median and 95th percentile of each page in milliseconds; resident memory of the process by quarter, in MB."""
    tell(f"{records_wanted} records")
    with bench_installation(settings) as place:
        enter_all(place.store, people(seed, 1, records_wanted)[1])
        drain_all(place)
        app = create_app(replace(place.settings, demo=True), place.store, place.engine)
        case_id = new_officer(place)
        population, times, memory = Population(seed + 1), defaultdict[str, list[float]](list), list[float]()
        with app.test_client() as client:
            sign_in(client)
            tell(f"{days} times {len(PAGES)} pages")
            for day in range(days):
                for page, seconds in _day(client, case_id, population.person().names[0].text):
                    times[page].append(seconds)
                if (day + 1) % (days // QUARTERS) == 0:
                    memory.append(round(megabytes(os.getpid()), 1))
        return {
            "records": records_wanted,
            "requests": sum(map(len, times.values())),
            "web_mb_by_quarter": memory,
            **{page: {"median_ms": _ms(times[page], 0.5), "p95_ms": _ms(times[page], 0.95)} for page in PAGES},
        }


def _day(client: FlaskClient, case_id: str, name: str) -> list[Answered]:
    """Look somebody up, find nothing or something, write them down, look at what is waiting."""
    took: list[Answered] = []

    def asked(page: str, work: Callable[[], TestResponse], status: int = 200) -> TestResponse:
        started = perf_counter()
        answer = work()
        took.append((page, perf_counter() - started))
        if answer.status_code != status:
            raise AssertionError(f"{page} answered {answer.status_code}")
        return answer

    asked("home", lambda: client.get("/"))
    token = _token(client, "/search/")
    question = {"text": name, "mode": "sound", "reason": "bench", "csrf_token": token}
    found = asked("search", lambda: client.post("/search/", data=question), 303)
    asked("found", lambda: client.get(found.location))
    form = asked("new", lambda: client.get(f"/records/new?kind=person&case={case_id}"))
    saved = asked(
        "save",
        lambda: client.post("/records/new?kind=person", data=person_form(case_id, name, token_of(form.text))),
        303,
    )
    asked("record", lambda: client.get(saved.location))
    asked("hits", lambda: client.get("/hits/"))
    asked("watchlists", lambda: client.get("/watchlists/"))
    return took


def person_form(case_id: str, name: str, token: str) -> dict[str, str]:
    """What an officer sends who writes somebody down."""
    return {
        "csrf_token": token, "case": case_id, "names-0-text": name, "names-0-kind": "main",
        "subject_category": "suspect", "suspicion_note": "Named by two witnesses.", "source_grade": "B",
        "info_grade": "2", "purpose": "support_investigation", "handling": "H2", "sharing": "pointer",
        "notify": "mutual", "legal_basis": "Art. 12",
    }  # fmt: skip


def new_officer(place: Installation) -> str:
    """An investigator of the first unit; returns the case to enter into."""
    code = next(iter(CODES))
    with place.store.writing() as session:
        token = officers.add_officer(
            session, units.SYSTEM, LOGIN, unit=code, roles=(Role.INVESTIGATOR, Role.WATCH_OFFICER), display_name="Bench"
        )
        passwords.set_password(session, token or "", PASSWORD)  # a new officer: there is a token
        return cases.ensure_case(session, units.system_viewer(session, code), cases.CaseDraft("B-1"))


def sign_in(client: FlaskClient) -> None:
    """By password, as that officer."""
    form = {"login": LOGIN, "password": PASSWORD, "csrf_token": _token(client, "/sign-in")}
    if client.post("/sign-in", data=form).status_code != 303:
        raise AssertionError("the bench's officer cannot sign in")


def _token(client: FlaskClient, path: str) -> str:
    return token_of(client.get(path).text)


def token_of(page: str) -> str:
    """The token of a page's forms; empty where it has none."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    return found[1] if found else ""


def _ms(seconds: list[float], share: float) -> float:
    return round(quantile(seconds, share) * 1000, 1)
