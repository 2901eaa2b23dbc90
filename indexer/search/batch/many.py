"""Many questions asked at once, each answered as a search for it would be (`find`), in four words.

What a search asks for its page (the counts that narrow it, pieces of text, neighbours, the order of all that follows)
is not asked. What tells *found* from *nothing* is the same: the same queries in the same scope, each document held
against the database and the question; the engine gets them many in a call, the database is read once for all.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from casefile.errors import BadSearch
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.records.search_log import all_searchable
from casefile.storage.store import Store
from casefile.vocabulary import LineAnswer
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.engine.wire import Answer, Object
from indexer.search import near
from indexer.search.agreements import Way
from indexer.search.asking import WINDOW, Asked, listed, read_forms
from indexer.search.copy_of_all import whole_copy
from indexer.search.found import paging
from indexer.search.found.checked import Found, checked_many
from indexer.search.reading.form import SearchForm

FIRST = 20
"""Of what has every part as it is, so many are looked at; the rest of a search's window where none of them tells."""
KEPT = 5
"""Records named with a line. Who needs the others opens the line's search."""
AT_ONCE, PARTS_AT_A_TIME = 25, 3
"""Questions in one call, which stays far below the time that one search is given. While the engine has some of these
parts, the answers to another are held against the database."""
SURE = frozenset((Way.EXACT, Way.SCRIPT, Way.KNOWN, Way.NUMBER))
"""Ways of answering that are *found*: the name or number itself. What is only alike is *to look at*."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The answer to one question. `found`: how many records were counted; where the name itself was found, what is
    only like it was not."""

    answer: LineAnswer
    found: int = 0
    records: tuple[str, ...] = ()


def search_many(engine: Engine, store: Store, viewer: Viewer, forms: Sequence[SearchForm]) -> list[Summary]:
    """The answers in the order of the forms, which are cleaned and ask something. Raises SearchUnavailable.

    *Nothing* is said only where the index holds all that this reader may find: else it could not be checked.
    """
    require(viewer, Permission.SEARCH)
    different = list(dict.fromkeys(forms))
    with store.reading() as session:
        searched = all_searchable(session, viewer)
        asked = read_forms(session, viewer, different)
    looked = _look(engine, store, viewer, asked)
    nothing = LineAnswer.NOTHING if whole_copy(engine, store, viewer) and searched else LineAnswer.UNCHECKED
    answers = {
        form: one if one.found else replace(one, answer=nothing)
        for form, one in zip(different, looked, strict=True)
    }  # fmt: skip
    return [answers[form] for form in forms]


def _look(engine: Engine, store: Store, viewer: Viewer, asked: Sequence[Asked]) -> list[Summary]:
    asking = _Asking(engine, indices.live(engine, indices.Kind.RECORDS), store, viewer)
    parts = [asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE)]
    with ThreadPoolExecutor(PARTS_AT_A_TIME) as parts_at_a_time:
        return [one for summaries in parts_at_a_time.map(asking.part, parts) for one in summaries]


@dataclass(frozen=True, slots=True)
class _Exact:
    shown: list[Found]
    total: int
    more: bool

    @property
    def sure(self) -> bool:
        return any(map(_is_sure, self.shown))


def _is_sure(one: Found) -> bool:
    return bool(one.agreeing) or (one.answer is not None and one.answer.way in SURE)


def _summary(exact: _Exact, others: Sequence[Found]) -> Summary:
    found = sorted([*exact.shown, *others], key=paging.place)
    sure = any(map(_is_sure, found))
    answer = LineAnswer.FOUND if sure else LineAnswer.LOOK
    return Summary(answer, exact.total + len(others), tuple(one.record.id for one in found[:KEPT]))


@dataclass(frozen=True, slots=True)
class _Asking:
    """Where one part of the questions is asked, and for whom."""

    engine: Engine
    index: str
    store: Store
    viewer: Viewer

    def part(self, asked: Sequence[Asked]) -> list[Summary]:
        exact = self._exact(asked, FIRST)
        wider = [at for at, one in enumerate(exact) if not one.sure and one.more]
        for at, one in zip(wider, self._exact([asked[at] for at in wider], WINDOW), strict=True):
            exact[at] = one
        unsure = [at for at, one in enumerate(exact) if not one.sure]
        others = dict(zip(unsure, self._near([asked[at] for at in unsure]), strict=True))
        return [_summary(one, others.get(at, [])) for at, one in enumerate(exact)]

    def _exact(self, asked: Sequence[Asked], size: int) -> list[_Exact]:
        found = []
        for total, seen in self._held([(one, {**listed(one, one.query), "size": size}) for one in asked]):
            shown = [one for one in seen if one is not None]
            found.append(_Exact(shown, total - (len(seen) - len(shown)), total > len(seen)))
        return found

    def _near(self, asked: Sequence[Asked]) -> list[list[Found]]:
        wanted = {
            at: (one, {**listed(one, query), "size": near.MOST})
            for at, one in enumerate(asked)
            if (query := one.near()) is not None
        }
        found: list[list[Found]] = [[] for _ in asked]
        for at, (_, seen) in zip(wanted, self._held(list(wanted.values())), strict=True):
            found[at] = [one for one in seen if one is not None and one.answer is not None and one.answer.accepted]
        return found

    def _held(self, wanted: Sequence[tuple[Asked, Object]]) -> list[tuple[int, list[Found | None]]]:
        """How many the engine has for each question, and those it gave, held against the database and the question."""
        answers = self._answers([body for _, body in wanted]) if wanted else []
        hits = [(one, answer["hits"]["hits"]) for (one, _), answer in zip(wanted, answers, strict=True)]
        totals = [int(answer["hits"]["total"]["value"]) for answer in answers]
        return list(zip(totals, checked_many(self.store, self.viewer, hits), strict=True))

    def _answers(self, bodies: Sequence[Object]) -> list[Answer]:
        try:
            return self.engine.msearch(self.index, bodies)
        except BadSearch:  # one is more than the engine takes; which, it says when they are asked one by one
            return [self.engine.search(self.index, body) for body in bodies]
