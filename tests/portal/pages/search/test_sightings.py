"""A question at a post meets what the asker does not see: the desk has the hit, the asker nothing."""

import re

from sqlalchemy import func, select

from casefile.records import search_log
from casefile.storage.tables import Hit, Record, Sighting, Unit
from casefile.subjects import name_counts, network_counts
from casefile.vocabulary import Desk, HitState, SubjectCategory
from tests.casefile.posts.test_extract import TD3
from tests.network.make import person
from tests.network.portal import text_of

WHY = "control of the bus from Rosso"
HIDDEN, WATCHED, VICTIM, OWN, LATER = (f"+221 77 123 45 {n}" for n in (68, 61, 60, 62, 63))


def ask(stage, text, who="dakar"):
    return text_of(stage.post(stage.as_(who, "en"), "/post/", {"text": text, "reason": WHY}).text)


def hits_of(stage):
    """(record's unit, watch's unit, desk) of each hit."""
    with stage.store.reading() as db:
        codes = dict(db.execute(select(Unit.id, Unit.code)).all())
        rows = db.execute(select(Hit.record_unit_id, Hit.watch_unit_id, Hit.desk)).all()
    return sorted((codes[record], codes[watch], desk) for record, watch, desk in rows)


def number(stage, what):
    with stage.store.reading() as db:
        return db.scalar(select(func.count()).select_from(what))


def test_hidden_records_and_watches_meet_the_question_and_the_asker_learns_nothing(stage):
    stage.enter("banjul", person("Awa Kanary", "1985", phone=HIDDEN))
    stage.watch("nouakchott", person("Modou Jallow", "1984", phone=WATCHED))
    stage.enter("banjul", person("Fatou Sarr", "1990", phone=VICTIM), subject_category=SubjectCategory.VICTIM)
    stage.enter("dakar", person("Ousmane Fall", "1970", phone=OWN))
    stage.watch("dakar", person("Ousmane Fall", "1970", phone=OWN))
    stage.drain()
    for text in (HIDDEN, WATCHED, VICTIM):
        assert "Nothing found" in ask(stage, text)
    assert "Contact this desk" in ask(stage, OWN)
    stage.drain()
    expected = [
        ("GM-BJL", "SN-DKR", Desk.COORDINATION.value),
        ("GM-BJL", "SN-DKR", Desk.PROTECTION.value),
        ("SN-DKR", "MR-NKC", Desk.COORDINATION.value),
    ]
    assert hits_of(stage) == expected, "own things never meet the own question"
    for text in (HIDDEN, "+221771234568", WATCHED, HIDDEN):  # the same, twice in a row and written otherwise
        assert "Nothing found" in ask(stage, text)
        stage.drain()
    assert hits_of(stage) == expected

    # what is entered and watched later meets it too
    assert "Nothing found" in ask(stage, LATER)
    stage.drain()
    stage.enter("banjul", person("Binta Camara", "1988", phone=LATER))
    stage.watch("nouakchott", person("Binta Camara", "1988", phone=LATER))
    stage.drain()
    later = [one for one in hits_of(stage) if one not in expected or hits_of(stage).count(one) > 1]
    assert ("GM-BJL", "MR-NKC", Desk.COORDINATION.value) in later  # the two units' own hit
    assert hits_of(stage).count(("GM-BJL", "SN-DKR", Desk.COORDINATION.value)) == 2
    assert hits_of(stage).count(("SN-DKR", "MR-NKC", Desk.COORDINATION.value)) == 2

    # two posts that ask the same are no hit
    before = hits_of(stage)
    ask(stage, "A01478852"), ask(stage, "A01478852", "banjul")
    stage.drain()
    assert hits_of(stage) == before and number(stage, Sighting) >= 6

    seen_by_the_asker(stage)
    seen_by_the_desk(stage)


def test_the_same_person_asked_by_lines_name_and_number_is_one_item_of_the_desk(stage):
    hidden = person("Anna Maria Eriksson", "1974-08-12", passport="L898902C3")
    stage.enter("banjul", hidden)
    stage.drain()
    for text in (TD3, "Eriksson Anna Maria 12/08/1974", "L898902C3"):
        assert "Nothing found" in ask(stage, text)
        stage.drain()
    assert hits_of(stage) == [("GM-BJL", "SN-DKR", Desk.COORDINATION.value)] * 3, "none is lost"
    client = stage.as_("coordinator", "en")
    queue = client.get("/review/").text
    assert text_of(queue).count("Asked at a post") == 1 and "3 hits, judged together" in text_of(queue)
    opened = client.get(re.search(r'href="(/review/[0-9a-f]{32})', queue)[1]).text
    assert opened.count("data-asked") == 2 and text_of(opened).count("Brigade de Dakar") >= 3


def seen_by_the_asker(stage):
    """Own searches, lists, counts, completeness: as if it had never asked."""
    with stage.store.reading() as db:
        viewer = stage.viewers["dakar"]
        assert search_log.all_searchable(db, viewer) and search_log.searchable_count(db, viewer) == 1
        held = select(Unit.id).where(Unit.asks_for.is_not(None))
        asked = db.scalar(select(func.count()).select_from(Record).where(Record.owner_unit_id.in_(held)))
        assert asked >= 6
        assert network_counts.size(db) == number(stage, Record) - asked
        assert name_counts.count(db).total == 4
    assert "1 " in text_of(stage.search(stage.as_("dakar", "en"), OWN).text)
    page = text_of(stage.search(stage.as_("dakar", "en"), HIDDEN).text)
    assert "Nothing" in page or "0 " in page
    assert not stage.pointers("dakar") and not stage.pointers("banjul")
    assert "post-" not in "".join(stage.pages("dakar", most=40).values())


def seen_by_the_desk(stage):
    client = stage.as_("coordinator", "en")
    queue = text_of(client.get("/review/").text)
    assert queue.count("Asked at a post") >= 3
    with stage.store.reading() as db:
        units = {code: id for id, code in db.execute(select(Unit.id, Unit.code))}
        mine = (Hit.record_unit_id == units["GM-BJL"], Hit.watch_unit_id == units["SN-DKR"])
        hit = db.scalars(select(Hit.id).where(*mine, Hit.desk == Desk.COORDINATION.value)).first()
    opened = text_of(client.get(f"/review/{hit}").text)
    assert "Asked at a post" in opened and "Brigade de Dakar" in opened
    assert not stage.pointers("dakar")
    assert stage.decide(hit) is HitState.POINTER_SENT
    stage.deliver()
    [pointer] = stage.pointers("dakar")
    assert pointer.about_unit == "Banjul Serious Crime Unit" and len(stage.pointers("banjul")) == 1
    stage.drain()
    page = stage.as_("dakar", "en").get(f"/hits/{pointer.id}")
    assert page.status_code == 200 and "Banjul" in text_of(page.text)
    own = "records" if pointer.own_subject == "record" else "watchlists"
    assert stage.as_("dakar", "en").get(f"/{own}/{pointer.own_id}").status_code == 200, "from now on it is their own"
    assert stage.as_("banjul", "en").get(f"/{own}/{pointer.own_id}").status_code == 404
