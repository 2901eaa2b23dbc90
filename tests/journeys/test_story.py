"""The story of casefile/demo/story.py in a real browser, with the real worker: nobody asks for the hits, they come."""

import json
import os
import re
import time

import pytest
from sqlalchemy import select

from casefile import outbox
from casefile.demo import network, story
from casefile.storage.tables import Hit

BANJUL, DAKAR = network.BANJUL, network.DAKAR
SAVES = 20
PATIENCE_S = 120.0
BOUND_S = 2.0
"""From a saved record to its hit in the coordinator's queue."""


def register(page, address, watch):
    page.goto(f"{address}/watchlists/new?kind=person")
    page.fill("#names-0-text", watch.name)
    page.fill("#dates-0-text", watch.born)
    if watch.about:
        page.check("#dates-0-about")
    if watch.phone:
        page.select_option("#identifiers-0-kind", "phone")
        page.fill("#identifiers-0-value", watch.phone)
    page.fill("#ground", watch.ground)
    page.fill("#watchlist", watch.watchlist)
    page.click("main .actions button:has-text('Continue')")
    page.click("main .actions button:has-text('Save the watch')")
    page.wait_for_selector(".note.good")


def open_case(page, address):
    page.goto(f"{address}/cases/new")
    page.fill("#reference", story.CASE)
    page.fill("#title", story.CASE_TITLE)
    page.fill("#legal_basis", "Loi 2005-06")
    page.click("main button[type=submit]")
    page.wait_for_selector(".note.good")
    return page.url.rsplit("/", 1)[1]


def save(page):
    page.click("main .actions button[type=submit]")
    page.wait_for_selector(".note.good")
    return page.url.rsplit("/", 1)[1]


def enter_report(page, address, case_id, text):
    page.goto(f"{address}/records/new?kind=report&case={case_id}")
    page.fill("#narrative", text)
    return save(page)


def enter_person(page, address, case_id, name, born):
    page.goto(f"{address}/records/new?kind=person&case={case_id}")
    page.fill("#names-0-text", name)
    page.fill("#dates-0-text", born)
    page.select_option("#subject_category", "suspect")
    page.fill("#suspicion_note", "Désigné par deux passagers.")
    page.click("details:has(#source_grade) > summary")
    page.select_option("#source_grade", "B")
    page.select_option("#info_grade", "2")
    return save(page)


def everything(page, address, own):
    """All an officer's pages, by following links from the home page, and what a search for the own subjects finds."""
    seen, waiting = {}, ["/", "/hits/", "/watchlists/", "/cases/", "/search/"]
    while waiting:
        path = waiting.pop(0)
        if path in seen or len(seen) > 60:
            continue
        seen[path] = page.request.get(address + path).text()  # with the page's own cookies
        waiting += [link for link in re.findall(r'href="(/[^"#?]*)"', seen[path]) if not link.startswith("/static")]
    for text in own:
        page.goto(f"{address}/search/")
        page.fill("#text", text)
        page.check("input[name=mode][value=sound]")
        if page.locator("#reason").count():  # asked once: then it is the errand
            page.fill("#reason", "search of the story")
        page.click("main form.lookup button[type=submit]")
        seen[f"search {text}"] = page.content()
    return seen


def no_trace(pages, words):
    found = {(path, word) for path, page in pages.items() for word in words if word in page}
    assert not found


def waiting_hits(page, address, wanted):
    """The queue's lines once there are so many: reloaded as a coordinator would."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        page.goto(f"{address}/review/")
        if page.locator("tbody tr").count() >= wanted:
            return page.locator("tbody th a").evaluate_all("links => links.map(link => link.pathname)")
    pytest.fail(f"{wanted} hits do not come: {page.inner_text('main')}")


def judge(page, address, hit, choice, reason):
    page.goto(address + hit)
    page.check(f"input[name=judgement][value={choice}]")
    page.fill("#reason", reason)
    page.click("text=Save the judgement")
    page.wait_for_selector(".note.good")


def of_dakar(word):
    return word in story.REPORT or word in story.CASE_TITLE


def test_two_units_learn_of_each_other_and_of_nothing_more(installation, sign_in):
    at = installation.address
    banjul, dakar = sign_in("banjul", "en"), sign_in("dakar", "fr")
    for watch in (story.WATCH, story.WATCH_BY_SCRIPT):
        register(banjul, at, watch)
    case_id = open_case(dakar, at)
    assert story.REPORTED_NAME in enter_and_read(dakar, at, case_id)
    enter_person(dakar, at, case_id, story.ARABIC_NAME, story.ARABIC_BORN)
    saved = time.monotonic()

    coordinator = sign_in("coordinator", "en")
    hits = waiting_hits(coordinator, at, 2)
    print(f"two hits in the queue {time.monotonic() - saved:.1f} s after the second record, sign-in included")
    queue = coordinator.inner_text("main")
    people = (story.WATCH.name, story.WATCH_BY_SCRIPT.name, story.REPORTED_NAME, story.ARABIC_NAME)
    for name in (*people, *story.NEVER_SHOWN):
        assert name not in queue, "the queue is masked"

    of_banjul = ["Modou", "Brahim", "Khattri", *(w for w in story.NEVER_SHOWN if not of_dakar(w))]
    of_senegal = ["Dialo", "إبراهيم", story.CASE, *(w for w in story.NEVER_SHOWN if of_dakar(w))]
    both = (
        (banjul, of_senegal, DAKAR, (story.WATCH.name, story.WATCH_BY_SCRIPT.name)),
        (dakar, of_banjul, BANJUL, (story.REPORTED_NAME, story.ARABIC_NAME)),
    )
    for page, never, other, own in both:  # before any decision
        no_trace(everything(page, at, own), [*never, other.desk])

    by_text = {}
    for hit in hits:
        coordinator.goto(at + hit)
        shown = coordinator.inner_text("main")
        by_text[story.WATCH.name in shown] = hit
        assert BANJUL.name in shown and DAKAR.name in shown and "bits of evidence" in shown
    judge(coordinator, at, by_text[False], "not_same", story.DISMISS_REASON)
    for page, never, other, own in both:  # the dismissed one leaves no trace, ever
        no_trace(everything(page, at, own), [*never, other.desk])
    judge(coordinator, at, by_text[True], "same", story.CONFIRM_REASON)

    references = set()
    for page, never, other, own in both:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            page.goto(f"{at}/hits/")
            if page.locator("tbody tr").count():
                break
        line = page.inner_text("tbody")
        assert page.locator("tbody tr").count() == 1, "one pointer: the other hit was dismissed"
        assert other.name in line and other.desk in line
        references.add(page.inner_text("tbody th bdi.code"))
        no_trace(everything(page, at, own), [*never, story.CONFIRM_REASON, story.DISMISS_REASON])
    assert len(references) == 1, "both may name it to each other"
    for page, subject in ((banjul, story.WATCH_BY_SCRIPT.name), (dakar, story.ARABIC_NAME)):
        page.goto(f"{at}/hits/")
        assert subject not in page.content(), "nothing of the one not released"


def enter_and_read(page, address, case_id):
    enter_report(page, address, case_id, story.REPORT)
    return page.inner_text("main")


def test_a_hit_is_in_the_queue_within_two_seconds(installation, until):
    """Twenty records saved by the action the page calls, each looked for from the moment of its commit: the median
    within the bound, p95 within three of it."""
    from casefile import records, watches
    from casefile.people import viewers
    from casefile.records import cases
    from indexer.worker import celery_app
    from tests.network.make import STATED, person, report

    store, names = installation.store, ("Modou Jallow", "Ebrima Ceesay", "Lamin Sanneh", "Fatou Njie", "Alieu Touray")
    with store.writing() as db:
        watcher = viewers.viewer_by_login(db, "banjul")
        for name in names:
            draft = watches.WatchDraft(person(name, "1984"), "asked by the judge", rules=STATED)
            watches.watch(db, watcher, draft)
        viewer = viewers.viewer_by_login(db, "dakar")
        case_id = cases.open_case(db, viewer, cases.CaseDraft("DKR-1"))

    def settled():
        with store.reading() as db:
            return outbox.read_backlog(db).total == 0

    until(settled, 60)

    def save(number):
        name = names[number % len(names)]
        text = f"Le passeur {name}, né en 1985, a encaissé {number} fois la somme."
        identity = report(text) if number % 2 else person(name, "1985")
        with store.writing() as db:
            draft = records.RecordDraft(identity, case_id, STATED, suspicion_note="a witness")
            record_id = records.enter(db, viewer, draft)
        celery_app.wake(installation.settings)
        return record_id

    took = []
    for number in range(SAVES):
        record_id = save(number)
        start = time.monotonic()

        def in_the_queue(wanted=record_id):
            with store.reading() as db:
                return db.execute(select(Hit.id).where(Hit.record_id == wanted)).first()

        until(in_the_queue, 30, 0.02)
        took.append(time.monotonic() - start)
    took.sort()
    figures = {
        "saves": SAVES,
        "median_s": round(took[SAVES // 2], 3),
        "p95_s": round(took[int(SAVES * 0.95) - 1], 3),
        "worst_s": round(took[-1], 3),
    }
    print(json.dumps({**figures, "load": round(os.getloadavg()[0], 1)}))
    # The bound is for a machine that does this. Where others take the processors (a second process of this run, the
    # host of a virtual machine, which shows in no load), the median still has to hold it.
    busy = "PYTEST_XDIST_WORKER" in os.environ or os.getloadavg()[0] > (os.cpu_count() or 1)
    assert figures["median_s"] <= BOUND_S and (busy or figures["p95_s"] <= 3 * BOUND_S), figures
