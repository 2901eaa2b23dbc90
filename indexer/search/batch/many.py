"""Many questions asked at once, each answered as a search for it would be (`find`), in four words.

What a search asks for its page (the counts that narrow it, pieces of text, neighbours, the order of all that follows)
is not asked. What tells *found* from *nothing* is the same: the same queries in the same scope, each document held
against the database and the question; the engine gets them many in a call, the database is read once for all.
"""

from collections.abc import Iterator, Sequence
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
from indexer.engine.wire import Answer, Hit, Object
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
AT_ONCE, AHEAD = 25, 2
"""Queries in one call, which stays far below the time that one search is given; and calls at a time."""
SURE = frozenset((Way.EXACT, Way.SCRIPT, Way.KNOWN, Way.NUMBER))
"""Ways of answering that are *found*: the name or number itself. What is only alike is *to look at*."""


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to one question. `found`: how many records were counted; where the name itself was found, what is
    only like it was not."""

    answer: LineAnswer
    found: int = 0
    records: tuple[str, ...] = ()


def tell_many(engine: Engine, store: Store, viewer: Viewer, forms: Sequence[SearchForm]) -> list[Told]:
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
    told = {
        form: one if one.found else replace(one, answer=nothing)
        for form, one in zip(different, looked, strict=True)
    }  # fmt: skip
    return [told[form] for form in forms]


def _look(engine: Engine, store: Store, viewer: Viewer, asked: Sequence[Asked]) -> list[Told]:
    exact = _exact(engine, store, viewer, asked, FIRST)
    wider = [at for at, one in enumerate(exact) if not one.sure and one.more]
    for at, one in zip(wider, _exact(engine, store, viewer, [asked[at] for at in wider], WINDOW), strict=True):
        exact[at] = one
    unsure = [at for at, one in enumerate(exact) if not one.sure]
    others: dict[int, list[Found]] = dict(
        zip(unsure, _near(engine, store, viewer, [asked[at] for at in unsure]), strict=True)
    )
    return [_told(one, others.get(at, [])) for at, one in enumerate(exact)]


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


def _told(exact: _Exact, others: Sequence[Found]) -> Told:
    found = sorted([*exact.shown, *others], key=paging.place)
    sure = any(map(_is_sure, found))
    answer = LineAnswer.FOUND if sure else LineAnswer.LOOK
    return Told(answer, exact.total + len(others), tuple(one.record.id for one in found[:KEPT]))


def _exact(engine: Engine, store: Store, viewer: Viewer, asked: Sequence[Asked], size: int) -> list[_Exact]:
    found = []
    wanted = [(one, {**listed(one, one.query), "size": size}) for one in asked]
    for part, answers in _asked(engine, wanted):
        checked = checked_many(store, viewer, _hits(part, answers))
        for answer, seen in zip(answers, checked, strict=True):
            shown = [one for one in seen if one is not None]
            total = int(answer["hits"]["total"]["value"])
            found.append(_Exact(shown, total - (len(seen) - len(shown)), total > len(seen)))
    return found


def _near(engine: Engine, store: Store, viewer: Viewer, asked: Sequence[Asked]) -> list[list[Found]]:
    queries = [(at, one, one.near()) for at, one in enumerate(asked)]
    found: list[list[Found]] = [[] for _ in asked]
    places = iter([at for at, _, query in queries if query is not None])
    wanted = [(one, {**listed(one, query), "size": near.MOST}) for _, one, query in queries if query is not None]
    for part, answers in _asked(engine, wanted):
        for seen in checked_many(store, viewer, _hits(part, answers)):
            found[next(places)] = [
                one for one in seen if one is not None and one.answer is not None and one.answer.accepted
            ]  # fmt: skip
    return found


def _hits(part: Sequence[Asked], answers: Sequence[Answer]) -> list[tuple[Asked, list[Hit]]]:
    return [(one, answer["hits"]["hits"]) for one, answer in zip(part, answers, strict=True)]


def _asked(engine: Engine, wanted: Sequence[tuple[Asked, Object]]) -> Iterator[tuple[list[Asked], list[Answer]]]:
    """The questions with their answers, part after part; while one is looked at the engine has the next."""
    index = indices.live(engine, indices.Kind.RECORDS)
    parts = [wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)]
    with ThreadPoolExecutor(AHEAD) as asking:
        waiting = [asking.submit(_ask, engine, index, [body for _, body in part]) for part in parts]
        for part, answers in zip(parts, waiting, strict=True):
            yield [one for one, _ in part], answers.result()


def _ask(engine: Engine, index: str, bodies: Sequence[Object]) -> list[Answer]:
    try:
        return engine.msearch(index, bodies)
    except BadSearch:  # one is more than the engine takes; which, it says when they are asked one by one
        return [engine.search(index, body) for body in bodies]
