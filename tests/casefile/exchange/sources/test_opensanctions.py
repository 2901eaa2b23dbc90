"""Data sets of OpenSanctions: one record for what its publisher merged, measures said, deltas and statements read."""

import csv
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from casefile import records
from casefile.exchange.import_runs import FTM_RULES
from casefile.exchange.incoming import FileRefused, ImportReport
from casefile.exchange.sources import opensanctions
from casefile.exchange.sources.adapters import own_list
from casefile.exchange.sources.lists import import_list
from casefile.storage.tables import Listing, Record, RecordVersion
from casefile.vocabulary import DateKind, Sharing, SubjectCategory
from tests.casefile.exchange.sources.made import entity, ftm
from tests.network.people import DAKAR

MEASURE = {"entity": ["NK-1"], "authority": ["Office of Fiction"], "program": ["Boats"], "listingDate": ["2020-05-01"]}
SANCTION = {"id": "s-1", "schema": "Sanction", "properties": MEASURE}


def read(path):
    report = ImportReport()
    return opensanctions.read(path, report, lambda *_: None), report


def test_a_measure_and_the_lists_are_said_and_the_day_it_was_seen_is_the_files(tmp_path):
    one = entity("NK-1", "Ficta Somnare", topics=["sanction"], datasets=["un_sc_sanctions", "fi_list"],
                 last_seen="2024-06-01T10:00:00", first_seen="2020-01-01T00:00:00")  # fmt: skip
    found, report = read(ftm(tmp_path / "os", one, SANCTION))
    (record,) = found.found
    assert "Measure: Office of Fiction, Boats" in record.identity.narrative
    assert "Lists: fi_list, un_sc_sanctions" in record.identity.narrative
    assert (DateKind.LISTED, "2020-05-01") in {(d.kind, d.value) for d in record.identity.dates}
    assert record.topics == ("sanction",) and record.category is SubjectCategory.SUSPECT
    assert found.as_of == datetime(2024, 6, 1, 10, tzinfo=UTC) and not found.delta
    assert "schema Sanction" not in report.not_held
    later = {**one, "last_seen": "2024-06-02T10:00:00"}
    assert read(ftm(tmp_path / "next", later, SANCTION))[0].found == found.found, (
        "a day later nothing of it has changed"
    )


def test_what_the_publisher_merged_is_one_record_and_keeps_its_history(listed):
    def brings(day, *entities):
        path = ftm(listed.path / f"os-{day}", *entities)
        return listed.file(path, "opensanctions", as_of=datetime(2024, 1, day, tzinfo=UTC))

    brings(1, entity("NK-1", "Ficta Somnare"), entity("fi-2", "Ficta Somnaré"), entity("fi-3", "Mytha Sarr"))
    first = listed.record("NK-1")
    report = brings(2, entity("Q9", "Ficta Somnare", referents=["NK-1", "fi-2"]), entity("fi-3", "Mytha Sarr"))
    assert (report.created, report.withdrawn, report.unchanged) == (0, 1, 2)
    assert listed.record("Q9") == first and listed.active().keys() == {"Q9", "fi-3"}


def test_a_delta_takes_away_only_what_it_names(one_listed):
    path = ftm(one_listed.path / "full", entity("a", "Ficta Somnare"), entity("b", "Mytha Sarr"))
    one_listed.file(path, "opensanctions", as_of=datetime(2024, 1, 1, tzinfo=UTC))
    lines = [
        {"op": "DEL", "entity": {"id": "a"}},
        {"op": "ADD", "entity": entity("c", "Somna Ba", last_seen="2024-02-01")},
    ]
    report = one_listed.file(ftm(one_listed.path / "delta", *lines), "opensanctions")
    assert (report.created, report.withdrawn, report.withdrawn_ids) == (1, 1, ["a"])
    assert one_listed.active().keys() == {"b", "c"}
    only = ftm(one_listed.path / "last", {"op": "DEL", "entity": {"id": "b"}})
    assert one_listed.file(only, "opensanctions", as_of=datetime(2024, 3, 1, tzinfo=UTC)).withdrawn == 1
    with pytest.raises(FileRefused, match="op"):
        one_listed.file(ftm(one_listed.path / "odd", {"op": "?", "entity": {}}), "opensanctions")


def test_statements_are_read_as_the_entities_they_are_of(tmp_path):
    rows = [
        ("NK-1", "fi-1", "id", "Person", "x", "fi_list"),
        ("NK-1", "fi-1", "name", "Person", "Ficta Somnare", "fi_list"),
        ("NK-1", "gm-7", "birthDate", "Person", "1961-00-00", "gm_list"),
        ("NK-1", "gm-7", "topics", "Person", "role.pep", "gm_list"),
    ]  # fmt: skip
    path = tmp_path / "statements.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["canonical_id", "entity_id", "prop", "schema", "value", "dataset"])
        writer.writerows(rows)
    found, report = read(path)
    (one,) = found.found
    assert (one.ref, one.referents, one.identity.caption) == ("NK-1", ("fi-1", "gm-7"), "Ficta Somnare")
    assert [d.value for d in one.identity.birth()] == ["1961"] and one.category is SubjectCategory.NONE
    assert "Lists: fi_list, gm_list" in one.identity.narrative and report.problems == []


def test_a_public_office_makes_no_suspect_and_its_topics_are_kept(one_listed):
    path = ftm(one_listed.path / "os", entity("a", "Ficta Somnare", topics=["role.pep"]),
               entity("b", "Mytha Sarr", topics=["crime", "wanted"]))  # fmt: skip
    one_listed.file(path, "opensanctions")
    with one_listed.net.store.reading() as session:
        said = session.execute(
            select(Record.origin_ref, RecordVersion.subject_category, RecordVersion.suspicion_note, Listing.topics)
            .join(RecordVersion, RecordVersion.record_id == Record.id)
            .join(Listing, Listing.record_id == Record.id)
            .order_by(Record.origin_ref)
        ).all()
    assert [(r.subject_category, bool(r.suspicion_note), r.topics) for r in said] == [
        ("none", False, ["role.pep"]),
        ("suspect", True, ["crime", "wanted"]),
    ]


def test_a_units_own_list_forgets_too_and_what_it_entered_besides_stays(one_listed):
    net = one_listed.net
    beside = net.enter("dakar")
    own = own_list("Boats of Kayar", DAKAR.code, FTM_RULES, note="As known at Kayar.", case="KAYAR",
                   category=SubjectCategory.SUSPECT, said={"cadence": "weekly"})  # fmt: skip
    brought = [
        import_list(net.store, ftm(one_listed.path / name, *entities), own, unit=DAKAR.code)
        for name, entities in (
            ("one", (entity("k1", "Ficta Ba"), entity("k2", "Mytha Ba"))),
            ("two", (entity("k2", "Mytha Ba"),)),
        )
    ]
    assert [report.withdrawn for report in brought] == [0, 1] and one_listed.active().keys() == {"k2"}
    with net.store.reading() as session:
        assert session.get(Record, beside).state == "active"


def test_another_unit_is_not_told_of_a_units_own_list(one_listed):
    net = one_listed.net
    own = own_list("Boats of Kayar", DAKAR.code, replace(FTM_RULES, sharing=Sharing.FULL), note="As known at Kayar.",
                   case="KAYAR", category=SubjectCategory.SUSPECT, said={})  # fmt: skip
    both = ftm(one_listed.path / "one", entity("k1", "Ficta Ba"), entity("k2", "Mytha Ba"))
    import_list(net.store, both, own, unit=DAKAR.code)
    record, watch = one_listed.record("k1"), net.watch("banjul")
    net.hit(record, watch)
    net.decide(net.hit_of(record))
    net.deliver()
    with net.store.writing() as session:
        mine, theirs = (
            records.read(session, net.dakar, record),
            records.read(session, net.banjul, record, reason="seen at the border"),
        )
        assert [one.name for one in records.listed_view(session, net.dakar, mine)] == ["Boats of Kayar"]
        assert records.listed_view(session, net.banjul, theirs) == ()
    import_list(net.store, ftm(one_listed.path / "two", entity("k2", "Mytha Ba")), own, unit=DAKAR.code)
    net.deliver()
    (pointer,) = net.pointers("banjul")
    assert pointer.recalled and pointer.delisted_at is None
