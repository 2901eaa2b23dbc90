"""A portal on a real engine, with short ways to enter, watch, compare and judge, and a crawl of all an officer sees."""

import html
import re
import time
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from casefile import hits, outbox, records, watches
from casefile.hits import pointers
from casefile.people import viewers
from casefile.records import cases
from casefile.storage.tables import Hit
from casefile.vocabulary import Judgement, Sharing
from indexer.pipeline.relay import Relay
from tests.indexer.cast import STATED, person, report

__all__ = ["Stage", "person", "report", "same_every_time", "text_of"]

NOBODYS_ID = "f" * 32
SKIPPED = ("/static", "/search/")
WHY = "asked by the duty officer"


def text_of(page):
    """The words of the page's content, as read."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<main") :])).split())


def same_every_time(page):
    """The page without what differs at each request: the form's token, and an officer's own looks at lists."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


@dataclass
class Stage:
    """`portal` of tests/portal/conftest.py with a relay that works when asked."""

    portal: object
    relay: Relay
    case: dict[str, str] = field(default_factory=dict)

    @property
    def store(self):
        return self.portal.store

    def as_(self, login, language="en"):
        client = self.portal.as_(login)
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        return client

    def viewer(self, login):
        with self.store.reading() as db:
            return viewers.viewer_by_login(db, login)

    def enter(self, login, identity, *, sharing=Sharing.POINTER, **rules):
        with self.store.writing() as db:
            viewer = viewers.viewer_by_login(db, login)
            if login not in self.case:
                self.case[login] = cases.open_case(db, viewer, cases.CaseDraft(f"{login}-1", f"case of {login}"))
            draft = records.RecordDraft(
                identity,
                self.case[login],
                replace(STATED, sharing=sharing, **rules),
                suspicion_note=f"ground of {login}",
            )
            return records.enter(db, viewer, draft)

    def watch(self, login, identity, ground="asked by the judge", *, watchlist="Wanted", **rules):
        with self.store.writing() as db:
            draft = watches.WatchDraft(identity, ground, watchlist, rules=replace(STATED, **rules))
            return watches.watch(db, viewers.viewer_by_login(db, login), draft)

    def drain(self, seconds=60.0):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.relay.drain().claimed:
                with self.store.reading() as db:
                    if outbox.read_backlog(db).total == 0:
                        return
                time.sleep(0.05)
        raise AssertionError("the outbox does not become empty")

    def hits(self):
        """{(record id, watch id): hit id}"""
        with self.store.reading() as db:
            return {(r, w): i for i, r, w in db.execute(select(Hit.id, Hit.record_id, Hit.watch_id))}

    def judge(self, hit_id, judgement, login="coord"):
        with self.store.writing() as db:
            viewer = viewers.viewer_by_login(db, login)
            return hits.decide(db, viewer, hit_id, Judgement(judgement), "as agreed by phone")

    def pointers(self, login):
        with self.store.reading() as db:
            return pointers.pointers_of(db, viewers.viewer_by_login(db, login))

    def search(self, client, text="", *, mode="tolerant", reason=WHY, **more):
        """The result page, as a browser comes to it."""
        answer = self.portal.post(client, "/search/", {"text": text, "mode": mode, "reason": reason, **more})
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
            found[path] = answer.text
            links = re.findall(r'href="(/[^"#]*)"', answer.text)
            waiting += [link.replace("&amp;", "&") for link in links if not link.startswith(SKIPPED)]
        for text, mode in searches:
            found[f"search {mode} {text}"] = self.search(client, text, mode=mode).text
        return found
