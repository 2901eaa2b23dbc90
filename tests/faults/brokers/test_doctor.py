"""`griot doctor` says what stands at the broker that is not ours, and leaves it there."""

from dataclasses import replace

import pytest

from casefile.settings import Settings
from indexer.worker import celery_app
from indexer.worker.celery_app import Waker
from indexer.worker.redis_broker import prefix_of
from portal.cli.upkeep import doctor
from portal.cli.upkeep.examining import broker
from tests.network.stored import INSTALLATION, SECRET
from tests.redis_server import redis_server


@pytest.fixture
def server(tmp_path):
    with redis_server(tmp_path) as client:
        yield client


@pytest.fixture
def settings(tmp_path, server):
    port = server.connection_pool.connection_kwargs["port"]
    read = Settings.from_env(
        tmp_path / "home", {"GRIOT_SECRET_KEY": SECRET, "BROKER_URL": f"redis://127.0.0.1:{port}/0"}
    )
    return replace(read, installation=INSTALLATION)


def found(settings):
    return doctor._broker(type("Installation", (), {"own_settings": settings})())


def own(settings, name=""):
    queue = celery_app.queue_of(settings)
    return prefix_of(queue) + (name or queue)


def test_others_are_counted_and_no_fault(settings, server):
    server.rpush(f"griot-{'b' * 32}", b"another's")
    server.set("somebody", b"else")
    assert Waker(settings).wake()
    said = found(settings)
    assert said.remedy == "" and "2 of others, which are left alone" in said.found
    assert broker.look(settings).strange == 0, "our own wake-up is a message"


def test_a_name_of_ours_that_holds_something_else_is_named_with_the_way_out(settings, server):
    server.set(own(settings), b"somebody's text")
    said = found(settings)
    assert said.grave and own(settings) in said.remedy and "BROKER_URL" in said.remedy
    assert server.get(own(settings)) == b"somebody's text"


@pytest.mark.parametrize("name", ["unacked", "_kombu.binding.x"])
def test_so_is_one_of_those_that_celery_keeps_its_books_under(settings, server, name):
    server.set(own(settings, name), b"text")
    assert broker.look(settings).wrong == (own(settings, name),)


def test_messages_that_are_none_are_counted(settings, server):
    Waker(settings).wake()
    server.lpush(own(settings), b"", b"{", b'{"headers": []}')
    said = found(settings)
    assert not said.grave and said.remedy.startswith("3 messages") and server.llen(own(settings)) == 4


def test_a_broker_that_is_away_is_said(settings, server):
    server.shutdown(nosave=True)
    said = found(settings)
    assert "does not answer" in said.found and "Nothing is lost" in said.remedy


def test_the_homes_own_folder_needs_nothing(settings):
    assert found(replace(settings, broker_url="filesystem://")).remedy == ""


def test_a_broker_of_another_kind_is_asked_whether_it_answers(settings):
    said = found(replace(settings, broker_url="amqp://127.0.0.1:9//"))
    assert "does not answer" in said.found
