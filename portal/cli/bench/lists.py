"""How much faster a list is checked than its lines are searched one by one, both as the portal does it.

A single search: the question kept with its reason, asked, its result noted. A list: given, ordered, checked by the
worker's own function. Both on the same records in the same run, in turns; names that are there, spelled otherwise,
and such as nobody bears.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

from casefile import records
from casefile.batches import keeping
from casefile.batches.reading import as_form, read_lines
from casefile.people import officers, units, viewers
from casefile.policy.viewer import Viewer
from casefile.records import search_log
from casefile.searches import answers
from casefile.searches.answers import Answer
from casefile.settings import Settings
from casefile.vocabulary import LineAnswer, Role, Sharing
from indexer.bench.installation import CODES, RULES, Installation, bench_installation, enter_all, index_all, people
from indexer.bench.population import Population
from indexer.engine.wire import Object
from indexer.node.processes import calm_collector
from indexer.search.batch.carrying import check_due
from indexer.search.find import SearchForm, find

WHY = "measured by griot bench"
SINGLE = 250
"""Searches timed one by one in a turn; the rate of so many is that of a thousand."""


def run(
    settings: Settings,
    *,
    records_wanted: int = 20_000,
    names: int = 1_000,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Object:
    """Fill, time both, compare their answers."""
    _, recorded = people(seed, 1, records_wanted)
    with bench_installation(settings) as place:
        tell(f"entering {records_wanted} records")
        enter_all(place.store, recorded, replace(RULES, sharing=Sharing.FULL))
        index_all(place)
        with place.store.writing() as session:
            officers.add_officer(session, units.SYSTEM, "bench", unit=next(iter(CODES)), roles=[Role.INVESTIGATOR])
            viewer = viewers.viewer_by_login(session, "bench")
        population, strangers = Population(seed + 1), Population(seed + 7)
        borne = [one for one in recorded if one.names][: names // 4]
        wanted = [
            *(one.names[0].text for one in borne),
            *(population.seen_again(one).names[0].text for one in borne),
            *(strangers.person().names[0].text for _ in range(names - 2 * len(borne))),
        ]
        single = _searches(place, viewer, wanted[:20])  # both warm
        tell("one by one")
        step = max(1, len(wanted) // SINGLE)
        chosen = wanted[::step]
        began = perf_counter()
        single = _searches(place, viewer, chosen)
        one_s = (perf_counter() - began) / len(chosen)
        tell("as a list")
        calm_collector()  # as the worker that checks it
        began = perf_counter()
        told = _list(place, viewer, wanted)
        list_s = (perf_counter() - began) / len(wanted)
    differing = sum((told[text] in (LineAnswer.FOUND, LineAnswer.LOOK)) is not found for text, found in single.items())
    return {
        "records": records_wanted, "names": len(wanted), "searched_one_by_one": len(chosen),
        "single_ms": round(one_s * 1000, 2), "list_ms_a_line": round(list_s * 1000, 2),
        "times_as_fast": round(one_s / list_s, 1), "answers_that_differ": differing,
        "found": sum(answer is LineAnswer.FOUND for answer in told.values()),
        "to_look_at": sum(answer is LineAnswer.LOOK for answer in told.values()),
    }  # fmt: skip


def _searches(place: Installation, viewer: Viewer, texts: Sequence[str]) -> dict[str, bool]:
    """Each text, and whether anything was found: all that the portal does for a search but to render its page."""
    found = {}
    for text in texts:
        with place.store.writing() as session:
            kept = search_log.save_search(session, viewer, {"text": text, "mode": "all"}, f"{WHY}: {text}")
        with place.store.reading() as session:
            searched = search_log.all_searchable(session, viewer)
        page = find(place.engine, place.store, viewer, SearchForm(text=text))
        with place.store.writing() as session:
            ids = [row.record_id for row in (*page.rows, *page.near)]
            search_log.note_result(session, viewer, kept, page.total, ids)
            answers.keep(session, viewer, kept, Answer(page.total, page.order, page.facets, page.whole, searched))
            records.lines(session, viewer, ids)
        found[text] = page.total > 0
    return found


def _list(place: Installation, viewer: Viewer, texts: Sequence[str]) -> dict[str, LineAnswer]:
    lines = read_lines(texts)
    with place.store.writing() as session:
        check_id = keeping.receive(session, viewer, lines)
        keeping.order(session, viewer, check_id, WHY)
    while check_due(place.engine, place.store, only=check_id):
        pass
    with place.store.reading() as session:
        told, _ = keeping.results(session, viewer, check_id, limit=None)
    return {as_form((line.kind, line.text)).get("text", line.text): line.answer for line in told}
