"""How common a name is, counted from what is stored."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from casefile.names import analyze
from casefile.names.frequency import carrier_key
from casefile.storage.tables import FrequencyTable
from casefile.subjects import name_counts, network_counts
from casefile.subjects.identifiers import keys
from casefile.subjects.identity import Identifier
from casefile.subjects.name_counts import count, count_and_store, count_by, count_names, default, load_newest
from casefile.subjects.network_counts import HUB_LEAST
from casefile.vocabulary import IdentifierKind
from tests.network.make import person
from tests.network.stored import network


def worth(common, name: str) -> float:
    return min(common.bits_of(key) for key in analyze(name).sounds)


def test_the_built_in_table_knows_who_is_common() -> None:
    common = default()
    assert worth(common, "Diallo") < worth(common, "Senghor") < worth(common, "Zerhounimpt")
    assert worth(common, "Mamadou") < 4 and worth(common, "Zerhounimpt") > 10


def test_counting_turns_a_locally_common_name_into_weak_evidence() -> None:
    counted = count_names([["Kelfa Zerhouni"]] * 600 + [["Mamadou Diallo"]] * 400)
    assert worth(counted, "Zerhouni") < worth(default(), "Zerhouni") - 5
    assert counted.total == 1000


def test_a_person_counts_once_however_many_aliases_sound_alike() -> None:
    counted = count_names([["Modou Zerhouni", "Mamadou Zerhouni", "Modou Zerhouny"]])
    assert set(counted.counts.values()) == {1}


def test_bits_are_never_negative_and_never_endless() -> None:
    counted = count_names([["Zerhouni"]] * 5000)
    for key in ("ZZZZ", *analyze("Zerhouni").sounds):
        assert 0 <= counted.bits_of(key) < 20


def test_counts_are_stored_once_and_again_when_enough_has_changed(store) -> None:
    made = network(store)
    for _ in range(3):
        made.enter("dakar", person("Kelfa Zerhouni"))
    with store.writing() as session:
        assert load_newest(session).version == 0
        assert count_and_store(session) == 1
        assert count_and_store(session) == 1, "nothing has changed"
        assert session.query(FrequencyTable).count() == 1
    with store.reading() as session:
        newest = load_newest(session)
        assert (newest.version, newest.total) == (1, 3)
        key = analyze("Zerhouni").sounds[0]
        assert newest.counts[key] == 3
        assert newest.bits_of(key) == pytest.approx(count(session).bits_of(key))
    made.enter("dakar", person("Kelfa Zerhouni"))
    with store.writing() as session:
        assert count_and_store(session) == 2


def test_a_count_in_many_short_reads_is_the_same_count(store, monkeypatch) -> None:
    made = network(store)
    for n, name in enumerate(("Kelfa Zerhouni", "Oumar Sy", "Awa Ba", "Kelfa Sy", "Awa Zerhouni")):
        made.enter("dakar", person(name, phone=f"+22177123450{n % 2}"))
    with store.reading() as session:
        whole = count(session)
    monkeypatch.setattr(name_counts, "PAGE", 2)
    monkeypatch.setattr(network_counts, "PAGE", 2)
    monkeypatch.setattr(network_counts, "HUB_LEAST", 3)
    reads = []

    @contextmanager
    def reading():
        with store.reading() as session:
            reads.append(1)
            yield session

    counted = count_by(reading)
    assert (counted.total, counted.counts) == (5, whole.counts)
    assert sorted(counted.carriers.values()) == [3], "of one number three carry, of the other two"
    assert len(reads) == 1 + 3 + 3, "never more than two records at a time"


def test_counts_made_by_another_analysis_are_not_used_but_made_again(store) -> None:
    made = network(store)
    made.enter("dakar", person("Kelfa Zerhouni"))
    with store.writing() as session:
        count_and_store(session)
        row = session.query(FrequencyTable).one()
        row.counts = {**row.counts, "#scheme": "of last year"}
    with store.writing() as session:
        assert load_newest(session).version == 0
        assert count_and_store(session) == 2
        assert load_newest(session).version == 2


def test_only_the_current_version_of_a_record_counts(store) -> None:
    made = network(store)
    record = made.enter("dakar", person("Kelfa Zerhouni"))
    from casefile import records

    with store.writing() as session:
        records.amend(session, made.dakar, record, made.record("dakar", person("Oumar Sy")))
    with store.reading() as session:
        counted = count(session)
    assert counted.total == 1 and analyze("Zerhouni").sounds[0] not in counted.counts


def test_a_number_of_many_is_counted_as_it_is_matched_whatever_its_field(store) -> None:
    made = network(store)
    writings = (IdentifierKind.PHONE, "77 123 45 67"), (IdentifierKind.HANDLE, "WhatsApp +221 77 123 45 67")
    for number in range(HUB_LEAST):
        somebody = replace(person(f"Kelfa Zerhouni {number}"), identifiers=(Identifier(*writings[number % 2]),))
        made.enter("dakar", somebody)
    with store.reading() as session:
        counted = count(session)
    (key,) = keys(Identifier(IdentifierKind.PHONE, "+221 77 123 45 67"), None)
    assert counted.carriers == {carrier_key(key): HUB_LEAST}
