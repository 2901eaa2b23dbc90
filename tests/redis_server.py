"""A Redis server of Debian's on a port of its own, for as long as a test wants it."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from tests.debian import needed
from tests.steady.ports import free_port

READY_TRIES, TRY_S = 400, 0.05


@contextmanager
def redis_server(folder: Path) -> Iterator[redis.Redis]:
    """A client of it. Fails where the program is not there, unless GRIOT_TEST_SKIP leaves it out."""
    program = needed("redis-server")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        with redis.Redis(port=port) as client:
            _wait_for(client)
            yield client
    finally:
        child.kill()
        child.wait()


def _wait_for(client: redis.Redis) -> None:
    for _ in range(READY_TRIES):
        try:
            client.ping()
            return
        except redis.ConnectionError:
            time.sleep(TRY_S)
    pytest.fail("redis-server does not answer")
