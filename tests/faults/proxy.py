"""A TCP proxy that misbehaves on purpose between the app and the node: the toxics of experiment 7.

It runs in a thread of the test's process. Each new connection draws from a seeded generator whether, and how, it
misbehaves; `fired` counts what really happened.
"""

import asyncio
import contextlib
import random
import socket
import struct
import threading
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from indexer.node import door


@dataclass(frozen=True)
class Toxic:
    """One way to misbehave, met with probability `p` by each connection.

    `what`: *cut* closes after `after` bytes of the answer; *reset* does so with a TCP reset; *stall* (half-open)
    stops passing bytes and says nothing; *slow* waits `seconds` before the answer; *refuse* resets at once.
    """

    what: str
    p: float = 1.0
    after: int = 0
    seconds: float = 5.0


class FaultProxy:
    """Listens on a free loopback port and passes everything to the target, through its toxics."""

    def __init__(self, url: str, seed: int = 0) -> None:
        self.target = url
        self.toxics: tuple[Toxic, ...] = ()
        self.fired: Counter[str] = Counter()
        self.connections = 0
        self.port = 0
        self._draw = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "FaultProxy":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def cut_all(self) -> None:
        """Reset every connection now open: a kept-alive pool meets the toxics too."""
        self._loop.call_soon_threadsafe(lambda: [_reset(w) for w in list(self._writers)])

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        with contextlib.suppress(RuntimeError):
            self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        toxic = next((t for t in self.toxics if self._draw.random() < t.p), None)
        if toxic and toxic.what == "refuse":
            self.fired["refuse"] += 1
            return _reset(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection(sock=await asyncio.to_thread(_to, self.target))
        except OSError:
            return _reset(writer)
        pair = {writer, far_writer}
        self._writers |= pair
        try:
            await asyncio.wait(
                [
                    asyncio.ensure_future(_pass(reader, far_writer)),
                    asyncio.ensure_future(self._answer(far_reader, writer, toxic)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            self._writers -= pair
            for one in pair:
                one.close()
        return None

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, toxic: Toxic | None) -> None:
        passed = 0
        while data := await reader.read(65536):
            if toxic is not None:
                if toxic.what == "slow":
                    self.fired["slow"] += 1
                    await asyncio.sleep(toxic.seconds)
                elif toxic.what == "stall":
                    self.fired["stall"] += 1
                    await asyncio.sleep(3600)
                elif passed + len(data) > toxic.after:
                    self.fired[toxic.what] += 1
                    writer.write(data[: max(0, toxic.after - passed)])
                    with contextlib.suppress(OSError):
                        await writer.drain()
                    return _reset(writer) if toxic.what == "reset" else None
            passed += len(data)
            writer.write(data)
            await writer.drain()
        return None


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST: the other end sees *connection reset by peer*, not an orderly end."""
    sock = writer.get_extra_info("socket")
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def _to(url: str) -> socket.socket:
    """A connection to the node at this address, door or plain."""
    path, parts = door.path_in(url), urlsplit(url)
    connection = door.connect(path) if path else socket.create_connection((parts.hostname, parts.port))
    connection.setblocking(False)
    return connection
