"""A message that somebody slipped into the queue says nothing: it can wake the worker, and that is all."""

import pytest
from kombu.exceptions import ContentDisallowed
from kombu.serialization import dumps, loads

from indexer.worker import celery_app, tasks


class Recorded:
    """Stands where the worker stands; says what was called."""

    def __init__(self):
        self.called = []

    def __getattr__(self, name):
        return lambda *given: self.called.append((name, given))


@pytest.fixture
def app(portal_like_settings):
    return celery_app.make_celery(portal_like_settings)


@pytest.fixture
def portal_like_settings(tmp_path):
    from casefile.settings import Settings

    return Settings.from_env(tmp_path / "home", {"OPENSEARCH_URL": "http://127.0.0.1:9", "GRIOT_SECRET_KEY": "x" * 64})


def test_no_chore_takes_anything_that_a_message_could_bring(app):
    worker = Recorded()
    tasks.register(app, worker)
    own = [name for name in app.tasks if name.startswith("griot.")]
    assert set(celery_app.SCHEDULE_S) < set(own)
    for name in own:
        for args, kwargs in ((("0" * 32,), {}), ((), {"viewer": "coordinator"}), ((), {"unit_id": "0" * 32})):
            assert app.tasks[name].apply(args=args, kwargs=kwargs).state == "FAILURE"
    assert worker.called == [], "nothing ran"
    for name in own:
        assert app.tasks[name].apply().state == "SUCCESS"
    assert len(worker.called) == len(own) and all(given == () for _, given in worker.called)


def test_a_message_that_would_run_code_when_read_is_not_read(app):
    assert app.conf.accept_content == ["json"] and app.conf.task_serializer == "json"
    content_type, encoding, body = dumps({"id": 1}, serializer="pickle")
    with pytest.raises(ContentDisallowed):
        loads(body, content_type, encoding, accept=app.conf.accept_content)
