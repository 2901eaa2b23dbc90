"""Nearly the same question again and again: stopped by the twentieth, and shown."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import insert

from casefile import sealing, watches
from casefile.budgets import series
from casefile.budgets.nearness import Texts, compared
from casefile.errors import OverBudget
from casefile.people.units import system_viewer
from casefile.policy import budgets
from casefile.storage import tables
from casefile.storage.tables import ActRow, Lookup, new_ids
from casefile.vocabulary import Act, AlarmKind
from tests.network.make import person, watch

LETTERS = "abcdefghijklmnopqrstuvwxyz"
VARIANTS = [f"Mamadou Dial{letter}o" for letter in LETTERS]
"""One letter apart from each other."""
SYLLABLES = ("ma", "di", "lo", "sou", "ka", "fa", "ne", "bou", "ri", "ye", "tou", "gai")
ENDS = (*SYLLABLES, "san", "pol")
PHONES = [f"+22177123450{number}" if number < 10 else f"+2217712345{number}" for number in range(25)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mamadou Diallo", "MAMADOU  DIALLO", True),  # written otherwise
        ("Mamadou Diallo", "Mamadou Diallò", True),
        ("N'Diaye Awa", "N’Diaye-Awa", True),
        ("+221 77 123 45 00", "221771234500", True),
        ("محمد ولد أحمد", "محمّد ولد أحمد", True),
        ("Mamadou Diallo", "Mamadou Dialo", True),  # one letter left out
        ("Mamadou Diallo", "Mamadou Dailo", True),  # and two exchanged
        ("+221771234500", "+221771234519", True),
        ("Mamadou Diallo", "Mamady Diallo", True),
        ("Mamadou Diallo", "Amadou Dialo", True),
        ("Mamadou Diallo", "Amady Dialo", False),
        ("Mamadou Diallo", "Mamadou Barry", False),
        ("Fatou Ba", "Fatou Ka", True),  # seven letters: one edit
        ("Fatou Ba", "Fatou Sy", False),
        ("Bah", "Bah", False),  # three letters ask nothing
    ],
)
def test_what_is_nearly_the_same(one, other, same):
    texts = Texts()
    texts.add(compared(other), "other")
    assert bool(texts.near(compared(one))) is same
    assert texts.askers(compared(other)) == {"other"}


# ---- searches ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["text", "identifier"])
def test_the_twentieth_variant_is_not_searched_and_shown(asking, field):
    questions = VARIANTS if field == "text" else PHONES
    for text in questions[:19]:
        asking.search("banjul", **{field: text})
    for _ in range(3):
        with pytest.raises(OverBudget, match="19 very similar"):
            asking.search("banjul", **{field: questions[19]})
    for who in ("coordinator", "auditor"):
        (alarm,) = asking.alarms(who)
        assert (alarm.kind, alarm.act, alarm.login) == (AlarmKind.SERIES, Act.SEARCH, "banjul")
        assert (alarm.many, alarm.most, alarm.times) == (20, 19, 3)
    asking.search("banjul", "Ousmane Thiam")
    asking.search("nouakchott", questions[19])


def test_officers_of_one_unit_make_one_series(asking):
    for number, text in enumerate(VARIANTS[:19]):
        asking.search("dakar" if number % 2 else "analyst", text)
    with pytest.raises(OverBudget):
        asking.search("analyst", VARIANTS[19])


def test_the_same_search_again_is_no_variant(asking):
    for _ in range(2):
        for text in VARIANTS[:19]:
            asking.search("banjul", text)
    for text in ("mamadou dialao", VARIANTS[3].upper()):
        asking.search("banjul", text)
    assert asking.alarms() == []


def test_a_month_later_it_is_no_series_any_more(asking, monkeypatch):
    for text in VARIANTS[:19]:
        asking.search("banjul", text)
    later = tables.now() + budgets.SERIES_WINDOW + timedelta(hours=1)
    monkeypatch.setattr(tables, "now", lambda: later)
    asking.search("banjul", VARIANTS[19])


def test_filters_alone_are_no_series(asking):
    for year in range(1970, 2000):
        asking.search("banjul", "", year_from=str(year))


def test_two_thousand_searches_before_cost_little(asking):
    """Measured 20 ms of processor time, half of it to open what is locked; five times as much fails here."""
    net, took = asking.net, []
    names = [f"{one}{two} {two}{one}{three}" for one in SYLLABLES for two in SYLLABLES for three in ENDS]
    with net.store.writing() as session:
        ids = new_ids(len(names[:2000]))
        lookup = {"officer_id": net.banjul.officer_id, "made_at": tables.now(), "reason": "x", "case_ref": ""}
        unit = net.banjul.unit_id
        rows = [
            {**lookup, "id": i, "unit_id": unit, "purpose": "warn", "kept": sealing.keep(session, unit, i, {"text": n})}
            for i, n in zip(ids, names, strict=False)
        ]
        session.execute(insert(Lookup), rows)
        act = {"unit_id": net.banjul.unit_id, "kind": "search", "at": tables.now()}
        session.execute(insert(ActRow), [{**act, "subject_id": i} for i in ids])
    for number in range(5):
        with net.store.writing() as session:
            begun = time.process_time()
            series.check_search(session, net.banjul, {"text": f"Awa Ndiaye {LETTERS[number] * 4}"})
            took.append(time.process_time() - begun)
    assert min(took) < 0.1


def test_a_command_s_series_is_shown_and_searched_and_stops_nobody(asking, command):
    for text in VARIANTS:
        with command():
            asking.search("banjul", text)
    (alarm,) = asking.alarms()
    assert (alarm.kind, alarm.by_command, alarm.times, alarm.many) == (AlarmKind.SERIES, True, 7, 26)
    asking.search("banjul", "Mamadou Dialle")


# ---- watches -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["name", "phone", "birth", "alias"])
def test_the_twentieth_variant_is_not_watched_and_shown(asking, how):
    subjects = {
        "name": [person(name, "1984") for name in VARIANTS],
        "phone": [
            person(f"{letter * 7} {letter * 8}", "1984", phone=p) for letter, p in zip(LETTERS, PHONES, strict=False)
        ],
        "birth": [person("Mamadou Diallo", str(year)) for year in range(1970, 1995)],
        "alias": [
            person(f"{letter * 7} {letter * 8}", "1984", n) for letter, n in zip(LETTERS, VARIANTS, strict=False)
        ],
    }[how]
    for subject in subjects[:19]:
        asking.net.watch("banjul", subject, wide=True)
    for _ in range(2):
        with pytest.raises(OverBudget, match="19 very similar"):
            asking.net.watch("banjul", subjects[19], wide=True)
    for who in ("coordinator", "auditor"):
        (alarm,) = asking.alarms(who)
        assert (alarm.kind, alarm.act, alarm.times) == (AlarmKind.SERIES, Act.WATCH, 2)
    asking.watch("banjul", "Ousmane Thiam")
    asking.net.watch("nouakchott", subjects[19], wide=True)


def test_ended_and_registered_again_is_a_series_too(asking):
    for _ in range(19):
        watch_id = asking.watch("banjul", "Modou Jallow")
        with asking.net.store.writing() as session:
            watches.end(session, asking.net.banjul, watch_id, "no longer needed")
    with pytest.raises(OverBudget):
        asking.watch("banjul", "Modou Jallow")


def test_the_same_subject_watched_twice_at_once_is_no_variant(asking):
    for _ in range(22):
        asking.watch("banjul", "Modou Jallow")
    assert asking.alarms() == []


def test_one_watch_amended_again_and_again_is_a_series(asking):
    watch_id = asking.watch("banjul", VARIANTS[0])
    for name in VARIANTS[1:19]:
        asking.net.amend_watch("banjul", watch_id, person(name, "1984"))
    with pytest.raises(OverBudget):
        asking.net.amend_watch("banjul", watch_id, person(VARIANTS[19], "1984"))


def test_different_people_with_one_nickname_are_no_series(asking):
    for number in range(25):
        letter = LETTERS[number]
        asking.net.watch("banjul", person(f"{letter * 7} {letter * 8}", "1984", "Modou"), wide=True)
    assert asking.alarms() == []


def test_a_series_within_one_batch_is_seen(asking):
    drafts = [watch(person(name, "1984")) for name in VARIANTS[:20]]
    with pytest.raises(OverBudget), asking.net.store.writing() as session:
        watches.watch_many(session, asking.net.banjul, drafts)


@pytest.mark.parametrize("batches", [1, 2])
def test_an_imported_series_goes_through_and_is_shown(asking, command, batches):
    net, names = asking.net, [*VARIANTS[:20], "Ousmane Thiam", "Lamin Darboe"]
    size = -(-len(names) // batches)
    with command(), net.store.writing() as session:
        viewer = system_viewer(session, "GM-BJL")
        for start in range(0, len(names), size):
            watches.watch_many(session, viewer, [watch(person(n, "1984")) for n in names[start : start + size]])
    with net.store.reading() as session:
        assert len(watches.watches_of(session, net.banjul)) == 22
    (alarm,) = asking.alarms("auditor")
    assert (alarm.kind, alarm.by_command, alarm.login, alarm.unit_code) == (AlarmKind.SERIES, True, "", "GM-BJL")
    asking.watch("banjul", VARIANTS[22])
