"""What the engine's answers mean: written or not and why, whole or in part, refused or unavailable. Pure.

An answer that is not whole is an error here (`SearchUnavailable`), so that nobody reads it as *nothing found*.
"""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast

from casefile.errors import BadSearch, SearchUnavailable
from indexer.engine.wire import Answer, Answered

_TRANSIENT = frozenset({404, 408, 429, 500, 502, 503, 504, 507})
"""Item statuses that pass by themselves. 404 on a write: the index was swapped away, the next try finds the new one."""

_UNAVAILABLE = "The search engine is not available at the moment (%(cause)s). Nothing is lost; try again shortly."
IN_PART = "The search engine answered only in part (%(cause)s). Do not read this as nothing found; try again."
REFUSED = "The search engine rejects this query (%(cause)s)."


@dataclass(slots=True)
class BulkOutcome:
    """What became of each document, by id. An id is in at most one of the three; the rest are written.

    `superseded`: the index holds a newer version. `transient`: try again. `refused`: will never be accepted.
    """

    superseded: set[str] = field(default_factory=set)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    """The number that the engine gave to each write, by the name of the index."""
    transient: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


def judge_item(item: Answered, outcome: BulkOutcome) -> None:
    """Put one item of a bulk answer where it belongs."""
    action, result = next(iter(item.items()))
    status, id = int(result["status"]), str(result["_id"])
    if "_seq_no" in result:
        outcome.numbers.setdefault(str(result["_index"]), []).append(int(result["_seq_no"]))
    if status < HTTPStatus.MULTIPLE_CHOICES or (
        action == "delete" and status == HTTPStatus.NOT_FOUND and "error" not in result
    ):
        return
    error = result.get("error") or {}
    reason = f"{error.get('type', status)}: {error.get('reason', '')}"[:480] if isinstance(error, dict) else str(error)
    if status == HTTPStatus.CONFLICT:
        outcome.superseded.add(id)
    elif status in _TRANSIENT:
        outcome.transient[id] = reason
    else:
        cause = error.get("caused_by") if isinstance(error, dict) else None
        outcome.refused[id] = f"{reason}; {cause.get('reason', '')}"[:480] if isinstance(cause, dict) else reason


def refusal(status: object, info: object) -> SearchUnavailable | BadSearch:
    """The error a status stands for. Only a plain 400 is the question's own fault."""
    cause = str(status)
    if isinstance(info, dict) and isinstance(info.get("error"), dict):
        error = info["error"]
        root = (error.get("root_cause") or [{}])[0]
        cause = f"{root.get('type') or error.get('type')}: {root.get('reason') or error.get('reason')}"[:400]
        if error.get("failed_shards") and status != HTTPStatus.BAD_REQUEST:
            return SearchUnavailable(IN_PART, cause=cause)
    elif isinstance(info, Exception):
        cause = type(info).__name__
    if status == HTTPStatus.BAD_REQUEST:
        return BadSearch(REFUSED, cause=cause)
    return SearchUnavailable(_UNAVAILABLE, cause=cause)


def all_shards(answer: Answered) -> None:
    """SearchUnavailable unless every shard answered."""
    shards = answer.get("_shards", {})
    if shards.get("failed", 1) != 0:
        raise SearchUnavailable(IN_PART, cause=f"{shards.get('failed')} of {shards.get('total')} shards failed")


def whole(answer: Answered) -> Answer:
    """The answer, if it is whole: every shard, in time, with an exact total. Else SearchUnavailable."""
    all_shards(answer)
    if answer.get("timed_out") is not False:
        raise SearchUnavailable(IN_PART, cause="out of time")
    total = answer["hits"].get("total")
    if total is not None and total["relation"] != "eq":
        raise SearchUnavailable(IN_PART, cause="total not exact")
    return cast(Answer, answer)
