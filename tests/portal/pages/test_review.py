"""The reviewers' desk: masked in the queue, both sides when opened, judged with a reason, each desk its own."""

import re

import pytest
from sqlalchemy import select

from casefile.storage.tables import Audit
from casefile.vocabulary import Protection
from tests.network.make import person, report
from tests.network.portal import NOBODYS_ID, text_of

WHY = "both units called"
REPORT = "Le passeur Mamadou Dialo, né en 1985, a été vu à Kayar. Il répond au +221 77 654 32 10."


@pytest.fixture
def hit(stage):
    """One hit between Banjul's watch and Dakar's report; its id."""
    stage.watch("banjul", person("Modou Jallow", "1984", phone="+221776543210"), "named by three passengers")
    stage.enter("dakar", report(REPORT))
    stage.drain()
    return next(iter(stage.hits().values()))


def test_the_queue_names_units_and_kinds_of_fact_and_nobody(stage, hit):
    page = text_of(stage.as_("coordinator").get("/review/").text)
    for shown in (
        "1 coincidence is waiting",
        "Banjul Serious Crime Unit",
        "Brigade de Dakar",
        "Phone number, Name, Born",
        "Report",
    ):
        assert shown in page, shown
    for hidden in ("Modou", "Jallow", "Mamadou", "1984", "1985", "passengers", "Kayar"):
        assert hidden not in page, hidden


def test_an_opened_hit_shows_both_sides_why_and_what_it_is_worth(stage, hit):
    source = stage.as_("coordinator").get(f"/review/{hit}").text
    page = text_of(source)
    for shown in (
        "Modou Jallow",
        "Mamadou Dialo",
        "named by three passengers",
        "a été vu à Kayar",
        "Brigade de Dakar",
        "The name stands in the report's text",
        "The years of birth are one apart",
        "bits of evidence",
    ):
        assert shown in page, shown
    assert source.count("<meter") >= 2
    recipients = page[page.index("nothing else:") :]
    assert "Brigade de Dakar" in recipients and "Banjul Serious Crime Unit" in recipients


def test_opening_stands_in_the_trail(stage, hit):
    stage.as_("coordinator").get(f"/review/{hit}")
    with stage.store.reading() as db:
        rows = db.execute(select(Audit.action).where(Audit.subject_id == hit)).scalars().all()
    assert "consultation" in rows


@pytest.mark.parametrize(
    ("judgement", "said", "left"),
    [("same", "Confirmed. The units concerned are being sent a pointer", 0),
     ("not_same", "Recorded as not the same", 0), ("unresolved", "Recorded as unresolved", 1)],
)  # fmt: skip
def test_each_judgement_is_kept_with_its_reason(stage, hit, judgement, said, left):
    client = stage.as_("coordinator")
    answer = stage.post(client, f"/review/{hit}", {"judgement": judgement, "reason": WHY, "seen": "queued"})
    assert answer.status_code == 303
    queue = client.get("/review/")
    assert said in text_of(queue.text) and len(re.findall(r'href="/review/[0-9a-f]{32}"', queue.text)) == left
    page = text_of(client.get(f"/review/{hit}").text)
    assert "both units called" in page
    assert ("Your judgement" in page) is bool(left), "what is decided is not asked again"


@pytest.mark.parametrize(
    ("sent", "field"), [({"judgement": "same"}, "reason"), ({"reason": "both units called"}, "judgement"),
                        ({"judgement": "perhaps", "reason": "both units called"}, "judgement")],
)  # fmt: skip
def test_without_a_reason_or_a_choice_nothing_is_decided_and_nothing_typed_is_lost(stage, hit, sent, field):
    client = stage.as_("coordinator")
    answer = stage.post(client, f"/review/{hit}", {"seen": "queued", **sent})
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text
    assert sent.get("reason", "") in answer.text
    if sent.get("judgement") == "same":
        assert 'value="same" data-key="s" checked' in answer.text
    assert "1 coincidence is waiting" in text_of(client.get("/review/").text)


def test_two_reviewers_do_not_decide_the_same_hit(stage, hit):
    client = stage.as_("coordinator")
    form = {"judgement": "same", "reason": "both units called", "seen": "queued"}
    stage.decide(hit, "not_same")
    late = stage.post(client, f"/review/{hit}", form, page="/names/")
    assert late.status_code == 409 and "decided in the meantime" in late.text
    assert stage.pointers("banjul") == []


def test_a_protected_hit_is_invisible_to_coordinators(stage, hit):
    stage.watch("banjul", person("Awa Kanary", "2010"))
    stage.enter("dakar", person("Awa Kanary", "2010"), protection=(Protection.MINOR,))
    stage.drain()
    protected = next(i for i in stage.hits().values() if i != hit)
    coord, desk = stage.as_("coordinator"), stage.as_("protection")
    assert "1 coincidence is waiting" in text_of(coord.get("/review/").text)
    for on in ("", "&list=possible", "&list=decided"):
        assert protected not in coord.get(f"/review/?desk=protection{on}").text
    theirs, nobody_s = coord.get(f"/review/{protected}"), coord.get(f"/review/{NOBODYS_ID}")
    assert theirs.status_code == nobody_s.status_code == 404 and theirs.data == nobody_s.data
    refused = stage.post(coord, f"/review/{protected}", {"judgement": "same", "reason": WHY}, page="/names/")
    assert refused.status_code == 404
    assert protected in desk.get("/review/").text and hit not in desk.get("/review/").text
    page = text_of(desk.get(f"/review/{protected}").text)
    assert "Awa Kanary" not in page and "Names and numbers are masked" in page
    assert "A protection contact is opened" in page and "Both units are notified" not in page


@pytest.mark.parametrize("login", ["dakar", "banjul", "auditor", "administrator", "analyst", "magistrate"])
def test_the_queue_is_for_reviewers_only(stage, hit, login):
    client = stage.as_(login)
    for path in ("/review/", f"/review/{hit}", f"/review/{NOBODYS_ID}"):
        assert client.get(path).status_code == 403


def test_an_empty_queue_says_whether_all_was_compared(stage):
    stage.enter("dakar", report(REPORT))
    page = text_of(stage.as_("coordinator").get("/review/").text)
    assert "Not everything has been compared yet" in page and "Nothing waits here" not in page
    stage.drain()
    page = text_of(stage.as_("coordinator").get("/review/").text)
    assert "Nothing waits here" in page and "Not everything" not in page


def test_with_the_engine_away_reviewing_goes_on(stage, hit, portal_settings):
    """The queue and both sides stand in SQL: a search engine that is away keeps nobody from deciding."""
    from portal import create_app

    stage.app = create_app(portal_settings, stage.store)
    client = stage.as_("coordinator")
    assert client.get(f"/review/{hit}").status_code == 200
    answer = stage.post(client, f"/review/{hit}", {"judgement": "same", "reason": "both units called"})
    assert answer.status_code == 303


def test_an_amended_side_is_shown(stage, hit):
    from dataclasses import replace

    from casefile import watches
    from casefile.people import viewers
    from casefile.storage.tables import Watch
    from tests.network.make import STATED

    with stage.store.writing() as db:
        watch_id = db.query(Watch).one().id
        draft = watches.WatchDraft(replace(person("Modou Jallow", "1984"), sex=None), "another ground", rules=STATED)
        watches.amend_watch(db, viewers.viewer_by_login(db, "banjul"), watch_id, draft)
    page = text_of(stage.as_("coordinator").get(f"/review/{hit}").text)
    assert "Amended since it was compared" in page and "named by three passengers" in page


def test_the_language_is_changed_on_the_page_one_is_on(stage):
    page = stage.as_("coordinator").get("/review/?desk=coordination").text
    assert 'name="next" value="/review/?desk=coordination"' in page
