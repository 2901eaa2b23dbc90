"""A TLS door before a plain server on this machine: who shows a certificate of the authority is let in, nobody else."""

import contextlib
import socket
import ssl
import threading
from pathlib import Path
from urllib.parse import urlsplit

from indexer.node import door


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
            threading.Thread(target=self._one, args=(plain,), daemon=True).start()

    def _one(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.closing(plain):
            client = self._context.wrap_socket(plain, server_side=True)
            server = self._behind()
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join()

    def _behind(self) -> socket.socket:
        if self._url.startswith("door:"):
            connection = door.http_connection(self._url, 60)
            connection.connect()
            return connection.sock
        parts = urlsplit(self._url)
        return socket.create_connection((parts.hostname or "", parts.port or 80), 60)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
