"""A TLS door before a plain server on this machine: who shows a certificate of the authority is let in, nobody else."""

import contextlib
import select
import socket
import ssl
import threading
from pathlib import Path
from urllib.parse import urlsplit

from indexer.node import door

NAME = "tls-door"
"""Of the threads: one for each connection."""


class TlsDoor:
    """Bytes go through as they are; what stands behind need not know. `url`: http://host:port, or a node's own door."""

    def __init__(self, url: str, certificate: Path, key: Path, authority: Path) -> None:
        self._url = url
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=authority)
        context.load_cert_chain(certificate, key)
        context.verify_mode = ssl.CERT_REQUIRED
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                plain, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(plain,), name=NAME, daemon=True).start()

    def _one(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.closing(plain):
            client = self._context.wrap_socket(plain, server_side=True)
            with contextlib.closing(client), contextlib.closing(self._behind()) as server:
                _pass(client, server)

    def _behind(self) -> socket.socket:
        if self._url.startswith("door:"):
            connection = door.http_connection(self._url, 60)
            connection.connect()
            return connection.sock
        parts = urlsplit(self._url)
        return socket.create_connection((parts.hostname or "", parts.port or 80), 60)


def _pass(client: ssl.SSLSocket, server: socket.socket) -> None:
    """Both ways, until either closes, by one thread: no connection of TLS may be read by one and written by another at
    the same time."""
    ends, ready = {client.fileno(): client, server.fileno(): server}, select.poll()
    for number in ends:
        ready.register(number, select.POLLIN)
    while True:
        for number in [client.fileno()] if client.pending() else [number for number, _ in ready.poll()]:
            if not (data := ends[number].recv(65_536)):
                return
            (server if ends[number] is client else client).sendall(data)
