"""Whoever runs the installation is notified once that something stands wrong, and once that it recovered.

A mail server and an HTTP server on the loopback take what is sent; the meter says what it is set to say.
"""

import http.server
import json
import socketserver
from dataclasses import replace
from datetime import timedelta
from email import message_from_string
from email.policy import default

import pytest

from casefile.health import heartbeats
from casefile.people import officers, units
from casefile.policy.oversight.health import RULES, Judged, Level, Signal, judge, rules
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.store import Store
from casefile.vocabulary import Role
from indexer.health import alarms as sending
from indexer.health import ways
from indexer.health.alarms import Alarm, Alarms
from indexer.health.measure import Measured
from indexer.health.ways import NotSent
from tests.network import people
from tests.network.mails import Mails, listening
from tests.network.stored import SECRET

FINE = dict.fromkeys(Signal, 0.0) | {Signal.DISK: 9000.0}
LOST = {**FINE, Signal.ENGINE: 2.0}
SLOW = {**FINE, Signal.PENDING: 300.0}


class Posts(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.taking:
            self.server.received.append((self.path, body))
        self.send_response(204 if self.server.taking else 503)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def mails():
    server = listening(Mails, socketserver.ThreadingTCPServer)
    yield server
    server.shutdown()


@pytest.fixture
def posts():
    server = listening(Posts, http.server.ThreadingHTTPServer)
    yield server
    server.shutdown()


class Watch:
    """Looks at signals that the test decides on, at moments that the test decides on."""

    def __init__(self, store, settings, monkeypatch):
        self.store, self.settings, self.values = store, settings, FINE
        self.began, self.minute = tables.now(), 0.0
        monkeypatch.setattr(heartbeats, "moment", lambda _session: self.now())
        monkeypatch.setattr(sending.tables, "now", self.now)
        monkeypatch.setattr(sending, "monotonic", lambda: self.minute * 60)
        self.restart()

    def now(self):
        return self.began + timedelta(minutes=self.minute)

    def measure(self):
        return Measured(None, None, tuple(judge(self.values, rules(26))))

    def restart(self):
        self.alarms = Alarms(self.settings, self.store, self)

    def look(self, values=None, *, every=1.0, for_minutes=0.0):
        """Look now, and then each minute for so long."""
        self.values = values or self.values
        until = self.minute + for_minutes
        while True:
            self.minute += every
            self.alarms.look()
            if self.minute >= until:
                return


@pytest.fixture
def settings_of(tmp_path, mails, posts):
    return Settings.from_env(
        tmp_path / "home",
        {"GRIOT_SECRET_KEY": SECRET, "GRIOT_ALARM_SMTP_URL": f"smtp://127.0.0.1:{mails.server_address[1]}",
         "GRIOT_ALARM_MAIL_TO": "ops@a.example, second@b.example", "GRIOT_ALARM_MAIL_FROM": "griot@a.example",
         "GRIOT_ALARM_WEBHOOK": f"http://127.0.0.1:{posts.server_address[1]}/hook?key=1",
         "GRIOT_HOSTS": "griot.example", "GRIOT_SECURE_COOKIES": "1"},
    )  # fmt: skip


@pytest.fixture
def watch(store, settings_of, monkeypatch):
    return Watch(store, settings_of, monkeypatch)


def levels(posts):
    return [(body["signal"], body["level"]) for _, body in posts.received]


def test_while_all_is_well_nobody_is_notified(watch, mails, posts):
    watch.look(FINE, for_minutes=30)
    assert mails.received == posts.received == []


def test_sent_once_when_it_has_stood_and_once_when_it_recovered(watch, mails, posts):
    watch.look(LOST, for_minutes=4)
    assert posts.received == [], "not yet: it may pass"
    watch.look(for_minutes=30)
    assert levels(posts) == [("engine", "critical")] and len(mails.received) == 1
    watch.look(FINE, for_minutes=4)
    assert len(posts.received) == 1
    watch.look(for_minutes=30)
    assert levels(posts) == [("engine", "critical"), ("engine", "fine")] and len(mails.received) == 2
    path, recovered = posts.received[1]
    assert path == "/hook?key=1" and recovered["recovered"] is True and recovered["says"] == ""


def test_a_mail_says_what_is_wrong_the_figures_the_way_out_and_where_to_look(watch, mails):
    watch.look(SLOW, for_minutes=7)
    mail = message_from_string(mails.received[0], policy=default)
    assert mail["Subject"] == "Griot: Oldest entry not yet compared: warning"
    assert (mail["To"], mail["From"]) == ("ops@a.example, second@b.example", "griot@a.example")
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_content()
    assert "hits come late" in text and "griot doctor" in text and "https://griot.example/status/" in text
    assert "Measured: 300 seconds; a warning from 120, critical from 900." in text


def administrators(store, *locales, role=Role.ADMINISTRATOR):
    with store.writing() as session:
        people.add_units(session, people.UNITS)
        for number, locale in enumerate(locales):
            officers.add_officer(
                session,
                units.SYSTEM,
                f"admin{number}",
                unit="CO",
                roles=(role,),
                display_name="Fatou Sarr",
                locale=locale,
            )


def mailed(mails):
    mail = message_from_string(mails.received[-1], policy=default)
    return mail["Subject"], mail.get_content()


@pytest.mark.parametrize(
    ("own", "locales", "subject", "word"),
    [
        (
            "",
            ["fr", "fr", "ar"],
            "Griot: Plus ancienne saisie non encore comparée\xa0: attention",
            "Mesuré\xa0: 300 secondes",
        ),
        ("", ["ar"], "Griot: أقدم إدخال لم يُقارن بعد: تحذير", "القياس: 300"),
        ("", [None], "Griot: Plus ancienne saisie non encore comparée\xa0: attention", "Mesuré\xa0: 300 secondes"),
        ("en", ["fr"], "Griot: Oldest entry not yet compared: warning", "Measured:"),
        ("", [], "Griot: Oldest entry not yet compared: warning", "Measured:"),
    ],
    ids=["most of them", "Arabic", "the unit's", "the setting", "none yet"],
)
def test_a_mail_is_in_the_language_of_those_who_run_it(watch, mails, posts, own, locales, subject, word):
    administrators(watch.store, *locales)
    watch.settings = replace(watch.settings, alarm_language=own)
    watch.restart()
    watch.look(SLOW, for_minutes=7)
    assert (mailed(mails)[0], word in mailed(mails)[1]) == (subject, True)
    assert posts.received[0][1]["title"] == "Oldest entry not yet compared", "a program reads English"


def test_while_the_database_is_away_the_language_is_known_all_the_same(watch, mails, monkeypatch):
    administrators(watch.store, "ar")
    watch.look(FINE)
    monkeypatch.setattr(Store, "writing", lambda _store: 1 / 0)
    watch.look({Signal.DATABASE: 2.0}, for_minutes=20)
    assert "قاعدة البيانات" in mailed(mails)[1]


def test_another_officers_language_says_nothing(watch, mails):
    administrators(watch.store, "ar", role=Role.AUDITOR)
    watch.look(SLOW, for_minutes=7)
    assert mailed(mails)[0] == "Griot: Oldest entry not yet compared: warning"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_every_word_of_every_alarm_has_its_translation(language):
    for signal, rule in RULES.items():
        for level in Level:
            alarm = Alarm("", signal, rule, level, Judged(signal, 5.0, level, rule), language)
            english = Alarm("", signal, rule, level, Judged(signal, 5.0, level, rule))
            same = set(alarm.text().splitlines()) & set(english.text().splitlines()) - {""}
            assert not same, f"{signal.value}: {same}"


def test_what_grows_worse_is_sent_again_and_what_goes_up_and_down_is_not(watch, posts):
    watch.look(SLOW, for_minutes=7)
    watch.look({**FINE, Signal.PENDING: 2000.0}, for_minutes=7)
    assert levels(posts) == [("pending", "warning"), ("pending", "critical")]
    for _ in range(10):
        watch.look(FINE, for_minutes=2)
        watch.look({**FINE, Signal.PENDING: 2000.0}, for_minutes=2)
    assert len(posts.received) == 2


def test_what_was_not_taken_is_tried_again_with_longer_pauses(watch, mails, posts):
    posts.taking = mails.taking = False
    watch.look(LOST, for_minutes=60)
    tries = len([line for line in mails.lines if line.upper().startswith("MAIL")])
    assert posts.received == [] and 4 <= tries <= 9
    posts.taking = mails.taking = True
    watch.look(for_minutes=35)
    assert levels(posts) == [("engine", "critical")] and len(mails.received) == 1


def test_one_way_that_fails_holds_up_the_other_not(watch, mails, posts):
    mails.taking = False
    watch.look(LOST, for_minutes=10)
    assert levels(posts) == [("engine", "critical")]


def test_what_recovered_before_anybody_could_be_notified_is_not_sent(watch, posts):
    posts.taking = False
    watch.look(LOST, for_minutes=10)
    watch.look(FINE, for_minutes=10)
    posts.taking = True
    watch.look(for_minutes=60)
    assert posts.received == []


def test_a_restart_neither_forgets_nor_sends_twice(watch, posts):
    watch.look(LOST, for_minutes=10)
    watch.restart()
    watch.look(for_minutes=10)
    assert len(posts.received) == 1
    watch.restart()
    watch.look(FINE, for_minutes=10)
    assert levels(posts) == [("engine", "critical"), ("engine", "fine")]


def test_two_workers_send_it_once(watch, posts):
    other = Alarms(watch.settings, watch.store, watch)
    watch.values = LOST
    for _ in range(20):
        watch.minute += 0.5
        watch.alarms.look()
        other.look()
    assert len(posts.received) == 1


def test_that_the_database_is_away_is_sent_too_and_once(watch, posts, monkeypatch):
    watch.look(SLOW, for_minutes=7)
    with monkeypatch.context() as away:
        away.setattr(Store, "writing", lambda _store: 1 / 0)
        watch.look({Signal.DATABASE: 2.0, Signal.ENGINE: 0.0}, for_minutes=20)
    assert levels(posts) == [("pending", "warning"), ("database", "critical")], "and the old alarm is not sent again"
    watch.look(FINE, for_minutes=10)
    assert sorted(levels(posts)[2:]) == [("database", "fine"), ("pending", "fine")]
    watch.look(for_minutes=30)
    assert len(posts.received) == 4


def test_without_a_hold_at_once(watch, posts):
    watch.settings = replace(watch.settings, alarm_after_min=0)
    watch.restart()
    watch.look(LOST)
    assert levels(posts) == [("engine", "critical")]


def test_no_alarm_holds_anything_of_a_case(watch, mails, posts):
    everything = {**dict.fromkeys(Signal, 1e9), Signal.DISK: 0.0}
    watch.look(everything, for_minutes=7)
    assert {signal for signal, _ in levels(posts)} == {signal.value for signal in Signal}
    known = {"source", "signal", "level", "recovered", "title", "says", "remedy", "value", "unit", "warn", "critical"}
    assert all(set(body) == known for _, body in posts.received)
    assert all(isinstance(body["value"], float) for _, body in posts.received)


# ---- the ways --------------------------------------------------------------------------------------------------


def test_mail_to_another_machine_goes_under_tls_or_not_at_all(settings_of, mails, monkeypatch):
    monkeypatch.setattr(ways, "is_here", lambda _host: False)
    with pytest.raises(NotSent):
        ways.mail(settings_of, "s", "t")
    assert mails.received == []


def test_a_server_that_is_not_there_is_no_fault_of_ours(settings_of):
    nowhere = replace(settings_of, alarm_smtp_url="smtp://127.0.0.1:9", alarm_webhook="http://127.0.0.1:9/")
    for send in (lambda: ways.mail(nowhere, "s", "t"), lambda: ways.post(nowhere, {})):
        with pytest.raises(NotSent):
            send()


def test_only_what_is_set_up_is_used(settings_of):
    assert ways.configured(settings_of) == ["mail", "post"]
    assert ways.configured(replace(settings_of, alarm_mail_to=(), alarm_webhook="")) == []


def test_the_clock_asks_for_it():
    from indexer.worker import celery_app, chores

    assert celery_app.SCHEDULE_S[celery_app.ALARM] <= 60
    asked = []
    worker = chores.Worker(Settings.from_env("/nonexistent", {"GRIOT_SECRET_KEY": SECRET}), None, None)
    worker.send_alarms()
    assert worker.alarms is None, "nobody is to be notified, so nothing is looked at"
    worker.alarms = type("Alarms", (), {"look": lambda self: asked.append(1)})()
    worker.settings = replace(worker.settings, alarm_webhook="https://hook.example/")
    worker.send_alarms()
    assert asked == [1]
