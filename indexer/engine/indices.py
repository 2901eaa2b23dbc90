"""The indices: made from `mappings/`, reached through aliases, several at once while a rebuild runs.

Each kind of index has a *live* alias, which searches read, and while a rebuild runs a *building* alias on the new
index next to it. Every index also has a write alias of its own: writing to an alias never makes an index by accident.
"""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from casefile.errors import SearchUnavailable
from casefile.matching import blocking_keys
from indexer.engine.client import Engine
from indexer.engine.wire import Object

_PACKAGE = Path(__file__).resolve().parents[1]
FOLDER = next(path for path in (_PACKAGE / "mappings", _PACKAGE.parent / "mappings") if path.is_dir())
"""In the package where it is installed (setup.py), at the top of the tree in a checkout."""
ANALYSIS_FILE = FOLDER / "analysis-v1.json"
MAPPING_VERSION = 1

FEW_SEGMENTS = {"merge.policy.segments_per_tier": 2, "merge.policy.max_merge_at_once": 2}
"""The watches' index is asked for a thousand keys at a time, each in each segment, and seldom written: 10,000 watches
in ten segments cost 650 ms of processor time per thousand records, in one 230."""


class Kind(StrEnum):
    """The two kinds of index; the value is the stem of the mapping's file."""

    RECORDS = "case-record"
    WATCHES = "watchlist"


def live(engine: Engine, kind: Kind) -> str:
    """The alias that searches read."""
    return f"{engine.prefix}-{kind.value}s"


def building(engine: Engine, kind: Kind) -> str:
    """The alias of the index that a rebuild is filling."""
    return f"{live(engine, kind)}-building"


def write_alias(index: str) -> str:
    """The alias by which one index is written."""
    return f"{index}-write"


def index_name(engine: Engine, kind: Kind, stamp: str) -> str:
    """The name of an index; `stamp` tells one generation from the next."""
    return f"{live(engine, kind)}-v{MAPPING_VERSION}-{stamp}"


def index_body(engine: Engine, kind: Kind) -> Object:
    """Settings and mapping. One shard: percolation was measured on one, and a unit's data fit in it.

    No refresh by the clock: whoever writes refreshes before looking at the other side, so a second one every
    second would only cost.
    """
    mapping, analysis, settings = _sources(kind)
    return {
        "settings": {
            "number_of_shards": 1,
            "number_of_replicas": engine.replicas,
            "refresh_interval": "-1",
            "analysis": analysis,
            **settings,
        },
        "mappings": {**mapping, "_meta": _meta(mapping, analysis, settings)},
    }


def _sources(kind: Kind) -> tuple[Object, Object, Mapping[str, int]]:
    """Mapping, analysis and settings of a kind of index, as the files and this module have them."""
    text = (FOLDER / f"{kind.value}-v{MAPPING_VERSION}.json").read_text("utf-8")
    # Its 140 filters cost the engine a second of processor time for each index made: only where there is text.
    analysis = json.loads(ANALYSIS_FILE.read_text("utf-8")) if '"analyzer"' in text else {}
    return json.loads(text), analysis, FEW_SEGMENTS if kind is Kind.WATCHES else {}


def _meta(mapping: Object, analysis: Object, settings: Mapping[str, int]) -> dict[str, str]:
    """The mark an index carries of what it was made from, and by which rule its keys."""
    digest = hashlib.sha256(json.dumps([mapping, analysis, settings], sort_keys=True).encode()).hexdigest()[:16]
    return {"digest": digest, "keys": blocking_keys.scheme()}


def create(engine: Engine, kind: Kind, stamp: str, alias: str) -> str:
    """Make an index already carrying `alias`, in one step. Returns its name; made before is no error."""
    name = index_name(engine, kind, stamp)
    body = {**index_body(engine, kind), "aliases": {alias: {}, write_alias(name): {}}}
    engine.create_index(name, body)
    return name


def indices(engine: Engine, kind: Kind) -> dict[str, frozenset[str]]:
    """All indices of the kind, live or not, each with its aliases."""
    return engine.aliases(f"{live(engine, kind)}-v*")


def missing(engine: Engine) -> list[Kind]:
    """The kinds that have no live index: a fresh engine, or one whose data were lost."""
    return [kind for kind in Kind if not any(live(engine, kind) in a for a in indices(engine, kind).values())]


def ensure(engine: Engine, stamp: str = "1") -> list[Kind]:
    """Make the live indices that are missing; returns which were made, empty.

    Safe to call from two processes at once: the name is the same, so only one makes it. On a system that
    already holds records use `relay.heal`, which fills them from the database.
    """
    made = missing(engine)
    for kind in made:
        create(engine, kind, stamp, live(engine, kind))
    return made


def outdated(engine: Engine) -> list[Kind]:
    """The kinds whose live index was made from other files, or with other keys, than today's: it takes a rebuild."""
    old = []
    for kind in Kind:
        wanted = _meta(*_sources(kind))
        if any(mapping.get("_meta") != wanted for mapping in engine.mapping(live(engine, kind)).values()):
            old.append(kind)
    return old


def write_indices(engine: Engine, kind: Kind) -> tuple[str, ...]:
    """The write aliases of every index that must be kept up: the live one, and the one being built.

    Ask *after* reading the rows from SQL. A rebuild makes its index before it reads SQL; asked earlier, a row
    committed in between could be missed by both.
    """
    wanted = {live(engine, kind), building(engine, kind)}
    names = [name for name, aliases in indices(engine, kind).items() if aliases & wanted]
    if not names:
        raise SearchUnavailable("The index is missing; it is built again from the database (griot rebuild).")
    return tuple(write_alias(name) for name in sorted(names))


def switch(engine: Engine, new: Mapping[Kind, str]) -> list[str]:
    """Move the live aliases to the new indices, all in one step; returns the old indices, still there."""
    actions: list[Object] = []
    old: list[str] = []
    for kind, name in new.items():
        for index, aliases in indices(engine, kind).items():
            if index != name and live(engine, kind) in aliases:
                actions.append({"remove": {"index": index, "alias": live(engine, kind)}})
                old.append(index)
        actions.append({"add": {"index": name, "alias": live(engine, kind)}})
        actions.append({"remove": {"index": name, "alias": building(engine, kind), "must_exist": False}})
    engine.change_aliases(actions)
    return old
