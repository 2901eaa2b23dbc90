"""The way to a broker on another machine: its certificate is checked, against its name."""

import ssl
from dataclasses import replace

import pytest
from celery.utils.imports import symbol_by_name
from celery.utils.quorum_queues import detect_quorum_queues
from celery.worker.consumer import Consumer
from kombu.transport import pyamqp

from casefile.errors import SetupError
from casefile.settings import Settings
from indexer.worker.celery_app import make_celery, queue_of


@pytest.fixture
def base(tmp_path) -> Settings:
    return Settings.from_env(tmp_path, {"GRIOT_SECRET_KEY": "k" * 32, "BROKER_CA": __file__})


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("amqps://u:w@broker.example//",
         {"cert_reqs": ssl.CERT_REQUIRED, "ca_certs": __file__, "server_hostname": "broker.example"}),
        ("rediss://:w@broker.example/0",
         {"ssl_cert_reqs": "required", "ssl_ca_certs": __file__, "ssl_check_hostname": True}),
        ("redis://127.0.0.1/0", False),
        ("filesystem://", False),
    ],
)  # fmt: skip
def test_a_certificate_is_checked_where_there_is_one(base, url, said):
    assert make_celery(replace(base, broker_url=url)).conf.broker_use_ssl == said


def test_the_connection_is_made_with_it(base):
    """What Celery hands to the broker's client, not only what was set."""
    connection = make_celery(replace(base, broker_url="amqps://u:w@broker.example//")).connection_for_write()
    assert connection.ssl["cert_reqs"] == ssl.CERT_REQUIRED and connection.as_uri().startswith("amqps://")


THREE = "amqps://u:w@one.example:5671//, amqps://u:w@two.example:5671//,amqps://u:w@three.example//"


def test_of_several_brokers_each_is_held_against_its_own_name(base, monkeypatch):
    """Kombu keeps the first name in its own dictionary; the second broker would be refused, or not checked at all."""
    asked = []

    def establish(self):
        asked.append((self.client.hostname, self.client.ssl["server_hostname"]))
        raise ConnectionRefusedError

    monkeypatch.setattr(pyamqp.SSLTransport, "establish_connection", establish)
    connection = make_celery(replace(base, broker_url=THREE)).connection_for_write()
    for _ in range(4):
        with pytest.raises(ConnectionRefusedError):
            connection.transport.establish_connection()
        connection.maybe_switch_next()
    names = ["one.example", "two.example", "three.example", "one.example"]
    assert asked == [(name, name) for name in names]


def test_a_queue_of_each_kind_has_a_name_of_its_own(base):
    """RabbitMQ refuses a queue that is there as another kind."""
    own = replace(base, installation="0123" * 8, broker_url=THREE)
    classic, quorum = own, replace(own, broker_queues="quorum")
    assert queue_of(classic) != queue_of(quorum)
    app = make_celery(quorum)
    assert app.amqp.queues[queue_of(quorum)].queue_arguments == {"x-queue-type": "quorum"}
    assert detect_quorum_queues(app, "amqp")[0], "the worker counts what it takes by itself"
    assert not make_celery(classic).amqp.queues[queue_of(classic)].queue_arguments


def test_the_worker_makes_no_queues_that_all_would_share(base):
    consumer = symbol_by_name(make_celery(replace(base, broker_queues="quorum")).conf.worker_consumer)
    left_out = [*{*Consumer.Blueprint.default_steps} - {*consumer.Blueprint.default_steps}]
    assert left_out == ["celery.worker.consumer.delayed_delivery:DelayedDelivery"]


@pytest.mark.parametrize("bad", ["amqps://a,redis://b", "amqps://a,", "amqp://a,b"])
def test_several_addresses_are_of_one_kind(tmp_path, bad):
    with pytest.raises(SetupError, match="BROKER_URL"):
        Settings.from_env(tmp_path, {"GRIOT_SECRET_KEY": "k" * 32, "BROKER_URL": bad})


def test_each_of_several_ways_is_encrypted_and_gets_the_password_of_the_file(tmp_path):
    password = tmp_path / "password"
    password.write_text("long and of its own\n")
    env = {"GRIOT_SECRET_KEY": "k" * 32, "BROKER_PASSWORD_FILE": str(password)}
    read = Settings.from_env(tmp_path, env | {"BROKER_URL": "amqps://g@one.example//,amqps://g@two.example//"})
    assert read.broker_url.count("g:long%20and%20of%20its%20own@") == 2
    with pytest.raises(SetupError, match=r"two\.example without TLS"):
        Settings.from_env(tmp_path, env | {"BROKER_URL": "amqps://g@one.example//,amqp://g@two.example//"})
