"""The one door to OpenSearch: no other module imports its client.

Whatever goes wrong on the way leaves here as `SearchUnavailable`, or `BadSearch` where the engine refuses the question.
"""

import logging
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
from opensearchpy import JSONSerializer, Transport, Urllib3HttpConnection
from opensearchpy.exceptions import SerializationError, TransportError
from urllib3.connection import HTTPConnection
from urllib3.exceptions import NewConnectionError

from casefile.errors import BadSearch, SearchUnavailable
from casefile.settings import Settings
from casefile.vocabulary import Json
from indexer.engine.answers import IN_PART, REFUSED, refusal
from indexer.engine.wire import Answered
from indexer.node import door

POOL = 16
"""Connections kept open: the web threads and one worker together stay below it."""


class _Json(JSONSerializer):
    """orjson: a fifth of the time of the standard library on a page of candidates."""

    def dumps(self, data: Any) -> Any:
        if isinstance(data, (str, bytes)):
            return data
        try:
            return orjson.dumps(data)
        except TypeError as error:  # a lone surrogate: the text is not text
            raise SerializationError("document", str(error)) from error

    def loads(self, s: str) -> Any:
        return orjson.loads(s)


def _through(path: Path) -> type[Urllib3HttpConnection]:
    """The client's connections, each of them handed out at the door of the local node."""

    class AtTheDoor(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            try:
                return door.connect(path)
            except OSError as error:
                raise NewConnectionError(self, f"door: {type(error).__name__}") from error

    class Connections(Urllib3HttpConnection):
        def _create_urllib3_pool(self) -> None:
            super()._create_urllib3_pool()
            self.pool.ConnectionCls = AtTheDoor

    return Connections


class Connection:
    """The connections to one cluster. Safe to share between threads."""

    def __init__(self, settings: Settings) -> None:
        self.timeout_s = settings.opensearch_timeout_s
        hosts = [url.strip() for url in settings.opensearch_url.split(",") if url.strip()]
        files = {"ca_certs": settings.opensearch_ca, "client_cert": settings.opensearch_client}
        options: dict[str, Any] = {name: file for name, file in files.items() if file}
        path = door.path_in(hosts[0])
        # Its warnings print a stack trace each time a node is unavailable; the status page says it better.
        logging.getLogger("opensearch").setLevel(logging.CRITICAL)
        self._transport = Transport(
            [_host(url) for url in hosts] if path is None else [{"host": "127.0.0.1", "port": door.HTTP_PORT}],
            connection_class=Urllib3HttpConnection if path is None else _through(path),
            pool_maxsize=POOL,
            timeout=self.timeout_s,
            serializers={"application/json": _Json()},
            serializer=_Json(),
            # Another node is asked at most once each. Every write carries an external version, so that a
            # repeated one changes nothing; a timeout is not repeated at all.
            max_retries=len(hosts) - 1,
            retry_on_timeout=False,
            retry_on_status=(),
            **options,
        )

    def close(self) -> None:
        self._transport.close()

    def _ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Json] | None = None,
        body: Mapping[str, Json] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> Answered:
        try:
            answer = self._transport.perform_request(
                method,
                path,
                params=dict(params or {}),
                body=body,
                headers=headers,
                timeout=timeout or self.timeout_s,
            )
        except TransportError as error:
            raise refusal(error.status_code, error.info) from error
        except SerializationError as error:
            if body is not None and not isinstance(body, bytes):
                raise BadSearch(REFUSED, cause="not text") from error
            raise SearchUnavailable(IN_PART, cause="unreadable answer") from error
        except orjson.JSONDecodeError as error:
            raise SearchUnavailable(IN_PART, cause="answer cut off") from error
        if not isinstance(answer, dict):
            raise SearchUnavailable(IN_PART, cause="unreadable answer")
        return answer


def _host(url: str) -> dict[str, object]:
    """Host entry for the client from one URL; user and password may stand in it."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    host: dict[str, object] = {
        "host": parts.hostname or "127.0.0.1",
        "port": parts.port or (443 if secure else 9200),
        "use_ssl": secure,
    }
    if parts.username:
        host["http_auth"] = (unquote(parts.username), unquote(parts.password or ""))
    if parts.path.strip("/"):
        host["url_prefix"] = parts.path
    return host
