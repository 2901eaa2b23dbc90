"""A real portal refuses what a training space wrote: every format, every way in, one sentence, and nothing is kept."""

import io
import json
from dataclasses import replace

from click.testing import CliRunner
from openpyxl import Workbook
from sqlalchemy import func, select, update

from casefile import records
from casefile.exchange.import_runs import import_ftm
from casefile.people.machines import api_tokens
from casefile.people.units import SYSTEM
from casefile.policy.network.sources import OWN_LIST
from casefile.records import RecordDraft
from casefile.stamp.leaving import KEY, stamped, stamped_table
from casefile.stamp.mark import MARK, is_stamped
from casefile.storage.tables import BatchCheck, InstallationRow, Record, RecordVersion, TableImport, Watch
from casefile.vocabulary import TokenScope
from portal.cli import main
from portal.pages.ftm import FORMATS
from tests.network import make
from tests.network.portal import application

SAID = "FORMATION – personnes inventées"
PERSON = {"id": "p1", "schema": "Person", "properties": {"name": ["Inventa Jallow"], "birthDate": ["1984-02-11"]}}
FTM = json.dumps(PERSON).encode() + b"\n"
CSV = "Nom;Né en\r\nInventa Jallow;1984\r\n".encode()
SLTD = b"document_number,document_type,issuing_country,type_of_fraud\r\nA0123456,passport,SN,stolen\r\n"
SLTD_LINES = b'{"number": "A0123456", "type": "passport", "country": "SN", "fraud": "stolen"}\n'
UN = b'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-01-01"/>'
SUBJECT = {"kind": "person", "names": [{"text": "Inventa Jallow"}], KEY: MARK}


def _book():
    made, file = Workbook(), io.BytesIO()
    for row in (("Nom", "Né en"), ("Inventa Jallow", "1984")):
        made.active.append(row)
    made.save(file)
    return file.getvalue()


TABLES = {"csv": stamped_table(CSV, SAID), "xlsx": stamped(_book(), SAID), "utf16": stamped_table(CSV, SAID)}
TABLES["utf16"] = TABLES["utf16"].decode().encode("utf-16")
UNIT = ["--unit", "SN-DKR"]
PAGES = {
    **{f"table {form}": ("/tables/", {}, content) for form, content in TABLES.items()},
    **{f"check {form}": ("/checks/", {}, content) for form, content in TABLES.items()},
    "documents csv": ("/lists/", {"kind": "sltd", "do": "bring"}, stamped_table(SLTD, SAID)),
    "documents, looked at": ("/lists/", {"kind": "sltd", "do": "look"}, stamped(SLTD_LINES, SAID)),
    "own list": ("/lists/", {"kind": OWN_LIST, "list": "Ours", "subject_category": "suspect",
                             "suspicion_note": "Named by two witnesses", "legal_basis": "Art. 1"}, stamped(FTM, SAID)),
}  # fmt: skip
COMMANDS = {
    "records": (["import", "ftm", "FILE", *UNIT], stamped(FTM, SAID)),
    "own list": (["import", "ftm", "FILE", *UNIT, "--list", "Ours"], stamped(FTM, SAID)),
    "watches": (["watch", "import", "FILE", *UNIT, "--ground", "asked by the judge"], stamped(FTM, SAID)),
    "opensanctions": (["import", "opensanctions", "FILE"], stamped(FTM, SAID)),
    "un": (["import", "un", "FILE"], stamped(UN, SAID)),
    "notices": (["import", "interpol", "FILE", "--notice", "red"], stamped(b'{"_embedded": {"notices": []}}', SAID)),
    "documents": (["import", "sltd", "FILE", *UNIT], stamped(SLTD_LINES, SAID)),
    **{f"table {form}": (["import", "table", "FILE", *UNIT], content) for form, content in TABLES.items()},
}
BODIES = {"records": {"case": "DK-1", "subject": SUBJECT, "rules": {}}, "watches": {"subject": SUBJECT, "ground": "x"}}


def kept(store):
    with store.reading() as session:
        kinds = (Record, Watch, TableImport, BatchCheck)
        return [session.scalar(select(func.count()).select_from(one)) for one in kinds]


def of_training(portal):
    with portal.store.writing() as session:
        session.execute(update(InstallationRow).values(training=True))
    settings = replace(portal.settings, training=True)
    return replace(portal, settings=settings, app=application(settings, portal.store))


def sent(portal, login, path, fields, content):
    return portal.post(portal.as_(login, "en"), path, {**fields, "file": (io.BytesIO(content), "in.dat")})


def test_at_a_page(portal):
    for way, (path, fields, content) in PAGES.items():
        answer = sent(portal, "dakar", path, fields, content)
        assert answer.status_code == 422 and "comes from a training space" in answer.text, (way, answer.text[-3000:])
    pasted = portal.post(portal.as_("dakar", "en"), "/checks/", {"text": f"Inventa Jallow\n{MARK}"})
    assert pasted.status_code == 422 and "comes from a training space" in pasted.text
    assert kept(portal.store) == [0, 0, 0, 0]


def test_by_a_command(portal, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", str(portal.store.engine.url))
    monkeypatch.setenv("GRIOT_SECRET_KEY", "test-key-" + "0" * 40)
    home = tmp_path / "installation"
    home.mkdir()
    for way, (words, content) in COMMANDS.items():
        (file := tmp_path / "in.dat").write_bytes(content)
        typed = [str(file) if word == "FILE" else word for word in words]
        done = CliRunner().invoke(main, ["--home", str(home), *typed])
        said = " ".join(done.output.split())
        assert done.exit_code in (1, 2) and "comes from a training space" in said, (way, done.output)
    assert kept(portal.store) == [0, 0, 0, 0]


def test_over_the_api(portal):
    with portal.store.writing() as session:
        scopes = [TokenScope.RECORDS, TokenScope.WATCHES]
        token = api_tokens.add_token(session, SYSTEM, "probe", unit="SN-DKR", scopes=scopes).token
    for what, body in BODIES.items():
        for method, path in (("POST", f"/api/1/{what}"), ("PUT", f"/api/1/{what}/{'f' * 32}")):
            shown = {"Authorization": f"Bearer {token}"}
            answer = portal.stranger().open(path, method=method, json=body, headers=shown)
            assert answer.status_code == 422 and "comes from a training space" in answer.text, (method, path)
    assert kept(portal.store) == [0, 0, 0, 0]


def test_whatever_form_records_leave_a_training_space_in_bears_it(portal, case_of):
    training = of_training(portal)
    case_id = case_of("dakar")
    with portal.store.writing() as session:
        person, note = make.person("Inventa Jallow"), "named by two witnesses"
        draft = RecordDraft(identity=person, case_id=case_id, rules=make.STATED, suspicion_note=note)
        records.enter(session, portal.viewers["dakar"], draft)
    client, address = training.as_("dakar"), f"/ftm/?case={case_id}"
    for form in FORMATS:
        answer = training.post(client, address, {"reason": "Exercise of March", "format": form})
        assert answer.status_code == 200 and is_stamped(answer.data), (form, answer.text[-2000:])
    plain = portal.post(portal.as_("dakar"), address, {"reason": "Exercise of March", "format": "ftm"})
    assert plain.status_code == 200 and not is_stamped(plain.data)


def test_a_training_space_takes_in_what_it_wrote_as_if_it_bore_no_stamp(portal, tmp_path):
    training, found = of_training(portal), []
    for way in ("table csv", "check xlsx"):
        path, fields, content = PAGES[way]
        answer = sent(training, "dakar", path, fields, content)
        assert answer.status_code == 303, (way, answer.text)
    for content in (FTM, stamped(FTM, SAID)):
        (file := tmp_path / "in.ftm.json").write_bytes(content)
        report = import_ftm(portal.store, file, "SN-DKR")
        found.append((report.created + report.unchanged, dict(report.not_held)))
    assert found == [(1, {})] * 2
    with portal.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(RecordVersion)) == 1, "the same, stamped or not"
