"""The embedded broker: a message is there whole or not at all, and one that cannot be read ends nothing."""

import threading
from queue import Empty

import pytest
from kombu import Connection

from indexer.worker import folder_broker
from indexer.worker.folder_broker import DIGITS, NANOSECONDS_PER_MS, SCHEME


@pytest.fixture
def channel(tmp_path):
    queue, control = tmp_path / "queue", tmp_path / "control"
    queue.mkdir()
    control.mkdir()
    options = {
        "data_folder_in": str(queue), "data_folder_out": str(queue), "control_folder": str(control),
        "store_processed": False,
    }  # fmt: skip
    with Connection(f"{SCHEME}://", transport_options=options) as connection:
        yield connection.channel(), queue


def test_what_is_put_comes_out_once(channel):
    broker, folder = channel
    for number in range(3):
        broker._put("griot", sound(number))
    assert sorted(broker._get("griot")["body"] for _ in range(3)) == [0, 1, 2]
    with pytest.raises(Empty):
        broker._get("griot")
    assert list(folder.iterdir()) == []


def test_the_oldest_comes_first_also_when_the_machines_clock_gains_a_digit(channel, monkeypatch):
    broker, _ = channel
    for ms in (9_999_999, 10_000_000, 99_999_999, 100_000_000):
        monkeypatch.setattr(folder_broker, "monotonic_ns", lambda ms=ms: ms * NANOSECONDS_PER_MS)
        broker._put("griot", sound(ms))
    assert [broker._get("griot")["body"] for _ in range(4)] == [9_999_999, 10_000_000, 99_999_999, 100_000_000]


UNREADABLE = [
    b"", b"{", b"\xff\xfe", b"{}", b"[]", b"null", b"7", b'"text"', b'{"body": "x"}',
    b'{"properties": 1, "headers": {}}', b'{"headers": {}, "properties": {}}',
    b'{"headers": [], "properties": {"delivery_tag": "1"}}',
    b'{"headers": {}, "body": "a", "properties": {"delivery_tag": "1", "body_encoding": "base64"}}',
]  # fmt: skip


def sound(body):
    """A message as Celery sends one; its body as it comes out again."""
    return {"body": body, "headers": {}, "properties": {"delivery_tag": "1", "delivery_info": {}}}


@pytest.mark.parametrize("content", UNREADABLE)
def test_an_empty_or_torn_message_is_left_out_with_a_line_in_the_log(channel, content, caplog):
    broker, folder = channel
    (folder / f"{0:0{DIGITS}}_torn.griot.msg").write_bytes(content)  # older than any
    broker._put("griot", sound("sound"))
    with pytest.raises(Empty):
        broker._get("griot")
    assert broker._get("griot") == sound("sound")
    assert "broker.unreadable" in caplog.text


def test_a_reader_never_meets_half_a_message(channel):
    broker, _ = channel
    ended, got = threading.Event(), []

    def read():
        while not (ended.is_set() and broker._size("griot") == 0):
            try:
                got.append(broker._get("griot"))
            except Empty:
                continue

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(500):
        broker._put("griot", sound(number) | {"padding": "x" * 5000})
    ended.set()
    reader.join(30)
    assert sorted(message["body"] for message in got) == list(range(500))
