"""The UN list: what an investigator will find of an entry, and what is refused whole."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from casefile.exchange.countries import country_code
from casefile.exchange.incoming import FileRefused, ImportReport
from casefile.exchange.sources.adapters import UN_HOME
from casefile.exchange.un.documents import number_in
from casefile.exchange.un.entries import entry
from casefile.exchange.un.names import alias_names
from casefile.exchange.un.xml import read_entries
from casefile.people.units import unit_by_code
from casefile.storage.tables import Audit, Case, ImportRun, Outbox, Record, RecordVersion, Unit
from casefile.subjects import identity_rows
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex, Sharing
from tests.network.lists import import_un

SAMPLE = Path(__file__).parents[2] / "corpus" / "un_sample.xml"
FIGURES = ("read", "created", "updated", "unchanged", "rejected")


def figures(report):
    return tuple(report.as_json()[name] for name in FIGURES)


@pytest.fixture(scope="module")
def entries():
    report = ImportReport()
    found = [entry(node, report) for node in read_entries(SAMPLE)]
    assert report.problems == []
    return {one.ref: one for one in found}, report.not_held


def test_a_person_keeps_every_name_with_its_grade(entries):
    names = [(n.text, n.kind, n.lang) for n in entries[0]["9000001"].identity.names]
    assert names == [
        ("SAMBOU OULD KHATTRI DEMOWI", NameKind.MAIN, None),
        ("صمبو ولد خطري الديموي", NameKind.ORIGINAL_SCRIPT, "und-Arab"),
        ("Sambu Wuld Hattri", NameKind.ALIAS, None),
        ("Samboo Ould Khatri", NameKind.ALIAS, None),
        ("Sambu al-Demawi", NameKind.ALIAS, None),
        ("صمبو الديموي", NameKind.ALIAS, "und-Arab"),
        ("The Ferryman", NameKind.WEAK_ALIAS, None),
        ("المعدي", NameKind.WEAK_ALIAS, "und-Arab"),
    ]


def test_a_person_keeps_births_papers_places_and_words(entries):
    identity = entries[0]["9000001"].identity
    births = {(d.value, d.until, d.circa) for d in identity.birth()}
    assert births == {("1977", None, True), ("1976-05-11", None, False)}
    assert [(i.kind, i.value, i.country) for i in identity.identifiers] == [
        (IdentifierKind.LIST_REFERENCE, "XXi.001", None),
        (IdentifierKind.PASSPORT, "BN0000001", "MR"),
    ]
    assert [(p.kind, p.text, p.country) for p in identity.places] == [
        (PlaceKind.BIRTH, "Nulle-Ville, Mauritania", "MR"),
        (PlaceKind.BIRTH, "Nullepart, Mali", "ML"),
        (PlaceKind.ADDRESS, "Rue 0, Nouadhibou, Mauritania, as of 2017", "MR"),
    ]
    assert identity.sex is Sex.MALE and identity.nationalities == ("MR",)
    for words in (
        "on no map",
        "Haji",
        "Chief of an invented network",
        "expired on 4 Apr. 2016",
        "2018-09-17",
        "Sambu Wuld Hattri; Samboo Ould Khatri",
        "born 1976-05-11",
    ):
        assert words in identity.narrative
    assert "na" not in identity.narrative.split("\n")


def test_ranges_and_months_are_read_and_what_is_no_date_is_named(entries):
    found, left = entries
    births = [(d.value, d.until, d.circa) for d in found["9000002"].identity.birth()]
    assert births == [("1968", "1973", False), ("1970-11", None, False)]
    assert left["date of birth “30-35 years old”"] == 1
    assert left["code of nationality “former Soviet Union”"] == 1
    assert "former Soviet Union" in found["9000002"].identity.narrative
    assert found["9000002"].identity.identifiers[1].kind is IdentifierKind.DOCUMENT  # a voter's card


def test_an_entity_is_an_organisation_with_its_former_name(entries):
    identity = entries[0]["9000003"].identity
    assert identity.kind is RecordKind.ORGANISATION
    assert [(n.text, n.kind) for n in identity.names] == [
        ("FICTION MARITIME (HONG KONG) LIMITED", NameKind.MAIN),
        ("Fable Shipping", NameKind.FORMER),
        ("Fiction (Hong Kong) Lines", NameKind.ALIAS),
    ]
    assert [(d.kind, d.value) for d in identity.dates] == [(DateKind.LISTED, "2014-07-28")]


@pytest.mark.parametrize(("text", "note", "names"), [
    ("Ficta, Inventa", "", ["Ficta, Inventa"]),
    ("A. Ficta; B. Ficta b) C. Ficta", "", ["A. Ficta", "B. Ficta", "C. Ficta"]),
    ("Inventa Ficta, born 1 Jan. 1953 (passport no. 1)", "", ["Inventa Ficta"]),
    ("Inventa Ficta son of Fabel", "", ["Inventa Ficta"]),
    ("(Sheikh) Inventa Ficta", "", ["Sheikh Inventa Ficta"]),
    ("Inventa (birth name)", "", ["Inventa"]),
    ("Инвента", "", ["Инвента"]),
    ("Inventa (original script: Инвента)", "", ["Inventa", "Инвента"]),
    ("انفنتا (Inventa Ficta; Inventa Fikta)", "", ["انفنتا", "Inventa Ficta", "Inventa Fikta"]),
    ("Inventa", "previously listed as", ["Inventa"]),
    ("Inventa", "In Arabic: انفنتا", ["Inventa", "انفنتا"]),
    ("Inventa", "Enventa Ficta; Inwenta Ficta", ["Inventa", "Enventa Ficta", "Inwenta Ficta"]),
    ("Inventa", "DOB: a) 1960; b) 1963", ["Inventa"]),
])  # fmt: skip
def test_one_alias_may_hold_several_names_and_remarks(text, note, names):
    found, remark = alias_names(text, "Good", note)
    assert [n.text for n in found] == names
    assert all(n.kind is NameKind.ALIAS for n in found)
    assert (text in remark) == (names[:1] != [text] or len(names) > 1 and not note), "what was cut is still said"


@pytest.mark.parametrize(("words", "number"), [
    ("A0000001", "A0000001"), ("OA 296623", "OA 296623"), ("DE- 473900", "DE- 473900"),
    ("Libyan passport No. 000019", "000019"), ("passport no. D00000898", "D00000898"),
    ("381110042 (Expired 25 Jan. 2016)", "381110042"), ("R00000000, South Sudan", "R00000000"),
    ("travel document (“Ausweis”) A 0139243", "A 0139243"), ("passport number 8208 No. 555627", "8208 555627"),
    ("number L 191609 issued on 28 Feb. 1996, expired on 27 Feb. 2001", "L 191609"),
    ("Laissez-passer no. N°235/MIN/DIR", "235/MIN/DIR"), ("issued in 1993, under name Nobody", ""), ("", ""),
])  # fmt: skip
def test_the_number_is_found_among_the_words(words, number):
    assert number_in(words) == number


@pytest.mark.parametrize(("written", "code"), [
    ("Gambie", "GM"), ("موريتانيا", "MR"), ("Iran (Islamic Republic of)", "IR"), ("Côte d'Ivoire", "CI"),
    ("na", None), ("", None), ("former Soviet Union", None), ("Atlantis", None),
])  # fmt: skip
def test_countries_are_read_in_any_language(written, code):
    assert country_code(written) == code


def test_the_list_comes_in_as_records_of_its_own_unit(store):
    report = import_un(store, SAMPLE)
    assert figures(report) == (3, 3, 0, 0, 0)
    with store.reading() as session:
        unit = unit_by_code(session, UN_HOME.code)
        assert unit.name == UN_HOME.name
        cases = session.scalars(select(Case.reference).where(Case.unit_id == unit.id).order_by(Case.reference)).all()
        assert cases == ["Inventia", "Nowhere"]
        shared = set(session.scalars(select(RecordVersion.sharing)))
        assert shared == {Sharing.FULL.value}
        assert session.scalar(select(func.count()).select_from(Outbox)) == 3
        assert session.scalar(select(ImportRun.report))["read"] == 3
        lines = session.scalars(select(Audit.detail).where(Audit.subject_kind == "import")).all()
        assert lines == [
            {
                "read": 3,
                "created": 3,
                "updated": 0,
                "unchanged": 0,
                "rejected": 0,
                "kept": 0,
                "wide": 0,
                "links": 0,
                "withdrawn": 0,
                "relisted": 0,
            }
        ]


def test_a_second_import_changes_nothing_and_a_changed_entry_becomes_a_version(store, tmp_path):
    import_un(store, SAMPLE)
    assert figures(import_un(store, SAMPLE)) == (3, 0, 0, 3, 0)
    changed = tmp_path / "changed.xml"
    changed.write_text(SAMPLE.read_text("utf-8").replace("<YEAR>1977</YEAR>", "<YEAR>1978</YEAR>"), "utf-8")
    assert figures(import_un(store, changed)) == (3, 0, 1, 2, 0)
    with store.reading() as session:
        record = session.execute(select(Record.id, Record.version).where(Record.origin_ref == "9000001")).one()
        assert record.version == 2
        keys = [identity_rows.identity_id(record.id, v) for v in (1, 2)]
        known = identity_rows.load_identities(session, keys)
        assert [known[k].birth()[0].value for k in keys] == ["1977", "1978"]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<CONSOLIDATED_LIST>&b;</CONSOLIDATED_LIST>'
FOREIGN = '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n<CONSOLIDATED_LIST/>'


@pytest.mark.parametrize(("make", "line", "reason"), [
    (lambda text: text[: len(text) // 2], "line ", "broken or cut off"),
    (lambda _: BOMB, "line 1", "document type or entities"),
    (lambda _: FOREIGN, "line 1", "document type or entities"),
    (lambda text: text.replace("CONSOLIDATED_LIST", "SOMETHING"), "line 3", "the root is <SOMETHING>"),
    (lambda text: text.replace("<DATAID>9000002</DATAID>", ""), "line 36", "INDIVIDUAL without DATAID"),
    (lambda text: text.replace("<FIRST_NAME>INVENTA</FIRST_NAME>", "<FIRST_NAME/>"), "line 36", "without FIRST_NAME"),
    (lambda text: text.replace("9000002", "9000001"), "line 36", "already stands in line 5"),
    (lambda _: "<CONSOLIDATED_LIST/>", "", "empty or cut off"),
    (lambda _: "", "line 1", "broken or cut off"),
    (lambda _: "<CONSOLIDATED_LIST>" + "<A>" * 50_000, "line 1", "deeper than the list ever nests"),
])  # fmt: skip
def test_an_unsound_file_is_refused_whole_with_line_and_reason(sqlite_store, tmp_path, make, line, reason):
    broken = tmp_path / "broken.xml"
    broken.write_text(make(SAMPLE.read_text("utf-8")), "utf-8")
    with pytest.raises(FileRefused) as refused:
        import_un(sqlite_store, broken)
    assert line in str(refused.value) and reason in str(refused.value)
    assert refused.value.report.created == 0 and refused.value.report.rejected >= 1
    with sqlite_store.reading() as session:
        for table in (Unit, Record, Case, Outbox, ImportRun):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_a_file_that_is_not_there_is_said_so(sqlite_store, tmp_path):
    with pytest.raises(FileRefused, match="cannot be read"):
        import_un(sqlite_store, tmp_path / "none.xml")
