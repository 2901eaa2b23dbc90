"""A scene apart: nothing inside it reaches a server, whatever it was given."""

import http.client
import os
import socket
import threading

import pytest

from casefile.settings import BEGINNINGS, VARIABLES, Settings
from portal.install.apart import apart


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_no_host_is_reached_by_name_or_by_number_and_all_are_again_afterwards(listening, tmp_path):
    ways = (
        lambda: socket.create_connection(("127.0.0.1", listening), 1),
        lambda: socket.create_connection(("localhost", listening), 1),
        lambda: socket.getaddrinfo("mail.example.org", 25),
        lambda: http.client.HTTPConnection("127.0.0.1", listening, timeout=1).request("GET", "/"),
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", listening)),
    )
    with apart(tmp_path):
        for way in ways:
            with pytest.raises(ConnectionRefusedError, match="reaches no server"):
                way()
        failed = []
        thread = threading.Thread(target=lambda: failed.append(_refused(ways[0])))
        thread.start()
        thread.join()
        assert failed == [True], "nor from another thread"
    socket.create_connection(("127.0.0.1", listening), 1).close()


def test_the_name_of_the_databases_server_is_looked_up_and_no_connection_made(listening, tmp_path):
    """PostgreSQL's own library makes it: the driver looks the name up for that."""
    with apart(tmp_path, {"localhost"}):
        assert socket.getaddrinfo("localhost", listening)
        for place in (("localhost", listening), ("127.0.0.1", listening)):
            with pytest.raises(ConnectionRefusedError, match="reaches no server"):
                socket.create_connection(place, 1)
        with pytest.raises(ConnectionRefusedError):
            socket.getaddrinfo("mail.example.org", 25)


def _refused(way):
    try:
        way()
    except ConnectionRefusedError:
        return True
    return False


def test_the_door_of_an_engine_in_its_own_folder_is_open_and_anothers_is_not(tmp_path):
    own, other = tmp_path / "own", tmp_path / "other"
    for folder in (own, other):
        folder.mkdir()
    doors = [socket.socket(socket.AF_UNIX) for _ in range(2)]
    for door, folder in zip(doors, (own, other), strict=True):
        door.bind(str(folder / "engine.sock"))
        door.listen()
    with apart(own):
        with socket.socket(socket.AF_UNIX) as calling:
            calling.connect(str(own / "engine.sock"))
        with socket.socket(socket.AF_UNIX) as calling, pytest.raises(ConnectionRefusedError):
            calling.connect(str(own / ".." / "other" / "engine.sock"))
    for door in doors:
        door.close()


def test_no_setting_says_where_anything_is(tmp_path, monkeypatch):
    assert all(variable.name.startswith(BEGINNINGS) for variable in VARIABLES)
    monkeypatch.setenv("OPENSEARCH_URL", "https://user:word@engine.example:9200")
    monkeypatch.setenv("BROKER_URL", "amqps://user:word@broker.example//")
    monkeypatch.setenv("DATABASE_URL_FILE", "/run/secrets/database")
    monkeypatch.setenv("GRIOT_SECRET_KEY", "k" * 32)
    before = dict(os.environ)
    with apart(tmp_path):
        settings = Settings.from_env(tmp_path / "home")
        assert settings.embedded_database and settings.embedded_broker and "example" not in settings.opensearch_url
        assert settings.secret_key != "k" * 32
    assert dict(os.environ) == before
