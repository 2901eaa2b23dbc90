"""FollowTheMoney: what becomes a record or a watch, what is named as not held, what is refused."""

import json

import pytest
from sqlalchemy import func, select

from casefile.errors import NotThere
from casefile.exchange.ftm.convert import read_ftm
from casefile.exchange.import_runs import import_ftm, import_watches
from casefile.exchange.incoming import FileRefused, ImportReport
from casefile.storage.tables import Case, NameRow, Record, RecordLink, RecordVersion, Watch, Watchlist
from casefile.subjects.cleaning import clean
from casefile.subjects.identifiers import forms
from casefile.subjects.identity import Identity
from casefile.vocabulary import DateKind, LinkRole, RecordKind, SubjectCategory
from tests.network import people
from tests.network.people import BANJUL, DAKAR

PERSON = {"id": "p1", "schema": "Person", "properties": {
    "name": ["Inventa Jallow", "انفنتا جالو"], "alias": ["I. Jallow"], "weakAlias": ["Boss"], "previousName": ["Ficta"],
    "birthDate": ["1984"], "birthPlace": ["Barra"], "birthCountry": ["gm"], "nationality": ["gm", "Senegal"],
    "gender": ["female"], "phone": ["+220 301 2233"], "email": ["i@example.org"], "idNumber": ["12345678901"],
    "passportNumber": ["PC000001"], "address": ["Kololi"], "addressEntity": ["a1"], "notes": ["Seen at Tanji."],
    "position": ["captain"], "religion": ["none of our business"], "topics": ["crime"]}}  # fmt: skip
ADDRESS = {"id": "a1", "schema": "Address", "properties": {"full": ["1 Beach Road, Bakau"], "country": ["gm"]}}
PASSPORT = {
    "id": "d1",
    "schema": "Passport",
    "properties": {"holder": ["p1"], "number": ["PC000002"], "country": ["gm"], "startDate": ["2019-01-01"]},
}
BOAT = {
    "id": "v1",
    "schema": "Vessel",
    "properties": {
        "name": ["Yaay Fictive"],
        "registrationNumber": ["DK 0001 P"],
        "imoNumber": ["9074729"],
        "flag": ["sn"],
        "owner": ["p1"],
    },
}
CAR = {"id": "v2", "schema": "Vehicle", "properties": {"registrationNumber": ["AA-001-BB"], "country": ["sn"]}}
DRIVER = {"id": "l1", "schema": "UnknownLink", "properties": {"subject": ["p1"], "object": ["v2"], "role": ["driver"]}}
COMPANY = {
    "id": "c1",
    "schema": "Company",
    "properties": {
        "name": ["Fiction Lines"],
        "incorporationDate": ["2015-03"],
        "registrationNumber": ["R-1"],
        "jurisdiction": ["sn"],
    },
}
DIRECTOR = {"id": "l2", "schema": "Directorship", "properties": {"director": ["p1"], "organization": ["c1"]}}
ACCOUNT = {"id": "b1", "schema": "BankAccount", "properties": {"iban": ["SN000000000000"], "bankName": ["Fable Bank"]}}
USER = {
    "id": "u1",
    "schema": "UserAccount",
    "properties": {"username": ["inventa84"], "service": ["chat"], "password": ["secret"], "owner": ["p1"]},
}
NUMBER = {"id": "n1", "schema": "LegalEntity", "properties": {"phone": ["+221 77 000 00 00"]}}
TRIP = {
    "id": "t1",
    "schema": "Trip",
    "properties": {
        "name": ["Departure"],
        "startDate": ["2025-10-01"],
        "endDate": ["2025-10-04"],
        "startLocation": ["a1"],
        "vehicle": ["v1"],
    },
}
NOTE = {"id": "r1", "schema": "Note", "properties": {"description": ["Le passeur est parti."], "entity": ["p1"]}}
SANCTION = {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p1"], "program": ["none"]}}
EVERYTHING = [
    PERSON,
    ADDRESS,
    PASSPORT,
    BOAT,
    CAR,
    DRIVER,
    COMPANY,
    DIRECTOR,
    ACCOUNT,
    USER,
    NUMBER,
    TRIP,
    NOTE,
    SANCTION,
]


def written(tmp_path, *entities, name="in.jsonl"):
    path = tmp_path / name
    path.write_text("".join((e if isinstance(e, str) else json.dumps(e)) + "\n" for e in entities), "utf-8")
    return path


@pytest.fixture
def everything(tmp_path):
    report = ImportReport()
    found = read_ftm(written(tmp_path, *EVERYTHING), SubjectCategory.SUSPECT, report)
    return {one.ref: one for one in found}, report


def kinds(identity: Identity):
    return {(i.kind.value, i.value, i.country) for i in identity.identifiers}


def test_a_person_brings_everything_along_also_papers_and_addresses_of_her_own(everything):
    one = everything[0]["p1"]
    identity = one.identity
    assert [(n.kind.value, n.text) for n in identity.names] == [
        ("main", "Inventa Jallow"),
        ("original_script", "انفنتا جالو"),
        ("alias", "I. Jallow"),
        ("weak_alias", "Boss"),
        ("former", "Ficta"),
    ]
    assert kinds(identity) == {
        ("phone", "+220 301 2233", None),
        ("email", "i@example.org", None),
        ("national_id", "12345678901", None),
        ("passport", "PC000001", None),
        ("passport", "PC000002", "GM"),
    }
    assert [(p.kind.value, p.text, p.country) for p in identity.places] == [
        ("birth", "Barra", "GM"),
        ("address", "Kololi", None),
        ("address", "1 Beach Road, Bakau", "GM"),
    ]
    assert identity.birth()[0].value == "1984" and identity.nationalities == ("GM", "SN")
    assert one.category is SubjectCategory.SUSPECT
    for words in ("Seen at Tanji.", "captain", "issued 2019-01-01"):
        assert words in identity.narrative


def test_things_become_things(everything):
    found = everything[0]
    assert {ref: one.identity.kind for ref, one in found.items()} == {
        "p1": RecordKind.PERSON,
        "v1": RecordKind.VESSEL,
        "v2": RecordKind.VEHICLE,
        "c1": RecordKind.ORGANISATION,
        "b1": RecordKind.ACCOUNT,
        "u1": RecordKind.ACCOUNT,
        "n1": RecordKind.PHONE,
        "t1": RecordKind.EVENT,
        "r1": RecordKind.REPORT,
    }
    assert kinds(found["v1"].identity) == {("hull", "DK 0001 P", "SN"), ("imo", "9074729", None)}
    assert kinds(found["v2"].identity) == {("plate", "AA-001-BB", "SN")}
    assert kinds(found["c1"].identity) == {("registration", "R-1", None)}
    assert [(d.kind, d.value) for d in found["c1"].identity.dates] == [(DateKind.FOUNDED, "2015-03")]
    trip = found["t1"].identity
    assert [(d.value, d.until) for d in trip.dates] == [("2025-10-01", "2025-10-04")]
    assert [(p.kind.value, p.text) for p in trip.places] == [("departure", "1 Beach Road, Bakau")]
    assert found["r1"].identity.narrative == "Le passeur est parti."


def test_links_say_who_plays_which_part(everything):
    found = everything[0]
    assert {(k.to_ref, k.role) for k in found["p1"].links} == {
        ("v1", LinkRole.OWNER),
        ("v2", LinkRole.DRIVER),
        ("c1", LinkRole.DIRECTOR),
        ("u1", LinkRole.OWNER),
        ("r1", LinkRole.MENTIONED),
    }
    assert {(k.to_ref, k.role) for k in found["v1"].links} == {("t1", LinkRole.OTHER)}


def test_what_is_not_held_is_named(everything):
    left = everything[1].not_held
    assert left["property Person.religion"] == left["property UserAccount.password"] == 1
    assert "Measure: none" in everything[0]["p1"].identity.narrative
    assert not any("PC00" in name or "Jallow" in name for name in left), "a report names kinds of things, no one's data"


@pytest.fixture
def units(store):
    with store.writing() as session:
        people.add_units(session)
    return store


def figures(report):
    return report.created, report.updated, report.unchanged, report.rejected, report.links


def test_an_import_and_its_repetition(units, tmp_path):
    path = written(tmp_path, *EVERYTHING)
    assert figures(import_ftm(units, path, BANJUL.code, "CASE-7")) == (9, 0, 0, 0, 6)
    assert figures(import_ftm(units, path, BANJUL.code, "CASE-7")) == (0, 0, 9, 0, 6)
    changed = {**PERSON, "properties": {**PERSON["properties"], "birthDate": ["1985"]}}
    assert figures(
        import_ftm(units, written(tmp_path, changed, ADDRESS, PASSPORT, name="changed.jsonl"), BANJUL.code, "CASE-7")
    )[:4] == (0, 1, 0, 0)
    with units.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 9
        assert session.scalar(select(func.count()).select_from(RecordLink)) == 6
        assert session.scalar(select(Case.reference)) == "CASE-7"
        row = session.execute(
            select(RecordVersion.subject_category, RecordVersion.suspicion_note)
            .join(Record, Record.id == RecordVersion.record_id)
            .where(Record.origin_ref == "p1")
        ).first()
        assert row.subject_category == "suspect" and row.suspicion_note
    assert figures(import_ftm(units, path, DAKAR.code))[0] == 9, "another unit's source ids are its own"


def test_watches_come_from_the_same_file_less_what_cannot_be_watched(units, tmp_path):
    path = written(tmp_path, *EVERYTHING)
    report = import_watches(units, path, BANJUL.code, "Named by two passengers.", watchlist="Boats")
    assert (report.created, report.rejected) == (8, 0), "the trip has a known place and its days"
    assert report.not_held["a watch on one report"] == 1
    assert report.not_held["link “owner”: a watch has none"] == 2
    assert import_watches(units, path, BANJUL.code, "Named by two passengers.", watchlist="Boats").unchanged == 8
    with units.reading() as session:
        assert session.scalar(select(func.count()).select_from(Watch)) == 8
        assert session.scalars(select(Watchlist.name)).all() == ["Boats"]


def test_a_departure_is_watched_from_a_file_where_its_place_is_known(units, tmp_path):
    trip = {"id": "t", "schema": "Trip", "properties": {"startDate": ["2026-09-02"], "location": ["Mbour"]}}
    payment = {"id": "p", "schema": "Event", "properties": {"date": ["2026-09-02"], "location": ["chez lui"]}}
    report = import_watches(units, written(tmp_path, trip, payment), BANJUL.code, "Named by two passengers.")
    assert (report.created, report.rejected, report.not_held["a watch on one event"]) == (1, 0, 1)


def test_a_subject_that_could_find_nothing_is_left_out_and_said(units, tmp_path):
    lone = {"id": "x", "schema": "Person", "properties": {"name": ["77"]}}
    report = import_watches(units, written(tmp_path, lone, BOAT), BANJUL.code, "Named by two passengers.")
    assert (report.created, report.rejected) == (1, 1)
    assert "line 1" in report.problems[0] and "needs a name or a number" in report.problems[0]


def test_a_name_without_a_letter_is_left_out_and_said(units, tmp_path):
    both = {"id": "x", "schema": "Person", "properties": {"name": ["???", "Awa Sarr"]}}
    report = import_ftm(units, written(tmp_path, both), BANJUL.code)
    assert report.created == 1 and report.not_held["a value of Person.name without a letter"] == 1
    with units.reading() as session:
        assert session.scalars(select(NameRow.text)).all() == ["Awa Sarr"]


@pytest.mark.parametrize(("line", "said"), [
    ("{not json", "line 2: not JSON"), ('["a"]', "line 2: not an entity"),
    ('{"schema": "Person"}', "line 2: an entity without id"), ('{"id": "x"}', "line 2: an entity without schema"),
    ('{"id": "x", "schema": "Person", "properties": []}', "line 2: “properties” must map names"),
    ('{"id": "x", "schema": "Person", "properties": {"name": [["a"]]}}', "line 2: “name” holds something"),
    ('{"id": "p1", "schema": "Vessel", "properties": {"name": ["x"]}}', "line 2: “p1” is Vessel here and Person"),
    ('{"id": "x", "schema": "Person", "properties": {"name": ["a\\u0000b"]}}', "broken (NUL"),
    ("[" * 100_000, "line 2"),
])  # fmt: skip
def test_one_bad_line_refuses_the_file(units, tmp_path, line, said):
    with pytest.raises(FileRefused) as refused:
        import_ftm(units, written(tmp_path, PERSON, line), BANJUL.code)
    assert said in str(refused.value) and refused.value.report.created == 0
    with units.reading() as session:
        assert session.scalar(select(func.count()).select_from(Record)) == 0
        assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_fragments_of_one_entity_are_one_record(units, tmp_path):
    more = {"id": "p1", "schema": "LegalEntity", "properties": {"phone": ["+220 999 9999"]}}
    assert (
        import_ftm(units, written(tmp_path, PERSON, more, {"id": "z", "schema": "Nonsense"}), BANJUL.code).created == 1
    )


def test_two_numbers_of_one_cell_are_two_and_what_is_none_is_named(tmp_path):
    cells = ["77 123 45 67", "00221 77 123 45 69", "77/123/45/71", "771234572 / 771234573", "7,71E+08"]
    person = {"id": "ph", "schema": "Person", "properties": {"name": ["Phonea Rou"], "phone": cells}}
    report = ImportReport()
    (one,) = read_ftm(written(tmp_path, person), SubjectCategory.SUSPECT, report)
    entered = clean(one.identity)
    assert {forms(i, "SN") for i in entered.identifiers} == {
        (f"+2217712345{end}",) for end in (67, 69, 71, 72, 73)
    } | {()}  # fmt: skip
    assert report.not_held["a value that is no phone number, kept as written"] == 1
    assert "7,71E+08" in {i.value for i in entered.identifiers}


def test_an_unknown_unit_or_file_is_told_at_once(units, tmp_path):
    with pytest.raises(NotThere, match="no unit NOWHERE"):
        import_ftm(units, tmp_path / "none.jsonl", "NOWHERE")
    with pytest.raises(Exception, match="cannot be read"):
        import_ftm(units, tmp_path / "none.jsonl", BANJUL.code)


def test_a_payment_a_court_case_and_a_post_are_kept(tmp_path):
    entities = [
        {"id": "a", "schema": "Person", "properties": {"name": ["Ficta Ba"]}},
        {"id": "b", "schema": "Person", "properties": {"name": ["Mytha Sarr"]}},
        {"id": "p", "schema": "Payment", "properties": {
            "payer": ["a"], "beneficiary": ["b"], "amount": ["500000"], "currency": ["XOF"], "date": ["2025-03-04"],
            "purpose": ["Passage"]}},
        {"id": "c", "schema": "CourtCase", "properties": {
            "name": ["Ministère public c. X"], "court": ["Dakar"], "caseNumber": ["RP 1/2025"],
            "fileDate": ["2025-01-09"]}},
        {"id": "cp", "schema": "CourtCaseParty", "properties": {"party": ["a"], "case": ["c"], "role": ["suspect"]}},
        {"id": "post", "schema": "Position", "properties": {"name": ["Mayor of Nowhere"]}},
        {"id": "o", "schema": "Occupancy", "properties": {"holder": ["b"], "post": ["post"], "startDate": ["2019"]}},
    ]  # fmt: skip
    report = ImportReport()
    found = {one.ref: one for one in read_ftm(written(tmp_path, *entities), SubjectCategory.WITNESS, report)}
    assert found.keys() == {"a", "b", "p", "c"} and not report.not_held
    assert {k.to_ref: k.role for k in found["a"].links} == {"p": LinkRole.OTHER, "c": LinkRole.SUSPECT}
    payment, court = found["p"].identity, found["c"].identity
    assert "Amount: 500000" in payment.narrative and "Payment purpose: Passage" in payment.narrative
    assert [d.value for d in payment.dates] == ["2025-03-04"] and [d.value for d in court.dates] == ["2025-01-09"]
    assert "Court: Dakar" in court.narrative and "Case number: RP 1/2025" in court.narrative
    assert "Mayor of Nowhere" in found["b"].identity.narrative
