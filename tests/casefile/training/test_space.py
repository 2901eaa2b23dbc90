"""A training space and a real installation never open each other's database, and the space knows no way out."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from casefile.errors import SetupError
from casefile.installation import fits, identified
from casefile.settings import OUTWARD, VARIABLES, Settings
from casefile.storage.tables import InstallationRow
from tests.network.stored import network

KEY = {"GRIOT_SECRET_KEY": "k" * 32}


def is_training(store):
    with store.reading() as session:
        return session.scalars(select(InstallationRow.training)).one()


def test_a_training_database_is_never_opened_as_a_real_one(store, tmp_path):
    real = Settings.from_env(tmp_path, KEY)
    training = replace(real, training=True)
    identified(training, store)
    assert is_training(store), "a database that nobody used yet becomes the space's"
    identified(training, store)
    for _ in range(2):
        with pytest.raises(SetupError, match="is a training space's.*not opened as a real one.*--training"):
            identified(real, store)
    network(store)
    with pytest.raises(SetupError, match="training space's"):
        fits(real, store)


def test_a_real_database_is_never_opened_for_training(store, tmp_path):
    real = Settings.from_env(tmp_path, KEY)
    network(store)
    identified(real, store)
    with pytest.raises(SetupError, match="is a real one.*not opened for training.*--home"):
        identified(replace(real, training=True), store)
    assert not is_training(store)
    identified(real, store)


REAL = {
    "DATABASE_URL": "postgresql+psycopg://griot:s3kret@db.real.example/griot?sslmode=verify-full",
    "OPENSEARCH_URL": "https://u:w@engine.real.example", "OPENSEARCH_CA": __file__, "OPENSEARCH_CLIENT": __file__,
    "BROKER_URL": "amqps://u:w@broker.real.example", "BROKER_CA": __file__, "GRIOT_SECRET_KEY": "real" * 10,
    "GRIOT_SECRET_KEY_BEFORE": "real" * 10, "GRIOT_INDEX_PREFIX": "real-index", "GRIOT_BACKUP_TO": f"age1{'q' * 58}",
    "GRIOT_BACKUP_KEY": "/real/key", "GRIOT_PROOF": "/real/proof",
    "GRIOT_CHECKPOINT_COPY": "/real/copy", "GRIOT_TIMESTAMP_URL": "https://real.example",
    "GRIOT_ALARM_MAIL_TO": "ops@real.example", "GRIOT_ALARM_MAIL_FROM": "griot@real.example",
    "GRIOT_ALARM_SMTP_URL": "smtps://u:w@mail.real.example", "GRIOT_ALARM_WEBHOOK": "https://hook.real.example",
    "GRIOT_WEBHOOK_PRIVATE": "hook.real.example", "GRIOT_KEY_PASSPHRASE_FILE": __file__,
    "GRIOT_METRICS_TOKEN_FILE": __file__, "GRIOT_TRAINING_ADDRESS": "https://learn.real.example",
    "BROKER_PASSWORD_FILE": "/real/nowhere", "GRIOT_ALARM_WEBHOOK_FILE": "/real/nowhere",
}  # fmt: skip


@pytest.mark.unit
def test_whatever_the_environment_says_a_training_space_reads_no_way_to_the_real_one(tmp_path):
    told = Settings.from_env(tmp_path / "told", REAL | {"GRIOT_TRAINING": "1"})
    plain = Settings.from_env(tmp_path / "told", {"GRIOT_TRAINING": "1"})
    assert told == plain, "as with an empty environment"
    assert told.training and told.demo and "real" not in repr(told).replace(str(tmp_path), "")
    assert told.embedded_database and told.embedded_broker and str(tmp_path) in told.opensearch_url
    assert told.index_prefix == "griot-training" and len(told.secret_key) >= 48
    assert REAL.keys() >= {name for name in OUTWARD if not name.endswith("PASSWORD")}, "each is tried"


@pytest.mark.unit
def test_a_setting_that_can_lead_outside_is_among_those_left_out():
    """A new variable is judged here: it leads to no server, key or file of a real installation, or it is left out."""
    inward = {
        "GRIOT_TRAINING", "GRIOT_TRAINING_ADDRESS", "GRIOT_INDEX_REPLICAS", "OPENSEARCH_TIMEOUT_S",
        "GRIOT_BROKER_QUEUES",
        "GRIOT_RELAY_POLL_S", "GRIOT_SESSION_IDLE_MIN", "GRIOT_SESSION_ABSOLUTE_H", "GRIOT_ERRAND_MIN", "GRIOT_UNDO_S",
        "GRIOT_SECURE_COOKIES", "GRIOT_TRAIL_ADDRESS", "GRIOT_DEMO", "GRIOT_TEST_NETWORK", "GRIOT_HOSTS",
        "GRIOT_PROXIES",
        "GRIOT_BACKUP_WITHIN_H", "GRIOT_METRICS", "GRIOT_LOG_FORMAT", "GRIOT_ALARM_AFTER_MIN", "GRIOT_ALARM_LANGUAGE",
    }  # fmt: skip
    assert {variable.name for variable in VARIABLES} == inward | {n for n in OUTWARD if not n.endswith("PASSWORD")}


@pytest.mark.unit
def test_a_home_remembers_that_it_is_a_training_space(tmp_path):
    (tmp_path / "installation.json").write_text('{"training": true}')
    assert Settings.from_env(tmp_path, REAL).training
    assert Settings.from_env(tmp_path, REAL | {"GRIOT_TRAINING": "0"}).training, "nobody makes it real by a variable"
    assert not Settings.from_env(tmp_path / "other", KEY).training
