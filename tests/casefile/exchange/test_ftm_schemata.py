"""Every schema of FollowTheMoney comes in, or the import says by name and reason that it does not."""

import json

import pytest
from followthemoney import model

from casefile.exchange.ftm.convert import read_ftm
from casefile.exchange.ftm.mapping import BELONGS, EDGES, FOLDED, HELD, KINDS, PARTS, UNREAD, WORDS
from casefile.exchange.incoming import ImportReport
from casefile.vocabulary import LinkRole, RecordKind, SubjectCategory

CONCRETE = sorted(name for name, schema in model.schemata.items() if not schema.abstract)
KIND_NAMES = {name for name, _ in KINDS}


def read(tmp_path, *entities):
    path = tmp_path / "in.ftm.json"
    path.write_text("".join(json.dumps(e) + "\n" for e in entities), "utf-8")
    report = ImportReport()
    found = {one.ref: one for one in read_ftm(path, SubjectCategory.SUSPECT, report)}
    return found, report


def entity(ref, schema, **properties):
    return {
        "id": ref,
        "schema": schema,
        "properties": {k: v if isinstance(v, list) else [v] for k, v in properties.items()},
    }


AWA = entity("awa", "Person", name="Awa Ndiaye")
PORT = entity("port", "Company", name="Port Sec SARL")


@pytest.mark.parametrize("name", CONCRETE)
def test_every_concrete_schema_has_its_place(name):
    schema = model.schemata[name]
    is_record = any(schema.is_a(one) for one in KIND_NAMES)
    places = [is_record, name in EDGES, name in WORDS or name in UNREAD]
    assert places.count(True) == 1, name


def test_the_tables_name_nothing_that_the_model_lacks():
    for name, prop in [*WORDS.items(), *PARTS, *BELONGS]:
        assert prop in model.schemata[name].properties, (name, prop)
    for name, (player, whole, _) in EDGES.items():
        assert {player, whole} <= set(model.schemata[name].properties), name
    assert set(UNREAD) | KIND_NAMES <= set(model.schemata)


@pytest.mark.parametrize("name", sorted(set(UNREAD) | set(WORDS)))
def test_what_is_left_out_is_counted_with_its_reason(tmp_path, name):
    found, report = read(tmp_path, AWA, entity("x", name, summary="a word"), entity("y", name))
    assert set(found) == {"awa"}
    assert report.not_held[f"schema {name}: {UNREAD[name]}"] == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            entity("s", "Sanction", entity="awa", authority="A court", program="Fisheries"),
            "Measure: A court, Fisheries",
        ),
        (entity("r", "Risk", entity="awa", reason="frontier"), "Risk: "),
        (entity("t", "TaxRoll", taxee="awa", income="120"), "120"),
    ],
)
def test_what_is_said_of_somebody_stands_in_the_text(tmp_path, said, words):
    found, report = read(tmp_path, AWA, said)
    assert words in found["awa"].identity.narrative
    assert set(found) == {"awa"} and not [name for name in report.not_held if name.startswith("schema")]


def test_an_office_is_told_by_its_name(tmp_path):
    found, report = read(
        tmp_path, AWA, entity("p", "Position", name="Harbour master of Ziguinchor"),
        entity("o", "Occupancy", holder="awa", post="p", startDate="2019", politicalGroup="The Greens"),
    )  # fmt: skip
    assert "Greens" not in found["awa"].identity.narrative
    assert report.not_held.pop("property Occupancy.politicalGroup") == 1
    assert "Harbour master of Ziguinchor" in found["awa"].identity.narrative
    assert "2019" in found["awa"].identity.narrative
    assert not report.not_held


def test_the_pages_of_a_document_are_its_text(tmp_path):
    found, _ = read(
        tmp_path, entity("d", "Pages", fileName="pv.pdf"),
        entity("1", "Page", document="d", bodyText="La pirogue bleue."),
        entity("2", "Page", document="d", bodyText="Partie de Mbour."),
    )  # fmt: skip
    assert "La pirogue bleue.\nPartie de Mbour." in found["d"].identity.narrative


PAID = entity("pay", "Payment", payer="awa", beneficiary="port", amount="900", currency="EUR", date="2024-05-02")


def test_a_payment_is_an_event_of_both_sides(tmp_path):
    found, report = read(tmp_path, AWA, PORT, PAID)
    pay = found["pay"]
    assert pay.identity.kind is RecordKind.EVENT and pay.identity.dates[0].value == "2024-05-02"
    assert "Amount: 900" in pay.identity.narrative and "Currency: EUR" in pay.identity.narrative
    assert [(k.to_ref, k.note) for k in found["awa"].links] == [("pay", "payer")]
    assert [(k.to_ref, k.note) for k in found["port"].links] == [("pay", "beneficiary")]
    assert not report.not_held


@pytest.mark.parametrize(
    ("thing", "kind", "words"),
    [
        (entity("x", "CourtCase", name="Case 12", caseNumber="12/2024"), RecordKind.EVENT, "12/2024"),
        (entity("x", "Contract", title="Nets", amount="4000"), RecordKind.REPORT, "4000"),
        (entity("x", "License", name="Fishing", area="Cap Skirring"), RecordKind.REPORT, "Cap Skirring"),
        (entity("x", "CallForTenders", title="Boats", procedure="open"), RecordKind.REPORT, "Boats"),
        (entity("x", "Project", name="Harbour", phase="two"), RecordKind.REPORT, "two"),
        (entity("x", "RealEstate", name="House at Mbour", area="90", landType="yard"), RecordKind.PLACE, "yard"),
        (entity("x", "EconomicActivity", goodsDescription="engines"), RecordKind.EVENT, "engines"),
    ],
)  # fmt: skip
def test_what_is_more_than_its_fields_stands_in_its_words(tmp_path, thing, kind, words):
    found, report = read(tmp_path, thing)
    assert found["x"].identity.kind is kind
    assert words in found["x"].identity.narrative
    assert not report.not_held


@pytest.mark.parametrize(
    ("schema", "one", "other", "role"),
    [
        ("CourtCaseParty", "party", "case", LinkRole.MENTIONED),
        ("ContractAward", "supplier", "contract", LinkRole.MENTIONED),
        ("ProjectParticipant", "participant", "project", LinkRole.MENTIONED),
        ("Debt", "debtor", "creditor", LinkRole.OTHER),
        ("Succession", "predecessor", "successor", LinkRole.OTHER),
    ],
)  # fmt: skip
def test_edges_are_links_with_all_they_say(tmp_path, schema, one, other, role):
    found, report = read(tmp_path, AWA, PORT, entity("e", schema, **{one: "awa", other: "port", "startDate": "2020"}))
    (link,) = found["awa"].links
    assert (link.to_ref, link.role) == ("port", role) and "2020" in link.note
    assert not report.not_held


def test_a_link_to_what_became_words_is_counted(tmp_path):
    home = entity("home", "Address", full="12 rue X, Dakar")
    owned = entity("o", "UnknownLink", subject="port", object="home")
    _, report = read(tmp_path, entity("awa", "Person", name="Awa Ndiaye", addressEntity="home"), PORT, home, owned)
    assert report.not_held == {"a link to what stands in the words of another": 1}


def test_folded_and_held_properties_are_the_models():
    known = {prop for schema in model.schemata.values() for prop in schema.properties}
    assert set(FOLDED) <= known
    assert not {"religion", "ethnicity", "political"} & HELD
