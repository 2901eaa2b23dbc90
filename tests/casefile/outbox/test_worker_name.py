"""The name in a lease can be read back; a name that no relay has is nobody's."""

import os
from dataclasses import replace

import pytest

from casefile.outbox import WorkerName, this_host


def test_a_name_comes_back_as_it_was_written() -> None:
    name = WorkerName.of(object())
    assert WorkerName.parse(str(name)) == name
    assert (name.host, name.pid) == (this_host(), os.getpid())


def test_a_process_that_was_given_the_number_of_another_is_not_it() -> None:
    mine = WorkerName.of(object())
    assert mine.start and mine.is_of(os.getpid())
    assert not replace(mine, start=f"1{mine.start}").is_of(os.getpid())
    assert not mine.is_of(os.getpid() + 1)


def test_the_longest_name_finds_room_in_a_lease() -> None:
    name = WorkerName("h" * 30, 2**22, 0xFFFF, f"{2**40:x}-12345678")
    assert len(str(name)) <= 64 and WorkerName.parse(str(name)) == name


def test_a_name_of_an_earlier_release_is_known_by_its_number() -> None:
    name = WorkerName.parse(f"{this_host()}:{os.getpid()}:1f")
    assert name is not None and name.is_of_this_machine and name.is_of(os.getpid())


@pytest.mark.parametrize("text", ["", "a", "a:b:c", "host:", "host:12x:0", "h:1:2:3:4"])
def test_what_no_relay_wrote_is_nobody(text: str) -> None:
    assert WorkerName.parse(text) is None
