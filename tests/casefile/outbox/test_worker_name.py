"""The name in a lease can be read back; a name that no relay has is nobody's."""

import os

import pytest

from casefile.outbox import WorkerName, this_host


def test_a_name_comes_back_as_it_was_written() -> None:
    name = WorkerName.of(object())
    assert WorkerName.parse(str(name)) == name
    assert (name.host, name.pid) == (this_host(), os.getpid())


@pytest.mark.parametrize("text", ["", "a", "a:b:c", "host:", "host:12x:0"])
def test_what_no_relay_wrote_is_nobody(text: str) -> None:
    assert WorkerName.parse(text) is None
