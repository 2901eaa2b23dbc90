"""How fast names are analysed and compared, beside other libraries in the same run."""

import csv
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from casefile.errors import SearchUnavailable, SetupError
from casefile.names import analyze, compare
from casefile.names.lab.evaluate import TOP, read_rows
from casefile.vocabulary import Json
from indexer.bench.scratch_names import find_many
from portal.cli.context import Installation
from portal.cli.names import closing_engine

WARM_UP_S = 10.0
SECONDS = 2.0
"""Each measure runs this long at least, so that a busy neighbour shows in all of them alike."""
ROUNDS = 3
"""Taken in turns and the best kept: what the machine can do, not what its other work left over."""
WORKERS = 2
Pairs = Sequence[tuple[str, str]]


def run(folder: Path, installation: Installation, tell: Callable[[str], None]) -> dict[str, Json]:
    """Pairs a second of compare, Jaro-Winkler and, where it is installed, logic-v2; names a second of keys; where the
    folder has a population and the engine answers, queries a second of find."""
    pairs, people = _corpus(folder)
    matchers: dict[str, Callable[[str, str], object]] = {"compare": compare, "jaro_winkler": _jaro_winkler()}
    if logic := _logic_v2():
        matchers["logic_v2"] = logic
    else:
        tell("nomenklatura is not installed (pip install 'griot[bench]'); logic-v2 is left out.")
    rates: dict[str, float] = dict.fromkeys(matchers, 0.0)
    for number in range(ROUNDS):
        for name, matcher in matchers.items():
            tell(f"round {number + 1}: {name}")
            rates[name] = max(rates[name], _rate(matcher, pairs))
    keys = max(_keys_rate(people) for _ in range(ROUNDS))
    figures: dict[str, Json] = {
        "pairs_per_second": {name: round(rate) for name, rate in rates.items()},
        "compare_first_sight_per_second": round(_first_sight(people)),
        "keys_names_per_second": round(keys),
        "compare_to_jaro_winkler": round(rates["compare"] / rates["jaro_winkler"], 4),
        "pairs": len(pairs),
        "names": len(people),
    }
    if logic:
        figures["compare_to_logic_v2"] = round(rates["compare"] / rates["logic_v2"], 2)
    if (folder / "population.csv").exists():
        tell("find, through the search engine")
        figures |= _find_rate(folder, installation, tell)
    return figures


def _find_rate(folder: Path, installation: Installation, tell: Callable[[str], None]) -> dict[str, Json]:
    """By the clock, two workers beside the engine; nothing remembered of an earlier round."""
    known = [row["name"] for row in read_rows(folder / "population.csv", ("record_id", "name"))]
    texts = [row["query"] for row in read_rows(folder / "queries.csv", ("query_id", "query"))]
    taken = []
    try:
        with closing_engine(installation) as engine:
            for _ in range(ROUNDS):
                _forget()
                taken.append(find_many(engine, known, texts, TOP, WORKERS)[1])
    except (SearchUnavailable, SetupError) as error:
        tell(f"The search engine cannot be asked; find is left out. ({error})")
        return {}
    return {"find_queries_per_second": round(len(texts) / min(taken)), "find_population": len(known)}


def _corpus(folder: Path) -> tuple[list[tuple[str, str]], list[str]]:
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["left"], row["right"]) for row in csv.DictReader(file)]
    people = list(dict.fromkeys(name for pair in pairs for name in pair))
    if (folder / "population.csv").exists():
        with (folder / "population.csv").open(encoding="utf-8", newline="") as file:
            people = [row["name"] for row in csv.DictReader(file)]
    # Whoever compares has a query and its candidates: mostly names of different people.
    chosen = random.Random(7)
    return pairs + [(chosen.choice(people), chosen.choice(people)) for _ in range(len(pairs))], people


def _rate(matcher: Callable[[str, str], object], pairs: Pairs) -> float:
    """Steady state, in processor time: words have been met before, as among the candidates of one country."""
    _warm_up(matcher, pairs)
    done, started = 0, process_time()
    while (spent := process_time() - started) < SECONDS:
        for left, right in pairs[done % len(pairs) :][:50]:
            matcher(left, right)
            done += 1
    return done / spent


def _warm_up(matcher: Callable[[str, str], object], pairs: Pairs) -> None:
    """Once over the pairs, for ten seconds at most: libraries load their tables, and everybody's memory is filled."""
    started = process_time()
    for left, right in pairs:
        matcher(left, right)
        if process_time() - started > WARM_UP_S:
            return


def _first_sight(people: Sequence[str]) -> float:
    """Pairs a second when nothing is remembered: every name is analysed and every pair of words weighed."""
    _forget()
    chosen = random.Random(11)
    names = chosen.sample(list(people), min(len(people), 2000))
    started = process_time()
    for left, right in zip(names[::2], names[1::2], strict=False):
        compare(left, right)
    return (len(names) // 2) / (process_time() - started)


def _keys_rate(people: Sequence[str]) -> float:
    _forget()
    started = process_time()
    for name in people:
        analyze(name)
    return len(people) / (process_time() - started)


def _forget() -> None:
    """Empty what the modules of names remember."""
    for name, module in list(sys.modules.items()):
        if name.startswith("casefile.names."):
            for value in vars(module).values():
                if clear := getattr(value, "cache_clear", None):
                    clear()


def _jaro_winkler() -> Callable[[str, str], object]:
    import jellyfish

    return jellyfish.jaro_winkler_similarity


def _logic_v2() -> Callable[[str, str], object] | None:
    try:
        from followthemoney import EntityProxy, model
        from nomenklatura.matching import get_algorithm  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    algorithm = get_algorithm("logic-v2")
    config = algorithm.default_config()

    def entity(name: str) -> EntityProxy:
        return model.get_proxy({"id": name, "schema": "Person", "properties": {"name": [name]}})

    def judged(left: str, right: str) -> object:
        return algorithm.compare(entity(left), entity(right), config)

    return judged
