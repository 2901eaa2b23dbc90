"""An import taken back leaves the state before it: what it made is gone, what it wrote over says again what it said."""

import multiprocessing
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from casefile import watches
from casefile.errors import BadInput
from casefile.exchange.ftm.export import ftm_lines, take_ftm
from casefile.exchange.workbooks import carrying, keeping
from casefile.exchange.workbooks.keeping import KEPT, PUT_BACK, STILL_PROTECTED, TAKEN_BACK
from casefile.policy.handling import rules_of
from casefile.policy.states import RecordMove
from casefile.records import change_state, links, read, reviews, source_view, withdraw
from casefile.records.cases import CaseDraft, ensure_case
from casefile.retention import schedule, tombstones
from casefile.storage import tables
from casefile.storage.tables import (
    Audit,
    Case,
    Record,
    RecordVersion,
    SourceCopy,
    TableImport,
    TableRow,
    Watch,
    WatchVersion,
)
from casefile.subjects.identity import Identity, Name
from casefile.subjects.identity_rows import identity_id, load_identities
from casefile.vocabulary import LinkRole, RecordKind, ReviewGround, WatchState
from tests.casefile.exchange.workbooks.test_carrying import KILLED, TABLE, _carry_and_die, ordered, outcomes
from tests.network.make import person
from tests.network.stored import network

WHY = "the wrong file was sent"
FIRST = """N° dossier;Nom;Prénom;Né le;Téléphone
A-1;Ficta;Modou Lamin;1984;+220 312 34 56
A-3;Somna;Lamin;12/03/1985;
A-5;Stays;As It Is;1970;
"""
SECOND = TABLE + "A-5;Stays;As It Is;1970;\n"


def exported(net, who="dakar"):
    """All that the unit would take out, byte for byte."""
    with net.store.writing() as session:
        taking = take_ftm(session, net.viewers[who], unit=net.viewers[who].unit_code, reason="to compare them")
        return list(ftm_lines(session, net.viewers[who], taking))


def sources(net):
    with net.store.reading() as session:
        return sorted((c.subject_id, c.content_hash) for c in session.scalars(select(SourceCopy)) if c.version is None)


def brought(net, text, **said):
    import_id = ordered(net, text, **said)
    carrying.carry_due(net.store)
    return import_id


def asked_back(net, import_id, who="dakar"):
    with net.store.writing() as session:
        keeping.ask_undo(session, net.viewers[who], import_id, WHY)


def taken_back(net, import_id):
    asked_back(net, import_id)
    carrying.carry_due(net.store)
    return outcomes(net, import_id)


def held_as(net, ref):
    with net.store.reading() as session:
        return session.scalars(select(Record.id).where(Record.origin_ref == f"own:{ref}")).one()


def other_case(net):
    with net.store.writing() as session:
        return ensure_case(session, net.dakar, CaseDraft("DKR-2", "Another case", "art. 40"))


def test_what_it_changed_says_again_what_it_said_byte_for_byte_and_keeps_its_history(store):
    net = network(store)
    brought(net, FIRST)
    before = exported(net)
    import_id = brought(net, SECOND, case_id=other_case(net), legal_basis="art. 50")
    assert outcomes(net, import_id) == {"created": 1, "updated": 3, "rejected": 1}
    assert exported(net) != before
    assert taken_back(net, import_id) == {TAKEN_BACK: 1, PUT_BACK: 3, "rejected": 1}
    assert exported(net) == before
    one = held_as(net, "A-1")
    with store.reading() as session:
        wanted = select(RecordVersion).where(RecordVersion.record_id == one).order_by(RecordVersion.version)
        versions = session.scalars(wanted).all()
        kept = load_identities(session, [identity_id(v.record_id, v.version) for v in versions])
        assert [v.legal_basis for v in versions] == ["art. 32", "art. 50", "art. 32"]
        assert versions[-1].change_note == WHY and rules_of(versions[0]) == rules_of(versions[2])
        names = [kept[identity_id(v.record_id, v.version)].names[0].text for v in versions]
    assert names == ["Modou Lamin Ficta", "Modou Ficta", "Modou Lamin Ficta"]
    again = brought(net, SECOND)
    assert outcomes(net, again)["updated"] == 2, "the next file is weighed against what stands, as if nothing had been"


def test_what_an_officer_changed_since_is_left_and_listed_and_the_schedules_step_is_no_change(store):
    net = network(store)
    brought(net, FIRST)
    import_id = brought(net, SECOND, legal_basis="art. 50")
    net.amend("dakar", held_as(net, "A-1"), person("Modou Corrected"))
    with store.writing() as session:
        change_state(session, net.dakar, held_as(net, "A-5"), RecordMove.RESTRICT, "he says it is not him")
        session.execute(update(RecordVersion).values(review_at=tables.now() - timedelta(days=1)))
    schedule.run_now(store)
    assert taken_back(net, import_id) == {TAKEN_BACK: 1, PUT_BACK: 1, KEPT: 2, "rejected": 1}
    with store.reading() as session:
        left = keeping.left(session, net.dakar, import_id)
        assert [(row.line, row.subject_id) for row in left] == [(2, held_as(net, "A-1")), (7, held_as(net, "A-5"))]
        states = dict(session.execute(select(Record.id, Record.state)).all())
    assert states[held_as(net, "A-5")] == "restricted" and states[held_as(net, "A-3")] == "review_due"


def test_tables_go_in_the_order_in_which_they_came(store):
    net = network(store)
    brought(net, FIRST)
    begin = exported(net)
    first = brought(net, FIRST.replace("1984", "1985"))
    middle = exported(net)
    second = brought(net, FIRST.replace("1984", "1986"))
    with pytest.raises(BadInput, match="liste.csv, speaks of 1") as refused:
        asked_back(net, first)
    assert refused.value.field == "reason"
    assert taken_back(net, second) == {PUT_BACK: 1, "unchanged": 2}
    assert exported(net) == middle
    assert taken_back(net, first) == {PUT_BACK: 1, "unchanged": 2}
    assert exported(net) == begin


def test_the_same_number_twice_in_one_table(store):
    net = network(store)
    brought(net, FIRST)
    before = exported(net)
    twice = brought(
        net, FIRST.replace("1984", "1981") + "A-1;Ficta;Modou;1982;\nN-1;Nova;Awa;1990;\nN-1;Nova;Awa;1991;\n"
    )
    assert outcomes(net, twice) == {"updated": 3, "created": 1, "unchanged": 2}
    assert taken_back(net, twice) == {PUT_BACK: 3, TAKEN_BACK: 1, "unchanged": 2}
    assert exported(net) == before


def test_the_word_of_a_file_that_is_taken_back_stands_against_nobody(store):
    net = network(store)
    brought(net, FIRST)
    net.amend("dakar", held_as(net, "A-3"), person("Lamin Corrected"))
    before = sources(net)
    import_id = brought(net, FIRST.replace("Somna", "Sonna"))
    assert sources(net) != before
    with store.writing() as session:
        assert source_view(session, net.dakar, read(session, net.dakar, held_as(net, "A-3"))) is not None
    taken_back(net, import_id)
    assert sources(net) == before


def test_a_closed_case_stays_as_it_was_closed(store):
    net = network(store)
    brought(net, FIRST)
    import_id = brought(net, FIRST.replace("1984", "1985"), case_id=other_case(net))
    with store.writing() as session:
        session.execute(update(Case).where(Case.id == net.cases["dakar"]).values(closed_at=tables.now()))
    assert taken_back(net, import_id) == {KEPT: 3}


CHILD = FIRST.replace("1984", "2015")


def protections(net, *ids):
    with net.store.reading() as session:
        return [session.get_one(Record, id).protection for id in ids]


def test_the_protection_that_came_with_it_goes_with_it_and_comes_again_with_the_next(store):
    net = network(store)
    brought(net, FIRST)
    one, phone = held_as(net, "A-1"), net.enter("dakar", Identity(RecordKind.PHONE, (Name("his telephone"),)))
    with store.writing() as session:
        links.link(session, net.dakar, one, phone, LinkRole.USER)
    before = exported(net)
    import_id = brought(net, CHILD)
    assert protections(net, one, phone) == [["minor"], ["minor"]], "lent to what is his"
    assert taken_back(net, import_id) == {PUT_BACK: 1, "unchanged": 2}
    assert exported(net) == before and protections(net, one, phone) == [[], []]
    with store.reading() as session:
        went = session.scalars(select(Audit.detail).where(Audit.subject_id == one).order_by(Audit.seq.desc()))
        assert ["minor"] in [detail.get("protection_taken_back") for detail in went]
    brought(net, CHILD)
    assert protections(net, one, phone) == [["minor"], ["minor"]], "taken back is not lowered"


def test_what_somebody_set_or_confirmed_since_stays_and_is_said(store):
    net = network(store)
    brought(net, FIRST)
    one, other = held_as(net, "A-1"), held_as(net, "A-5")
    event = net.enter("dakar", Identity(RecordKind.EVENT, (Name("a landing"),)))
    import_id = brought(net, CHILD.replace("1970", "2016"))
    with store.writing() as session:
        links.link(session, net.dakar, other, event, LinkRole.VICTIM)
        reviews.raise_reviews(session, [one], ReviewGround.TRAFFICKED)
    assert taken_back(net, import_id) == {STILL_PROTECTED: 1, PUT_BACK: 1, "unchanged": 1}
    assert protections(net, one, other) == [["minor"], ["victim"]], "a child no longer, a victim as somebody said"
    with store.reading() as session:
        assert [(row.subject_id, row.protected) for row in keeping.left(session, net.dakar, import_id)] == [(one, True)]


def test_of_destroyed_records_nothing_is_kept_to_put_back(store):
    net = network(store)
    brought(net, FIRST)
    brought(net, SECOND)
    kept = select(func.count()).where(TableRow.before.is_not(None))
    with store.writing() as session:
        withdraw(session, net.dakar, held_as(net, "A-1"), "it was somebody else")
        assert session.scalar(kept) == 2
        assert tombstones.bury_records(session, tables.now() + timedelta(days=100), 10) == 1
        assert session.scalar(kept) == 1


def test_killed_half_way_another_worker_puts_the_rest_back(store):
    net, many = network(store), 120
    text = "N° dossier;Nom;Né le\n" + "".join(f"K-{n};Modou Ficta {n};{1950 + n % 50}\n" for n in range(many))
    brought(net, text)
    before = exported(net)
    import_id = brought(net, text.replace("Ficta", "Fictus") + "K-n;Awa Nova;1990\n")
    asked_back(net, import_id)
    url = store.engine.url.render_as_string(hide_password=False)
    process = multiprocessing.get_context("spawn").Process(target=_carry_and_die, args=(url, 2))
    process.start()
    process.join(120)
    assert process.exitcode == KILLED
    assert 0 < outcomes(net, import_id)[PUT_BACK] < many
    with store.writing() as session:
        session.execute(update(TableImport).values(claimed_until=tables.now() - timedelta(seconds=1)))
    assert carrying.carry_due(store, turn_s=600) == 1
    assert outcomes(net, import_id) == {PUT_BACK: many, TAKEN_BACK: 1}
    assert exported(net) == before


def test_a_watch_is_asked_openly_again(store):
    net = network(store)
    said = {"as_watches": True, "ground": "asked by the judge"}
    brought(net, WATCHED, **said)
    import_id = brought(net, WATCHED.replace("1984", "2015"), **said)
    with store.reading() as session:
        assert session.get_one(Watch, watch_ids(net)["W-1"]).protection == ["minor"]
    assert taken_back(net, import_id) == {PUT_BACK: 1, "unchanged": 2}
    with store.reading() as session:
        assert session.get_one(Watch, watch_ids(net)["W-1"]).protection == []


WATCHED = "N° dossier;Nom complet;Né le\nW-1;Modou Lamin Ficta;1984\nW-2;Awa Mytha;1990\nW-3;Lamin Somna;1985\n"


def test_watches_too_with_their_list_their_end_and_their_state(store):
    net = network(store)
    said = {"as_watches": True, "ground": "asked by the judge", "watchlist": "Judge"}
    brought(net, WATCHED, **said)
    ids = watch_ids(net)
    with store.writing() as session:
        watches.suspend(session, net.dakar, ids["W-2"], "in prison until May")
    before = stand(net)
    import_id = brought(net, WATCHED.replace("1984", "1983") + "W-9;Fatou Nova;1991\n", **replace_list(said))
    assert outcomes(net, import_id) == {"updated": 3, "created": 1}
    with store.writing() as session:
        watches.suspend(session, net.dakar, ids["W-3"], "in prison until June")
    assert taken_back(net, import_id) == {PUT_BACK: 2, KEPT: 1, TAKEN_BACK: 1}
    after = stand(net)
    assert {ref: after[ref] for ref in ("W-1", "W-2")} == {ref: before[ref] for ref in ("W-1", "W-2")}
    assert after["W-9"]["state"] == WatchState.ENDED.value


def replace_list(said):
    return {**said, "watchlist": "Another", "ground": "asked by the other judge"}


def watch_ids(net):
    with net.store.reading() as session:
        rows = session.execute(select(Watch.origin_ref, Watch.id)).all()
    return {ref.removeprefix("own:"): id for ref, id in rows}


def stand(net):
    """Of each watch all that its head and its current version say, but for who wrote it and when."""
    found = {}
    with net.store.reading() as session:
        for ref, id in watch_ids(net).items():
            head = session.get_one(Watch, id)
            version = session.get_one(WatchVersion, (id, head.version))
            said = load_identities(session, [identity_id(id, head.version)])
            heads = ("watchlist_id", "case_id", "state", "wide", "expires_at", "state_reason")
            found[ref] = {
                **{name: getattr(head, name) for name in heads},
                "ground": version.ground, "rules": rules_of(version), "kept": version.retain_until,
                "hash": version.content_hash, "identity": list(said.values()),
            }  # fmt: skip
    return found
