"""The indices: made from `mappings/`, reached through aliases, several at once while a rebuild runs.

Each kind of index has a *live* alias, which searches read, and while a rebuild runs a *building* alias on the new
index next to it. Every index also has a write alias of its own: writing to an alias never makes an index by accident.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from casefile.errors import ForeignIndex, SearchUnavailable
from casefile.matching import blocking_keys
from indexer.engine.client import Engine, Held
from indexer.engine.wire import Object

_PACKAGE = Path(__file__).resolve().parents[1]
FOLDER = next(path for path in (_PACKAGE / "mappings", _PACKAGE.parent / "mappings") if path.is_dir())
"""In the package where it is installed (setup.py), at the top of the tree in a checkout."""
ANALYSIS_FILE = FOLDER / "analysis-v1.json"
MAPPING_VERSION = 1

OWNER_DIGITS = 12
"""Of an installation's id in a name: 48 random bits."""

FEW_SEGMENTS = {"merge.policy.segments_per_tier": 2, "merge.policy.max_merge_at_once": 2}
"""The watches' index is asked for a thousand keys at a time, each in each segment, and seldom written: 10,000 watches
in ten segments cost 650 ms of processor time per thousand records, in one 230."""


OTHERS = (
    "The search index %(index)s belongs to another installation (%(owner)s). Nothing of it was touched. Give this "
    "installation a name of its own on that cluster with GRIOT_INDEX_PREFIX, or another cluster with OPENSEARCH_URL. "
    "If the other one is gone for good: griot rebuild --take-from %(owner)s"
)
UNMARKED = (
    "The search index %(index)s carries no installation's mark, and does not hold what this database holds. Nothing of "
    "it was touched. Give this installation a name of its own on that cluster with GRIOT_INDEX_PREFIX, or another "
    "cluster with OPENSEARCH_URL. If it is an old index that nobody uses: griot rebuild --take-from nobody"
)


LATER = (
    "The search index was made by a later version of Griot. This one leaves it, and what is pending, to that: start "
    "the later version here as well, or, to go back for good, griot rebuild."
)
AFTER = "after"
MOST_ANCESTORS = 30
"""Versions before its own that an index knows; a word of 25 letters each."""


class Kind(StrEnum):
    """The two kinds of index; the value is the stem of the mapping's file."""

    RECORDS = "case-record"
    WATCHES = "watchlist"


def taken(engine: Engine, kind: Kind) -> str:
    """The name an installation takes on the cluster; another installation that meets it there keeps away."""
    return f"{engine.prefix}-{kind.value}s"


def live(engine: Engine, kind: Kind) -> str:
    """The alias that searches read. It carries the owner: an index that another installation put in the place of ours
    is not found under it, and the search says so, at no cost."""
    return f"{taken(engine, kind)}-of-{engine.owner[:OWNER_DIGITS]}" if engine.owner else taken(engine, kind)


def building(engine: Engine, kind: Kind) -> str:
    """The alias of the index that a rebuild is filling."""
    return f"{taken(engine, kind)}-building"


def write_alias(index: str) -> str:
    """The alias by which one index is written."""
    return f"{index}-write"


def index_name(engine: Engine, kind: Kind, stamp: str) -> str:
    """The name of an index; `stamp` tells one generation from the next."""
    return f"{taken(engine, kind)}-v{MAPPING_VERSION}-{stamp}"


def index_body(engine: Engine, kind: Kind, *, after: Sequence[str] = ()) -> Object:
    """Settings and mapping. One shard: percolation was measured on one, and a unit's data fit in it.

    No refresh by the clock: whoever writes refreshes before looking at the other side, so a second one every
    second would only cost.
    """
    mapping, analysis, settings = _sources(kind)
    return {
        "settings": {
            "number_of_shards": engine.shards,
            "number_of_replicas": engine.replicas,
            "refresh_interval": "-1",
            "analysis": analysis,
            **settings,
        },
        "mappings": {
            **mapping,
            "_meta": _meta(kind) | _owner(engine) | {AFTER: " ".join(after)},
        },
    }


def _sources(kind: Kind) -> tuple[Object, Object, Mapping[str, int]]:
    """Mapping, analysis and settings of a kind of index, as the files and this module have them."""
    text = (FOLDER / f"{kind.value}-v{MAPPING_VERSION}.json").read_text("utf-8")
    # Its 140 filters cost the engine a second of processor time for each index made: only where there is text.
    analysis = json.loads(ANALYSIS_FILE.read_text("utf-8")) if '"analyzer"' in text else {}
    return json.loads(text), analysis, FEW_SEGMENTS if kind is Kind.WATCHES else {}


@cache
def left_out(kind: Kind) -> tuple[str, ...]:
    """The fields of a document that the engine keeps no copy of: they are searched, and never given out."""
    return tuple(_mapping(kind)["_source"]["excludes"])


@cache
def analyzed(kind: Kind) -> frozenset[str]:
    """The fields that the engine takes apart into words of its own: no text of theirs stands there as it was given."""
    return frozenset(name for name, field in _mapping(kind)["properties"].items() if field.get("type") == "text")


def _mapping(kind: Kind) -> Any:
    return _sources(kind)[0]


def _meta(kind: Kind) -> dict[str, str]:
    """The mark an index carries of what it was made from, and by which rule its keys."""
    return {"digest": _digest(kind), "keys": blocking_keys.scheme()}


@cache  # 2.3 ms of the records' files, and a relay asks for it at each batch
def _digest(kind: Kind) -> str:
    return hashlib.sha256(json.dumps(_sources(kind), sort_keys=True).encode()).hexdigest()[:16]


def _version(meta: Mapping[str, str]) -> str:
    """What an index was made from, in a word."""
    return f"{meta.get('digest', '')}.{hashlib.sha256(meta.get('keys', '').encode()).hexdigest()[:8]}"


def _ancestors(engine: Engine, kind: Kind) -> list[str]:
    """The versions that an index made now comes after: those of the live one, and the live one's own."""
    today = _version(_meta(kind))
    lives = [one.meta for one in own(engine, kind).values() if live(engine, kind) in one.aliases]
    found = [version for meta in lives for version in (*meta.get(AFTER, "").split(), _version(meta))]
    return [version for version in dict.fromkeys(found) if version != today][-MOST_ANCESTORS:]


def newer(engine: Engine, kind: Kind, present: Mapping[str, Held]) -> bool:
    """Whether the live index among these was made by a later version than this code: one that came after ours."""
    today = _version(_meta(kind))
    lives = [one.meta for one in present.values() if live(engine, kind) in one.aliases]
    return any(today in meta.get(AFTER, "").split() for meta in lives)


def _owner(engine: Engine) -> dict[str, str]:
    return {"owner": engine.owner} if engine.owner else {}


def create(engine: Engine, kind: Kind, stamp: str, alias: str) -> str:
    """Make an index already carrying `alias`, in one step. Returns its name; made before is no error."""
    name = index_name(engine, kind, stamp)
    names = {alias, write_alias(name)} | ({taken(engine, kind)} if alias == live(engine, kind) else set())
    body = index_body(engine, kind, after=_ancestors(engine, kind))
    engine.create_index(name, {**body, "aliases": {one: {} for one in sorted(names)}})
    return name


def under_the_names(engine: Engine, *kinds: Kind) -> dict[str, Held]:
    """Whatever stands under the names of these kinds (all without any), whosever it is."""
    patterns = (f"{taken(engine, kind)}-v*,{taken(engine, kind)}" for kind in kinds or Kind)
    return engine.held(",".join(patterns))


def own(engine: Engine, *kinds: Kind) -> dict[str, Held]:
    """The indices of these kinds (of all without any), live or not.

    Raises ForeignIndex when any index under those names is not this installation's: then none is read, written or
    removed.
    """
    found = under_the_names(engine, *kinds)
    for name, one in found.items():
        if one.owner != engine.owner:
            raise ForeignIndex(OTHERS if one.owner else UNMARKED, index=name, owner=one.owner, prefix=engine.prefix)
    return found


def indices(engine: Engine, kind: Kind) -> dict[str, frozenset[str]]:
    """All indices of the kind, live or not, each with its aliases. Raises ForeignIndex."""
    return {name: one.aliases for name, one in own(engine, kind).items()}


def missing(engine: Engine) -> list[Kind]:
    """The kinds that have no live index: a fresh engine, or one whose data were lost. Raises ForeignIndex."""
    there = {alias for one in own(engine).values() for alias in one.aliases}
    return [kind for kind in Kind if live(engine, kind) not in there]


def adopt(engine: Engine) -> None:
    """Put this installation's mark on the indices that were made before there were marks, and its alias on the live
    ones. To be asked for only once their contents were compared with the database's."""
    actions: list[Object] = []
    for kind in Kind:
        for name, one in under_the_names(engine, kind).items():
            if one.owner:
                continue
            engine.mark(name, {**one.meta, **_owner(engine)})
            if taken(engine, kind) in one.aliases:
                actions.append({"add": {"index": name, "alias": live(engine, kind)}})
    if actions:
        engine.change_aliases(actions)


def ensure(engine: Engine, stamp: str = "1") -> list[Kind]:
    """Make the live indices that are missing; returns which were made, empty.

    Safe to call from two processes at once: the name is the same, so only one makes it. On a system that
    already holds records use `rebuild.heal`, which fills them from the database. Raises ForeignIndex, also where
    another installation was quicker.
    """
    made = missing(engine)
    for kind in made:
        create(engine, kind, stamp, live(engine, kind))
    own(engine)
    return made


def outdated(engine: Engine) -> list[Kind]:
    """The kinds whose live index was made from other files, or with other keys, than today's: it takes a rebuild.

    Not one that a later version made: a worker of before, started again during an upgrade, would build it back.
    """
    old = []
    for kind in Kind:
        wanted = _meta(kind)
        present = own(engine, kind)
        if newer(engine, kind, present):
            continue
        there = (one.meta for one in present.values() if live(engine, kind) in one.aliases)
        if any({name: meta.get(name) for name in wanted} != wanted for meta in there):
            old.append(kind)
    return old


def write_indices(engine: Engine, kind: Kind) -> tuple[str, ...]:
    """The write aliases of every index that must be kept up: the live one, and the one being built.

    Ask *after* reading the rows from SQL. A rebuild makes its index before it reads SQL; asked earlier, a row
    committed in between could be missed by both.
    """
    return written(engine, kind, own(engine, kind))


def written(engine: Engine, kind: Kind, present: Mapping[str, Held]) -> tuple[str, ...]:
    """`write_indices` among those that are there (`own`)."""
    wanted = {live(engine, kind), building(engine, kind)}
    names = [name for name, one in present.items() if one.aliases & wanted]
    if not any(live(engine, kind) in present[name].aliases for name in names):
        raise SearchUnavailable("The index is missing; it is built again from the database (griot rebuild).")
    if newer(engine, kind, present):
        raise SearchUnavailable(LATER)
    return tuple(write_alias(name) for name in sorted(names))


def serving(engine: Engine, present: Mapping[str, Held]) -> dict[str, str]:
    """Name by number of those among them that are live."""
    lives = {live(engine, kind) for kind in Kind}
    return {one.uuid: name for name, one in present.items() if one.aliases & lives}


def switch(engine: Engine, new: Mapping[Kind, str]) -> list[str]:
    """Move the live aliases to the new indices, all in one step; returns the old indices, still there."""
    actions: list[Object] = []
    old: list[str] = []
    for kind, name in new.items():
        names = dict.fromkeys((live(engine, kind), taken(engine, kind)))
        for index, aliases in indices(engine, kind).items():
            if index != name and aliases & set(names):
                actions += [{"remove": {"index": index, "alias": one}} for one in names if one in aliases]
                old.append(index)
        actions += [{"add": {"index": name, "alias": one}} for one in names]
        actions.append({"remove": {"index": name, "alias": building(engine, kind), "must_exist": False}})
    engine.change_aliases(actions)
    return old
