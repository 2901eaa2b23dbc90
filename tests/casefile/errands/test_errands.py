"""The errand is given once, in one sign-in, and ends: by its time, by its officer, by the next one, by a new unit."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile import errands
from casefile.errors import BadInput, NotAllowed
from casefile.people import sessions
from casefile.settings import Settings
from casefile.storage import tables
from casefile.storage.tables import Audit, Errand
from casefile.vocabulary import Purpose, Role
from tests.network.stored import SECRET

WHY = "control of the bus from Rosso"


@pytest.fixture
def token(net):
    return sign_in(net)


def sign_in(net, who="dakar"):
    with net.store.writing() as session:
        return sessions.open_session(session, net.viewers[who].officer_id)


def begin(net, token, reason=WHY, **more):
    with net.store.writing() as session:
        return errands.begin(session, net.dakar, token, reason, **more)


def standing(net, token, viewer=None):
    with net.store.reading() as session:
        return errands.standing(session, viewer or net.dakar, token)


def later(monkeypatch, **by):
    now = tables.now()
    monkeypatch.setattr(tables, "now", lambda: now + timedelta(**by))


def test_it_stands_with_its_words_its_case_and_its_end(net, token):
    assert standing(net, token) is None, "nothing is filled in"
    begun = begin(net, token, case_ref="DKR-2026-0900", purpose=Purpose.BORDER_CONTROL, minutes=30)
    assert standing(net, token) == begun
    assert (begun.reason, begun.case_ref) == (WHY, "DKR-2026-0900")
    assert begun.ends_at - begun.begun_at == timedelta(minutes=30)


def test_it_ends_by_its_time_and_use_does_not_prolong_it(net, token, monkeypatch):
    begin(net, token, minutes=30)
    later(monkeypatch, minutes=29)
    assert standing(net, token) is not None
    later(monkeypatch, minutes=2)
    assert standing(net, token) is None


def test_another_sign_in_of_the_same_officer_has_none(net, token):
    begin(net, token)
    assert standing(net, sign_in(net)) is None


def test_the_next_one_ends_the_one_before_and_its_officer_ends_it(net, token):
    first, second = begin(net, token), begin(net, token, "asked by the judge at Thiès")
    assert standing(net, token) == second
    with net.store.writing() as session:
        errands.end(session, net.dakar, token)
    assert standing(net, token) is None
    with net.store.reading() as session:
        assert session.scalars(select(Errand.id).where(Errand.ended_at.is_(None))).all() == []
        lines = session.execute(
            select(Audit.action, Audit.subject_id, Audit.reason)
            .where(Audit.subject_kind == "errand")
            .order_by(Audit.seq)
        ).all()
    assert lines == [
        ("collection", first.id, WHY),
        ("collection", second.id, "asked by the judge at Thiès"),
        ("alteration", second.id, ""),
    ]


def test_who_moves_to_another_unit_leaves_it_behind(net, token):
    begin(net, token)
    moved = replace(net.dakar, unit_id=net.banjul.unit_id)
    assert standing(net, token, moved) is None
    with net.store.reading() as session:
        assert errands.offers(session, moved).recent == ()


@pytest.mark.parametrize("reason", ["", "   ", "xxxxx", "azerty"])
def test_what_says_nothing_is_no_reason(net, token, reason):
    with pytest.raises(BadInput):
        begin(net, token, reason)
    assert standing(net, token) is None


def test_who_may_not_search_has_none(net, token):
    auditor = replace(net.dakar, roles=frozenset({Role.AUDITOR}))
    with net.store.writing() as session, pytest.raises(NotAllowed):
        errands.begin(session, auditor, token, WHY)


# ---- what is offered --------------------------------------------------------------------------------------------


def offers(net, who="dakar"):
    with net.store.reading() as session:
        return errands.offers(session, net.viewers[who])


def test_own_errands_of_the_week_and_own_open_cases_are_offered(net, token, monkeypatch):
    begin(net, token, case_ref="A-1")
    begin(net, token, "asked by the judge at Thiès")
    begin(net, token, case_ref="A-1")
    assert [(one.reason, one.case_ref) for one in offers(net).recent] == [
        (WHY, "A-1"),
        ("asked by the judge at Thiès", ""),
    ], "each once, the newest first"
    with net.store.reading() as session:
        reference = session.scalars(select(tables.Case.reference).where(tables.Case.id == net.cases["dakar"])).one()
    assert reference in [one.case_ref for one in offers(net).cases]
    assert offers(net, "banjul").recent == () and reference not in [one.case_ref for one in offers(net, "banjul").cases]
    later(monkeypatch, days=8)
    assert offers(net).recent == ()


def test_what_is_chosen_is_ones_own_and_open(net, token):
    begin(net, token, case_ref="A-1")
    recent = offers(net).recent[0].key
    case = f"case-{net.cases['dakar']}"
    with net.store.reading() as session:
        assert errands.chosen(session, net.dakar, recent).reason == WHY
        assert errands.chosen(session, net.dakar, case).case_ref
        for viewer, key in ((net.banjul, recent), (net.banjul, case), (net.dakar, "case-" + "0" * 32), (net.dakar, "")):
            with pytest.raises(BadInput):
                errands.chosen(session, viewer, key)


def test_a_command_finds_the_errand_of_an_open_sign_in_only(net, token, tmp_path):
    settings = Settings.from_env(tmp_path / "home", {"GRIOT_SECRET_KEY": SECRET})
    begun = begin(net, token)
    with net.store.reading() as session:
        assert errands.of_officer(session, net.dakar, settings) == begun
        assert errands.of_officer(session, net.banjul, settings) is None
    with net.store.writing() as session:
        sessions.end_session(session, token)
        assert errands.of_officer(session, net.dakar, settings) is None
