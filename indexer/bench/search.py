"""How long a search takes, as the portal asks it: permission, query, engine, names compared, rows checked in SQL.

The bound is a bare search of the same index for one sound of the same name, ids only: what engine and wire cost.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from casefile.names import analyze
from casefile.people.units import system_viewer
from casefile.policy.viewer import Viewer
from casefile.settings import Settings
from casefile.subjects.identity import Identity
from casefile.vocabulary import Sharing
from indexer.bench.common import median_times, quantile
from indexer.bench.installation import CODES, RULES, Installation, bench_installation, enter_all, index_all, people
from indexer.bench.population import Population
from indexer.engine import fields, indices
from indexer.engine.client import Engine, listing
from indexer.engine.wire import Object
from indexer.search import find
from indexer.search.reading.form import SearchForm

ROUNDS = 3


def run(
    settings: Settings,
    *,
    records_wanted: int = 20_000,
    queries: int = 200,
    seed: int = 1,
    tell: Callable[[str], None] = lambda _: None,
) -> Object:
    """Fill, ask each kind of question, and report median and 95th percentile in milliseconds."""
    _, recorded = people(seed, 1, records_wanted)
    with bench_installation(settings) as place:
        tell(f"entering {records_wanted} records")
        enter_all(place.store, recorded, replace(RULES, sharing=Sharing.FULL))
        index_all(place)
        with place.store.reading() as session:
            viewer = system_viewer(session, next(iter(CODES)))
        tell("asking")
        wanted = [one for one in recorded if one.names][:queries]
        report: Object = {"records": records_wanted, "queries": len(wanted)}
        bare = _times([partial(_bare, place.engine, one) for one in wanted])
        report["bound_ms"] = bare["median_ms"]
        for name, forms in _questions(wanted, Population(seed + 1)).items():
            figures = _times([partial(_ask, place, viewer, form) for form in forms])
            report[name] = {**figures, "over_bound": round(figures["median_ms"] / bare["median_ms"], 2)}
    return report


def _questions(wanted: list[Identity], population: Population) -> dict[str, list[SearchForm]]:
    numbers = [one.identifiers[0].value for one in wanted if one.identifiers]
    return {
        "name_as_written": [SearchForm(text=one.names[0].text, mode="written") for one in wanted],
        "name_spelled_otherwise": [SearchForm(text=population.seen_again(one).names[0].text) for one in wanted],
        "name_by_sound": [SearchForm(text=population.seen_again(one).names[0].text, mode="sound") for one in wanted],
        "number": [SearchForm(identifier=number) for number in numbers],
        "words_of_a_report": [SearchForm(text="passeur pirogues plage") for _ in wanted[:20]],
    }


def _ask(place: Installation, viewer: Viewer, form: SearchForm) -> None:
    find.find(place.engine, place.store, viewer, form)


def _bare(engine: Engine, one: Identity) -> None:
    sound = analyze(one.names[0].text).sounds[0]
    engine.search(
        indices.live(engine, indices.Kind.RECORDS),
        listing({"term": {fields.NAME_SOUND: sound}}, [fields.RECORD_ID], 20),
    )


def _times(works: list[Callable[[], None]]) -> dict[str, float]:
    times = [seconds * 1000 for seconds in median_times(works, ROUNDS)]
    return {"median_ms": round(quantile(times, 0.5), 2), "p95_ms": round(quantile(times, 0.95), 2)}
