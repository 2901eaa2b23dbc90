"""The way to a broker on another machine: its certificate is checked, against its name."""

import ssl
from dataclasses import replace

import pytest

from casefile.settings import Settings
from indexer.worker.celery_app import make_celery


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
