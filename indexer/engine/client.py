"""What is asked of OpenSearch, and by which questions: searches, writes, indices.

Whatever goes wrong leaves here as `SearchUnavailable` (could not be asked, or answered in part) or as `BadSearch`
(the engine refuses the question). An answer that is not whole is never returned: what
an answer means stands in `answers`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, cast

import orjson

from casefile import fault_points
from casefile.errors import BadSearch, SearchUnavailable
from casefile.settings import Settings
from casefile.vocabulary import Json
from indexer.engine.answers import IN_PART, BulkOutcome, all_shards, judge_item, refusal, whole
from indexer.engine.connection import Connection
from indexer.engine.wire import Answer, Answered, Hit, Object

ADMIN_TIMEOUT_S = 60.0
"""Creating an index or moving an alias waits for the cluster state; searches have their own, short timeout."""

BULK_BYTES = 500_000
BULK_LINES = 1_000
"""One bulk request at most: long narratives take milliseconds each to analyse, and a request that runs into its time
limit is work done for nothing."""

BULK_TIMEOUT_S = 30.0

NUMBERED = "indices.*.uuid,indices.*.shards.*.seq_no,indices.*.shards.*.routing.primary"
"""Of an index's figures, what tells how far its writes are numbered. One shard: the numbers of several are apart."""

SEARCH_PARAMS = {"allow_partial_search_results": "false"}
_HELD = "*.aliases,*.mappings._meta,*.settings.index.uuid"
"""Of all that the engine tells of an index: a kilobyte, where mapping and analysis are thirty."""
_NDJSON = {"content-type": "application/x-ndjson"}


@dataclass(frozen=True, slots=True)
class Put:
    """Write one document. `version` is the database's; the engine keeps whichever is newer."""

    index: str
    id: str
    version: int
    source: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove one document; one that is not there counts as removed."""

    index: str
    id: str
    version: int


Operation = Put | Drop


class Tally(NamedTuple):
    """An index, or what should be in it, added up."""

    number: int
    total: int


class Held(NamedTuple):
    """An index as the engine holds it. `meta`: the mark of what made it, and of whose it is."""

    uuid: str
    aliases: frozenset[str] = frozenset()
    meta: Mapping[str, str] = MappingProxyType({})

    @property
    def owner(self) -> str:
        """The installation whose it is; empty for one made before indices were marked."""
        return self.meta.get("owner", "")


class Numbered(NamedTuple):
    """An index by the engine's own id, and the number up to which all writes to it are done."""

    index_id: str
    done: int


class Engine(Connection):
    """One OpenSearch cluster, as one installation sees it. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.prefix = settings.index_prefix
        self.owner = settings.installation
        """Whose the indices are; without one it takes none for its own that has an owner."""
        self.replicas = settings.index_replicas
        self.shards = 1
        """Of an index that is made. The numbers of writes are read of one shard (`numbered`); a bench measures more."""
        self.agreed: dict[str, int] = {}
        """By unit: how many records its officers may find, when index and database last agreed on it."""
        self.index_ids: dict[str, str] = {}
        """By name: the engine's own id of an index, as first asked."""

    # ---- asking ----------------------------------------------------------------------------------------------

    def search(self, index: str, body: Mapping[str, Json]) -> Answer:
        """The whole answer: every shard, in time, with an exact total. Else SearchUnavailable."""
        fault_points.point("engine.search")
        params = {**SEARCH_PARAMS, "track_total_hits": "true"}
        answer = self._ask("POST", f"/{index}/_search", params=params, body=body)
        return whole(answer)

    def msearch(self, index: str, bodies: Sequence[Mapping[str, Json]]) -> list[Answer]:
        """Several searches in one call, answered in order. One that is not whole fails them all.

        Partial results are refused per search in its header line; the answer is checked just the same.
        """
        if not bodies:
            return []
        fault_points.point("engine.search")
        header = orjson.dumps({"allow_partial_search_results": False})
        lines: list[bytes] = []
        for body in bodies:
            lines += [header, orjson.dumps({"track_total_hits": True, **body})]
        raw = b"\n".join(lines) + b"\n"
        answer = self._ask("POST", f"/{index}/_msearch", body=raw, headers=_NDJSON)
        responses = answer.get("responses", [])
        if len(responses) != len(bodies):
            raise SearchUnavailable(IN_PART, cause="answers missing")
        for response in responses:
            if "error" in response:
                raise refusal(int(response.get("status", 500)), response)
        return [whole(response) for response in responses]

    def count(self, index: str, query: Mapping[str, Json]) -> int:
        """How many documents match; all shards or an error."""
        answer = self._ask("POST", f"/{index}/_count", body={"query": query})
        all_shards(answer)
        return int(answer["count"])

    def tally(self, index: str, field: str) -> Tally:
        """How many documents there are, and the sum of a whole-number field over them; all shards or an error."""
        answer = self.search(index, {"size": 0, "aggs": {"sum": {"sum": {"field": field}}}})
        summed = cast(Mapping[str, Mapping[str, float]], answer["aggregations"])["sum"]["value"]
        return Tally(answer["hits"]["total"]["value"], int(summed))

    def pages(
        self, index: str, query: Mapping[str, Json], *, unique: str, page: int, fields: Sequence[str]
    ) -> list[Hit]:
        """Every hit, in the order of `unique`, page after page."""
        body: Object = {**listing(query, fields, page), "sort": [{unique: "asc"}]}
        found: list[Hit] = []
        while True:
            hits = self.search(index, body)["hits"]["hits"]
            found += hits
            if len(hits) < page:
                return found
            body["search_after"] = hits[-1]["sort"]

    def analyze(self, index: str, analyzer: str, text: str) -> list[str]:
        """The tokens the index's analyser makes of a text."""
        answer = self._ask("POST", f"/{index}/_analyze", body={"analyzer": analyzer, "text": text})
        return [token["token"] for token in answer["tokens"]]

    # ---- writing ---------------------------------------------------------------------------------------------

    def bulk(self, operations: Iterable[Operation]) -> BulkOutcome:
        """Write many. The answer's own status says nothing: each item is judged.

        The targets must be aliases (`require_alias`): an index that has gone is never made again by accident,
        with a mapping nobody chose.
        """
        outcome = BulkOutcome()
        lines: list[bytes] = []
        size = 0
        for operation in operations:
            meta = {
                "_index": operation.index,
                "_id": operation.id,
                "version": operation.version,
                "version_type": "external_gte",
            }
            if isinstance(operation, Drop):
                added = [orjson.dumps({"delete": meta})]
            else:
                try:
                    added = [orjson.dumps({"index": meta}), orjson.dumps(operation.source)]
                except TypeError as error:
                    outcome.refused[operation.id] = str(error)
                    continue
            lines += added
            size += sum(map(len, added))
            if size >= BULK_BYTES or len(lines) >= BULK_LINES:
                self._send_bulk(lines, outcome)
                lines, size = [], 0
        if lines:
            self._send_bulk(lines, outcome)
        for id in outcome.refused:
            outcome.transient.pop(id, None)
        return outcome

    def _send_bulk(self, lines: Sequence[bytes], outcome: BulkOutcome) -> None:
        fault_points.point("engine.bulk")
        answer = self._ask(
            "POST",
            "/_bulk",
            params={"require_alias": "true"},
            body=b"\n".join(lines) + b"\n",
            headers=_NDJSON,
            timeout=max(BULK_TIMEOUT_S, self.timeout_s),
        )
        for item in answer["items"]:
            judge_item(item, outcome)

    def refresh(self, indices: Sequence[str]) -> None:
        """Make what was written visible to searches, on every shard."""
        fault_points.point("engine.refresh")
        all_shards(self._ask("POST", f"/{','.join(indices)}/_refresh"))

    # ---- indices ---------------------------------------------------------------------------------------------

    def alive(self) -> str | None:
        """The engine's version, or None when it does not answer."""
        try:
            return str(self._ask("GET", "/", timeout=2.0)["version"]["number"])
        except (SearchUnavailable, BadSearch):
            return None

    def clocks(self) -> dict[str, float]:
        """What time each of its machines has, in seconds since 1970, by the machine's name."""
        nodes = self._ask("GET", "/_nodes/stats/os", timeout=2.0)["nodes"]
        return {str(node["name"]): node["timestamp"] / 1000 for node in nodes.values()}

    def processor_s(self) -> float:
        """Processor seconds that its processes have spent since they started."""
        nodes = self._ask("GET", "/_nodes/stats/process")["nodes"]
        return sum(float(node["process"]["cpu"]["total_in_millis"]) for node in nodes.values()) / 1000

    def create_index(self, name: str, body: Mapping[str, Json]) -> bool:
        """Make an index; False when one of that name exists already."""
        try:
            self._ask("PUT", f"/{name}", body=body, timeout=ADMIN_TIMEOUT_S)
        except BadSearch as error:
            if "resource_already_exists" in str(error):
                return False
            raise
        return True

    def delete_index(self, name: str) -> None:
        """Remove an index; one that has gone is no error."""
        self._ask("DELETE", f"/{name}", params={"ignore_unavailable": "true"}, timeout=ADMIN_TIMEOUT_S)

    def change_aliases(self, actions: Sequence[Mapping[str, Json]]) -> None:
        """All the actions in one step, so that no reader meets a state between."""
        self._ask("POST", "/_aliases", body={"actions": list(actions)}, timeout=ADMIN_TIMEOUT_S)

    def aliases(self, pattern: str) -> dict[str, frozenset[str]]:
        """Indices whose name matches, each with its aliases. Empty when there is none."""
        answer = self._ask("GET", f"/{pattern}/_alias", params={"ignore_unavailable": "true"})
        return {name: frozenset(value["aliases"]) for name, value in answer.items()}

    def held(self, pattern: str) -> dict[str, Held]:
        """Indices whose name or alias matches, each with its number, its aliases and its mark. Empty without any."""
        answer = self._ask("GET", f"/{pattern}", params={"ignore_unavailable": "true", "filter_path": _HELD})
        return {
            name: Held(
                one["settings"]["index"]["uuid"],
                frozenset(one.get("aliases", ())),
                one.get("mappings", {}).get("_meta", {}),
            )
            for name, one in answer.items()
        }

    def mark(self, index: str, meta: Mapping[str, str]) -> None:
        """Put another mark on an index."""
        self._ask("PUT", f"/{index}/_mapping", body={"_meta": dict(meta)}, timeout=ADMIN_TIMEOUT_S)

    def mapping(self, index: str) -> dict[str, Answered]:
        """The mapping as the engine holds it, of each index the name stands for."""
        answer = self._ask("GET", f"/{index}/_mapping")
        return {name: value["mappings"] for name, value in answer.items()}

    def numbered(self, index: str) -> Numbered:
        """How far the engine has numbered its writes to the one index of this name. No refresh: some are not to be
        seen yet."""
        answer = self._ask("GET", f"/{index}/_stats/docs", params={"level": "shards", "filter_path": NUMBERED})
        try:
            [found] = answer["indices"].values()
            [primary] = [copy for copy in found["shards"]["0"] if copy["routing"]["primary"]]
            return Numbered(str(found["uuid"]), int(primary["seq_no"]["global_checkpoint"]))
        except (KeyError, ValueError) as error:  # its shard is just moving, or starting
            raise SearchUnavailable(IN_PART, cause="no primary shard") from error


def listing(query: Mapping[str, Json], fields: Sequence[str], size: int) -> Object:
    """A search that lists ids and doc values only, unscored."""
    return {
        "query": query,
        "size": size,
        "_source": False,
        "stored_fields": "_none_",
        "docvalue_fields": list(fields),
        "sort": ["_doc"],
    }


def is_all(answer: Answer) -> bool:
    """Whether one page holds everything that was found."""
    return answer["hits"]["total"]["value"] == len(answer["hits"]["hits"])
