"""Records and watches in and out, the feed of pointers: what a program can do, and what another unit's stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile.hits import pointers
from casefile.planned import meetings
from casefile.policy import budgets
from casefile.policy.cases.offences import Offences
from casefile.storage import tables
from casefile.storage.tables import Audit, Outbox, Pointer
from casefile.vocabulary import Act, OffenceKind, Sharing
from tests.network import make
from tests.network.make import stated

RULES = {
    "purpose": "support_investigation", "legal_basis": "Art. 32", "subject_category": "suspect", "source_grade": "B",
    "info_grade": "2",
}  # fmt: skip
SUBJECT = {
    "kind": "person", "names": [{"text": "Modou Jallow"}, {"text": "مودو جالو", "kind": "original_script"}],
    "dates": [{"kind": "birth", "value": "1984"}], "identifiers": [{"kind": "phone", "value": "+220 301 2345"}],
    "nationalities": ["gm"],
}  # fmt: skip
RECORD = {"case": "DKR-1", "subject": SUBJECT, "rules": RULES, "suspicion_note": "named by two witnesses"}
WATCH = {"subject": SUBJECT, "ground": "asked by the judge", "rules": RULES, "case": "DKR-1"}


def test_a_record_is_entered_amended_and_withdrawn(api):
    machine = api.machine("SN-DKR", "records")
    assert [one["reference"] for one in machine.get("/api/1/cases").json["cases"]] == ["DKR-1"]
    made = machine.post("/api/1/records", {**RECORD, "source_id": "own:1"})
    assert made.status_code == 201, made.text
    path = f"/api/1/records/{made.json['id']}"
    read = machine.get(path).json
    assert read["version"] == 1 and read["case"] == "DKR-1" and read["source_id"] == "own:1" and read["own"]
    assert [one["text"] for one in read["subject"]["names"]] == ["Modou Jallow", "مودو جالو"]
    assert read["subject"]["nationalities"] == ["GM"] and read["rules"]["source_grade"] == "B"

    again = machine.post("/api/1/records", {**RECORD, "source_id": "own:1"}).json
    assert again == {"id": made.json["id"], "version": 1}, "the same twice is once"
    changed = {**RECORD, "subject": {**SUBJECT, "sex": "m"}, "version": 1}
    assert machine.send("PUT", path, changed).json["version"] == 2
    stale = machine.send("PUT", path, {**changed, "subject": SUBJECT})
    assert (stale.status_code, stale.json["status"]) == (409, 409)
    assert machine.post(f"{path}/withdraw", {"reason": "mistaken identity"}).json["version"] == 3
    assert machine.send("PUT", path, {**changed, "version": 3}).status_code == 409
    assert [one["state"] for one in machine.get("/api/1/records").json["records"]] == ["withdrawn"]


def test_a_list_is_paged(api):
    machine = api.machine("SN-DKR", "records")
    for number in range(3):
        api.enter("dakar", make.person(f"Number {'ABC'[number]} Person", "1984"))
    first = machine.get("/api/1/records?limit=2").json
    rest = machine.get("/api/1/records?limit=2&offset=2").json
    assert (len(first["records"]), first["more"], len(rest["records"]), rest["more"]) == (2, True, 1, False)
    assert len({one["id"] for one in first["records"] + rest["records"]}) == 3


DEPARTURE = {
    "kind": "event", "dates": [{"kind": "event", "value": "2026-09-01", "until": "2026-09-03"}],
    "places": [{"kind": "departure", "text": "Mbour"}],
    "facts": [{"kind": "people", "value": "80"}, {"kind": "radius", "value": "25"}],
}  # fmt: skip


def test_a_departure_is_watched_and_what_is_too_wide_is_refused(api):
    machine = api.machine("SN-DKR", "watches")
    made = machine.post("/api/1/watches", {**WATCH, "subject": DEPARTURE})
    assert made.status_code == 201, made.text
    assert machine.get(f"/api/1/watches/{made.json['id']}").json["subject"]["facts"] == DEPARTURE["facts"]
    month = [{"kind": "event", "value": "2026"}]
    refused = machine.post("/api/1/watches", {**WATCH, "subject": {**DEPARTURE, "dates": month}})
    assert refused.status_code in (400, 422) and "31 days" in refused.text


def test_a_watch_is_registered_amended_and_ended(api):
    machine = api.machine("SN-DKR", "watches")
    made = machine.post("/api/1/watches", WATCH)
    assert made.status_code == 201, made.text
    path = f"/api/1/watches/{made.json['id']}"
    read = machine.get(path).json
    assert read["ground"] == "asked by the judge" and read["case"] == "DKR-1" and read["state"] == "active"
    version = machine.send("PUT", path, {**WATCH, "ground": "asked by the prosecutor", "version": 1}).json["version"]
    assert version == 2 and machine.get("/api/1/watches").json["watches"][0]["ground"] == "asked by the prosecutor"
    assert machine.post(f"{path}/end", {"reason": "found by another unit"}).status_code == 200
    assert machine.get(path).json["state"] == "ended"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/1/records", {**RECORD, "case": "BJL-1"}, "#/case"),
        ("/api/1/records", {**RECORD, "case": "NO-SUCH"}, "#/case"),
        ("/api/1/records", {**RECORD, "rules": {**RULES, "purpose": None}}, "#/purpose"),
        ("/api/1/records", {**RECORD, "rules": {**RULES, "sharing_units": ["XX-NIL"]}}, "#/rules/sharing_units"),
        ("/api/1/records", {**RECORD, "subject": {"kind": "nothing"}}, "#/subject/kind"),
        ("/api/1/watches", {**WATCH, "ground": "xxxxx"}, "#/ground"),
        ("/api/1/watches", {**WATCH, "expires_on": "1999-01-01"}, "#/expires_at"),
        ("/api/1/watches", {**WATCH, "expires_on": "9999-12-31"}, "#/expires_at"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(api, path, body, field):
    answer = api.machine("SN-DKR", "records", "watches").post(path, body)
    assert answer.status_code == 422 and answer.json["errors"][0]["pointer"] == field, answer.text


def test_what_is_another_units_is_not_there(api):
    record, watch = api.enter("banjul", make.person("Ousmane Kane", "1981")), api.watch("banjul")
    machine = api.machine("SN-DKR", "records", "watches", "pointers")
    withdraw, end = {"reason": "mistaken identity"}, {"reason": "found by another unit"}
    for id in (record, watch, "f" * 32):
        answers = [
            machine.get(f"/api/1/records/{id}"), machine.send("PUT", f"/api/1/records/{id}", {**RECORD, "version": 1}),
            machine.post(f"/api/1/records/{id}/withdraw", withdraw), machine.get(f"/api/1/watches/{id}"),
            machine.send("PUT", f"/api/1/watches/{id}", {**WATCH, "version": 1}),
            machine.post(f"/api/1/watches/{id}/end", end), machine.get(f"/api/1/pointers/{id}"),
        ]  # fmt: skip
        assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert not machine.get("/api/1/records").json["records"] and not machine.get("/api/1/watches").json["watches"]


def test_of_what_another_unit_released_its_grounds_are_not_read(api):
    shared = api.enter("banjul", make.person("Ousmane Kane", "1981"), stated(sharing=Sharing.FULL))
    read = api.machine("SN-DKR", "records").get(f"/api/1/records/{shared}").json
    assert read["own"] is False and "case" not in read and "rules" not in read
    assert read["subject"]["names"][0]["text"] == "Ousmane Kane"


@pytest.fixture
def sent(api, monkeypatch):
    """sent(): one more pointer to both units, whose feed settles at once."""
    monkeypatch.setattr(pointers, "SETTLED", pointers.timedelta(0))

    def send(name):
        record, watch = api.enter("dakar", make.person(name, "1985")), api.watch("banjul", make.person(name, "1985"))
        api.hit(record, watch)
        api.decide(api.hit_of(record))
        api.deliver()
        return record

    return send


def test_the_feed_of_pointers_only_grows_and_tells_of_a_recall(api, sent):
    records = [sent(name) for name in ("Aliou Sarr", "Fatou Ndiaye", "Omar Fall")]
    machine = api.machine("SN-DKR", "pointers")
    first = machine.get("/api/1/pointers?limit=2").json
    assert [one["own_id"] for one in first["pointers"]] == records[:2] and first["more"]
    rest = machine.get(f"/api/1/pointers?limit=2&after={first['after']}").json
    assert [one["own_id"] for one in rest["pointers"]] == records[2:] and not rest["more"]
    assert all(one["unit"] and one["desk"] and one["reference"] for one in first["pointers"])
    assert machine.get(f"/api/1/pointers?after={rest['after']}").json == {
        "pointers": [], "after": rest["after"], "more": False
    }  # fmt: skip
    with api.store.writing() as session:
        from casefile import records as actions

        actions.withdraw(session, api.dakar, records[0], "mistaken identity")
    api.deliver()
    new = machine.get(f"/api/1/pointers?after={rest['after']}").json["pointers"]
    assert [(one["own_id"], one["recalled"], one["unit"]) for one in new] == [(records[0], True, "")]
    assert api.machine("MR-NKC", "pointers").get("/api/1/pointers").json["pointers"] == []
    with api.store.reading() as session:
        assert session.scalars(select(Pointer.read_at)).all() == [None] * 6, "a program has read it, and no officer"


@pytest.mark.parametrize("after", ["x", "1", f"{'9' * 17}-{'f' * 32}", f"-1-{'f' * 32}"])
def test_no_place_in_the_feed(api, after):
    answer = api.machine("SN-DKR", "pointers").get(f"/api/1/pointers?after={after}")
    assert answer.status_code in (200, 422) and (answer.status_code == 422 or not answer.json["pointers"])


def test_a_case_leaves_as_a_network_and_as_a_bundle_with_the_tokens_reason(api):
    machine = api.machine("SN-DKR", "records", reason="for the analysts")
    api.enter("dakar", make.person("Mamadou Dialo", "1985", phone="+221 77 123 45 67"))
    api.enter("dakar", make.person("Awa Ndiaye", "1990", phone="+221 77 123 45 67"))
    for query, kind, says in (
        ("network?case=DKR-1", "application/xml", "<gexf"),
        ("network?format=graphml", "application/xml", "<graphml"),
        ("stix?case=DKR-1", "application/stix+json", '"type": "bundle"'),
    ):
        answer = machine.get(f"/api/1/{query}")
        assert (answer.status_code, answer.mimetype) == (200, kind), answer.text
        assert says in answer.text and "Mamadou Dialo" in answer.text
        with api.store.reading() as session:
            action, reason, detail = session.execute(
                select(Audit.action, Audit.reason, Audit.detail).order_by(Audit.seq.desc())
            ).first()
        assert (action, reason, detail["lines"]) == ("export", "for the analysts", 2)
    assert machine.get("/api/1/network?format=i2").status_code == 422
    assert api.machine("SN-DKR", "match").get("/api/1/network").status_code == 403


def test_what_leaves_tells_nothing_of_others(api):
    machine = api.machine("SN-DKR", "records")
    api.enter("dakar", make.person("Awa Ndiaye", "1990", phone="+221 77 123 45 67"))

    def drawn():
        said = machine.get("/api/1/network").text
        return said[said.index("<graph ") :]

    missing, before = machine.get("/api/1/network?case=BJL-1"), drawn()
    api.enter("banjul", make.person("Awa Ndiaye", "1990", phone="+221 77 123 45 67"), stated(sharing=Sharing.FULL))
    assert drawn() == before
    for query in ("network?case=BJL-1", "network?case=nothing", "stix?case=BJL-1"):
        answer = machine.get(f"/api/1/{query}")
        assert (answer.status_code, answer.data) == (404, missing.data)


def test_who_takes_out_too_much_or_too_often_is_told(api, monkeypatch):
    machine = api.machine("SN-DKR", "records")
    api.enter("dakar", make.person("Awa Ndiaye", "1990"))
    monkeypatch.setattr("portal.api.own.leaving.MOST_AT_PORTAL", 0)
    assert (machine.get("/api/1/stix").status_code, "one case" in machine.get("/api/1/stix").text) == (422, True)
    monkeypatch.setattr("portal.api.own.leaving.MOST_AT_PORTAL", 10)
    monkeypatch.setitem(budgets.LIMITS, Act.EXPORT, budgets.Limit(1, 2))
    assert [machine.get("/api/1/stix").status_code for _ in range(2)] == [200, 429]


def test_what_a_record_is_about_goes_in_and_comes_out(api):
    machine = api.machine("SN-DKR", "records")
    about = {"offences": ["smuggling", "trafficking"], "exploitation": ["organs"]}
    made = machine.post("/api/1/records", {**RECORD, **about})
    assert made.status_code == 201, made.text
    read = machine.get(f"/api/1/records/{made.json['id']}").json
    assert {name: read[name] for name in about} == about
    wrong = machine.post("/api/1/records", {**RECORD, "exploitation": ["organs"]})
    assert wrong.status_code == 422 and wrong.json["errors"][0]["pointer"] == "#/exploitation"
    for sharing, said in (("full", ["drugs"]), ("core", None)):
        shared = api.enter(
            "banjul", make.person("Ousmane Kane", "1981"), stated(sharing=Sharing(sharing)),
            offences=Offences((OffenceKind.DRUGS,)),
        )  # fmt: skip
        assert machine.get(f"/api/1/records/{shared}").json.get("offences") == said


def operation(**changes):
    day = (tables.now() + timedelta(days=9)).date().isoformat()
    return {
        "case": "DKR-1", "place": "Mbour", "first": day, "last": day, "means": "two boats", "contact": "dakar",
        "reason": "convoy announced for that night", **changes,
    }  # fmt: skip


def test_an_operation_is_entered_postponed_and_ended(api):
    machine = api.machine("SN-DKR", "operations")
    made = machine.post("/api/1/operations", operation())
    assert made.status_code == 201, made.text
    path = f"/api/1/operations/{made.json['id']}"
    read = machine.get(path).json
    assert (read["place"], read["case"], read["state"], read["call"]) == ("Mbour", "DKR-1", "planned", False)
    later = (tables.now() + timedelta(days=12)).date().isoformat()
    moved = {"first": later, "last": later, "reason": "the sea is too high"}
    assert machine.post(f"{path}/postpone", moved).status_code == 200
    assert [one["first"] for one in machine.get("/api/1/operations").json["operations"]] == [later]
    assert (
        machine.post(f"{path}/end", {"how": "cancelled", "reason": "called off by the prosecutor"}).status_code == 200
    )
    assert machine.post(f"{path}/postpone", moved).status_code == 409
    assert machine.get(path).json["state"] == "cancelled"
    with api.store.reading() as session:
        assert session.scalars(select(Outbox.topic).where(Outbox.subject_id == made.json["id"])).all()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"case": "BJL-1"}, "#/case"), ({"case": "NO-SUCH"}, "#/case"), ({"place": "Nowhere At All"}, "#/place"),
        ({"contact": "banjul"}, "#/contact"), ({"contact": "nobody"}, "#/contact"), ({"radius_km": 51}, "#/radius"),
        ({"first": "2020-01-01", "last": "2020-01-01"}, "#/last"),
    ],
)  # fmt: skip
def test_an_operation_that_cannot_be_is_named_by_its_place(api, changes, field):
    answer = api.machine("SN-DKR", "operations").post("/api/1/operations", operation(**changes))
    assert answer.status_code == 422 and answer.json["errors"][0]["pointer"] == field, answer.text


def test_an_operation_entered_over_the_api_meets_what_another_unit_watches_and_its_answers_stay_as_they_were(api):
    machine = api.machine("SN-DKR", "operations")
    made = machine.post("/api/1/operations", operation())
    addresses = ("/api/1/operations", f"/api/1/operations/{made.json['id']}")
    alone = [machine.get(address).text for address in addresses]
    seen = {"kind": "event", "places": [{"kind": "departure", "text": "Mbour"}],
            "dates": [{"kind": "event", "value": operation()["first"]}]}  # fmt: skip
    watched = {"subject": seen, "ground": "asked by the judge", "rules": {**RULES, "subject_category": "none"}}
    assert api.machine("GM-BJL", "watches").post("/api/1/watches", watched).status_code == 201
    with api.store.writing() as session:
        assert meetings.look(session, made.json["id"]) == 1
    assert [machine.get(address).text for address in addresses] == alone


def test_another_units_operation_is_as_one_that_never_was(api):
    theirs, ours = api.machine("GM-BJL", "operations"), api.machine("SN-DKR", "operations")
    made = theirs.post("/api/1/operations", operation(case="BJL-1", contact="banjul")).json["id"]
    day = operation()["first"]
    for id in (made, "f" * 32):
        path = f"/api/1/operations/{id}"
        answers = [
            ours.get(path), ours.post(f"{path}/end", {"how": "done", "reason": "it was done that night"}),
            ours.post(f"{path}/postpone", {"first": day, "last": day, "reason": "the sea is too high"}),
        ]  # fmt: skip
        assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    assert ours.get("/api/1/operations").json["operations"] == []
    assert len(theirs.get("/api/1/operations").json["operations"]) == 1
