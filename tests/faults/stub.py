"""An HTTP proxy before the node that rewrites answers: failures the engine itself reports inside an HTTP 200.

Experiments 8 and 9: a bulk whose items fail with 429 or 503, a search in which one shard failed or that timed out.
A refused bulk item is taken out of the request, so that the node really does not have it; an item *lost on the way
back* is applied and still reported as failed. Counts in `fired` say how many answers were really changed.
"""

import contextlib
import json
import random
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from indexer.node import door


class StubNode:
    """Stands before the node on a free loopback port. Set the probabilities at any time."""

    def __init__(self, url: str, seed: int = 0) -> None:
        self.target = url
        self.refuse_items = 0.0
        """Share of bulk items refused with 429 or 503, not applied."""
        self.lose_items = 0.0
        """Share of bulk items applied, yet reported as 503."""
        self.fail_shards = 0.0
        """Share of search answers that say `_shards.failed = 1` and hold no hits."""
        self.time_out = 0.0
        """Share of search answers that say `timed_out` and hold no hits."""
        self.reject_ids: set[str] = set()
        """Bulk items that the engine says it will never take (400)."""
        self.refuse_calls = 0.0
        """Share of all calls answered 429 as a whole."""
        self.fired: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.draw = random.Random(seed)
        self.lock = threading.Lock()
        stub = self

        class Handler(_Handler):
            node = stub

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> "StubNode":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def chance(self, p: float) -> bool:
        with self.lock:
            return p > 0 and self.draw.random() < p

    def count(self, what: str) -> None:
        with self.lock:
            self.fired[what] += 1


class _Handler(BaseHTTPRequestHandler):
    node: StubNode
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Silent: a test's output is for its failures."""

    def _relay(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if self.node.chance(self.node.refuse_calls):
            self.node.count("call refused")
            return self._reply(429, b'{"error":{"type":"rejected_execution_exception"},"status":429}')
        refused: dict[int, dict[str, Any]] = {}
        if path.endswith("/_bulk"):
            body, refused = _refuse(self.node, body)
        if refused and not body:
            return self._reply(200, json.dumps(_spliced({"took": 0, "errors": True, "items": []}, refused)).encode())
        status, answer = self._ask(body)
        if status == 200 and path.endswith("/_bulk"):
            answer = json.dumps(_spliced(_lose(self.node, json.loads(answer)), refused)).encode()
        elif status == 200 and path.endswith(("/_search", "/_msearch")):
            answer = json.dumps(_fail_shards(self.node, json.loads(answer))).encode()
        return self._reply(status, answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _relay

    def _ask(self, body: bytes) -> tuple[int, bytes]:
        connection = door.http_connection(self.node.target, 60)
        headers = {k: v for k, v in self.headers.items() if k.lower() in ("content-type", "authorization")}
        try:
            connection.request(self.command, self.path, body=body or None, headers=headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        except OSError:
            return 503, b'{"error":{"type":"node_away"},"status":503}'
        finally:
            connection.close()

    def _reply(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(OSError):  # the asking process was killed meanwhile
                self.wfile.write(body)


def _refuse(node: StubNode, body: bytes) -> tuple[bytes, dict[int, dict[str, Any]]]:
    """Take some items out of a bulk request; give what is left and the answers for those taken, by position."""
    lines = [line for line in body.split(b"\n") if line.strip()]
    kept: list[bytes] = []
    refused: dict[int, dict[str, Any]] = {}
    at = position = 0
    while at < len(lines):
        action = json.loads(lines[at])
        verb, meta = next(iter(action.items()))
        size = 1 if verb == "delete" else 2
        node.seen["bulk item"] += 1
        if meta.get("_id") in node.reject_ids and verb != "delete":
            node.count("item rejected for good")
            refused[position] = {
                verb: {
                    "_index": meta["_index"],
                    "_id": meta["_id"],
                    "status": 400,
                    "error": {"type": "mapper_parsing_exception", "reason": "failed to parse (injected by the stub)"},
                }
            }
        elif node.chance(node.refuse_items):
            node.count("item refused")
            status = 429 if node.chance(0.5) else 503
            refused[position] = {verb: _error(meta, status)}
        else:
            kept.extend(lines[at : at + size])
        at += size
        position += 1
    return (b"\n".join(kept) + b"\n" if kept else b""), refused


def _lose(node: StubNode, answer: dict[str, Any]) -> dict[str, Any]:
    for item in answer["items"]:
        verb, result = next(iter(item.items()))
        if node.chance(node.lose_items):
            node.count("item lost on the way back")
            item[verb] = _error(result, 503)
            answer["errors"] = True
    return answer


def _spliced(answer: dict[str, Any], refused: dict[int, dict[str, Any]]) -> dict[str, Any]:
    if refused:
        left = iter(answer["items"])
        total = len(answer["items"]) + len(refused)
        answer["items"] = [refused[i] if i in refused else next(left) for i in range(total)]
        answer["errors"] = True
    return answer


def _error(meta: dict[str, Any], status: int) -> dict[str, Any]:
    kind = "rejected_execution_exception" if status == 429 else "unavailable_shards_exception"
    return {
        "_index": meta.get("_index", ""),
        "_id": meta.get("_id", ""),
        "status": status,
        "error": {"type": kind, "reason": "injected by the stub"},
    }


def _fail_shards(node: StubNode, answer: dict[str, Any]) -> dict[str, Any]:
    for one in answer.get("responses", [answer]):
        if "_shards" not in one:
            continue
        node.seen["search"] += 1
        if node.chance(node.fail_shards):
            node.count("shard failed")
            one["_shards"] = {**one["_shards"], "failed": 1, "successful": max(0, one["_shards"]["successful"] - 1)}
            one["hits"] = {"total": {"value": 0, "relation": "eq"}, "max_score": None, "hits": []}
        elif node.chance(node.time_out):
            node.count("timed out")
            one["timed_out"] = True
            one["hits"] = {"total": {"value": 0, "relation": "eq"}, "max_score": None, "hits": []}
    return answer
