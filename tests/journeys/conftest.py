"""An installation as `griot up` starts it: a worker process of its own, the portal behind a real socket."""

import os
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from casefile.demo.load import load_people
from casefile.settings import Settings
from portal import create_app
from tests.network.portal import on_a_port

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "quatre mots faciles ici"


@dataclass
class Installation:
    address: str
    settings: Settings
    store: object
    worker: subprocess.Popen | None = None
    password: str = PASSWORD


def start_worker(settings):
    """The embedded worker's own start, as the supervisor starts it."""
    environment = {
        **os.environ,
        "GRIOT_HOME": str(settings.home),
        "OPENSEARCH_URL": settings.opensearch_url,
        "GRIOT_INDEX_PREFIX": settings.index_prefix,
        "GRIOT_SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
    }
    log = (settings.home / "worker.log").open("ab")
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "indexer.worker.tasks", "worker", "--with-beat"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
    )


@pytest.fixture
def installation(sqlite_store, engine, settings):
    """Units and officers of the demonstration, without its cases; the worker runs."""
    settings = replace(settings, demo=True)
    with sqlite_store.writing() as db:
        load_people(db, lambda login: PASSWORD)
    with on_a_port(create_app(settings, sqlite_store)) as port:
        worker = start_worker(settings)
        try:
            yield Installation(f"http://127.0.0.1:{port}", settings, sqlite_store, worker)
        finally:
            worker.terminate()
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait(10)


@pytest.fixture
def sign_in(browser, installation):
    """sign_in("banjul", "en"): a page of an own browser context, at home."""
    opened = []

    def enter(login, language="en", **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": language, **options})
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.goto(f"{installation.address}/sign-in")
        page.fill("#login", login)
        page.fill("#password", installation.password)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{installation.address}/")
        page.click(".who summary")
        page.click(f".languages button[value={language}]")
        return page

    yield enter
    for context in opened:
        context.close()
