"""A post on a line of 64 kbit/s takes its page and its list along, the line is cut, and a document is checked."""

import functools
import json
import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest

from casefile.people.units import SYSTEM
from casefile.posts import extract, posts
from casefile.posts.extract import Listed
from casefile.vocabulary import PostAnswer
from tests.casefile.posts.test_extract import TD3
from tests.casefile.subjects.test_number_shapes import passport
from tests.network.people import DAKAR
from tests.portal.pages.search.test_post_away_in_browser import (
    DOCUMENTS,
    WHY,
    address,  # noqa: F401  (the portal behind a port)
    ask,
    begin,
    carry,
    sign_in,
    unlock,
    words_of,
)

BYTES_PER_S, LATENCY_S, PIECE = 64_000 // 8, 0.3, 500
MOST_PAGE, MOST_KEPT, MOST_LIST = 30_000, 45_000, 45_000
"""Bytes over the line for the page, for what the worker then keeps of it, and for a list of 1,000 documents."""
LISTED = [*DOCUMENTS, *(Listed(f"Y{number:08d}", "", "SN-DCP") for number in range(1_000 - len(DOCUMENTS)))]
UNLIKE = passport("FRA", "A12345678")


class ThinLine:
    """A port of the loopback that carries so many bytes a second each way, and can be cut. Page, worker and file are
    all on it; the brake that a browser has of its own holds its page alone."""

    def __init__(self, to: int) -> None:
        self.to, self.came, self.there, self.live = to, 0, True, set[socket.socket]()
        self.turn, self.free = threading.Lock(), {"up": 0.0, "down": 0.0}
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        threading.Thread(target=self._open, daemon=True).start()

    def cut(self) -> None:
        self.there = False
        self._end(*self.live)

    def took(self, work) -> tuple[int, float]:
        """(bytes that came meanwhile, seconds)."""
        came, begun = self.came, time.monotonic()
        work()
        return self.came - came, time.monotonic() - begun

    def close(self) -> None:
        self.cut()
        self.door.close()

    def _open(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.door.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        time.sleep(LATENCY_S)
        if not self.there:
            return self._end(near)
        far = socket.create_connection(("127.0.0.1", self.to))
        self.live |= {near, far}
        back = threading.Thread(target=self._pump, args=(far, near, "down"), daemon=True)
        back.start()
        self._pump(near, far, "up")
        back.join()
        self.live -= {near, far}
        return self._end(near, far)

    def _pump(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                with self.turn:
                    self.free[way] = max(self.free[way], time.monotonic()) + len(piece) / BYTES_PER_S
                    wait = self.free[way] - time.monotonic()
                time.sleep(max(0.0, wait))
                sink.sendall(piece)
                self.came += len(piece) if way == "down" else 0
            sink.shutdown(socket.SHUT_WR)

    def _end(self, *ends: socket.socket) -> None:
        for one in ends:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()


@contextmanager
def thin(address):  # noqa: F811
    line = ThinLine(int(address.rpartition(":")[2]))
    try:
        yield line, f"http://127.0.0.1:{line.port}"
    finally:
        line.close()


@pytest.mark.slow
def test_the_page_and_a_list_come_at_64_kbit_s_and_a_document_is_checked_with_the_line_cut(
    browser,
    stage,
    address,  # noqa: F811
    tmp_path,
    monkeypatch,
):
    with stage.store.writing() as session:
        key = posts.add_post(session, SYSTEM, "Rosso", unit=DAKAR.code)[1]
    monkeypatch.setattr(posts, "listed_documents", lambda *_: (LISTED, ["Stolen, 20.11.2026"]))
    quick = functools.partial(posts.draft_extract, rounds=extract.LEAST_ROUNDS)  # making it is measured elsewhere
    monkeypatch.setattr(posts, "draft_extract", quick)
    context = browser.new_context(locale="en", viewport={"width": 390, "height": 780})
    context.set_default_timeout(60_000)
    page = context.new_page()
    sign_in(page, address)
    figures = {}
    with thin(address) as (line, slow):
        figures["page"] = line.took(lambda: page.goto(f"{slow}/post/away", wait_until="load"))
        figures["kept"] = line.took(lambda: page.evaluate("navigator.serviceWorker.ready.then(() => true)"))
        begin(page)

        page.goto(f"{slow}/post/list")
        page.select_option("#post", "Rosso")
        page.fill("#reason", WHY)
        path = tmp_path / "rosso.extract"

        def fetch():
            with page.expect_download() as came:
                page.click("main form button[type=submit]")
            came.value.save_as(path)

        figures["list"] = line.took(fetch)
        assert json.loads(json.loads(path.read_text())["header"])["documents"] == len(LISTED)
        page.goto(f"{slow}/post/away")
        unlock(page)
        carry(page, path, key)

        line.cut()
        page.goto(f"{slow}/post/")
        assert page.url == f"{slow}/post/away"
        unlock(page)
        page.wait_for_selector("#work:visible")
        begun = time.monotonic()
        assert ask(page, TD3, 1) == words_of(page, PostAnswer.CONTACT.value)
        figures["answer"] = (0, time.monotonic() - begun)
        assert ask(page, UNLIKE, 2) == words_of(page, PostAnswer.NOTHING.value)
        said = page.inner_text("#answers > li:first-child")
        assert "the shape known for passports of France" in said
        page.screenshot(path=tmp_path / "cut.png", full_page=True)
    context.close()
    for name, (came, seconds) in figures.items():
        print(f"{name}: {came} bytes, {seconds:.1f} s")
    assert figures["page"][0] < MOST_PAGE and figures["kept"][0] < MOST_KEPT and figures["list"][0] < MOST_LIST
