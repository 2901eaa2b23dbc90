"""The question at the post: three answers, and a hidden match is the answer of nobody's number, byte for byte."""

import gzip
import re

import pytest
from sqlalchemy import select

from casefile.errors import SearchUnavailable
from casefile.policy import budgets
from casefile.storage.tables import ActRow, Audit, Lookup
from casefile.vocabulary import Act, Sharing, SubjectCategory
from indexer.search.front_line import Asked, guess, looking, split
from tests.casefile.subjects.test_number_shapes import passport
from tests.network.make import person
from tests.network.portal import same_every_time, text_of

WHY = "control of the bus from Rosso"
OPEN, CLOSED, VICTIM, ABSENT = "+221 77 123 45 67", "+221 77 123 45 68", "+221 77 123 45 60", "+221 77 123 49 99"
DRAWN = ("Set-Cookie", "Content-Security-Policy", "X-Request-ID")
"""Headers drawn by lot for every answer."""
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"


def ask(stage, client, text, **more):
    return stage.post(client, "/post/", {"text": text, "reason": WHY, **more})


@pytest.fixture
def known(stage):
    stage.enter("banjul", person("Modou Jallow", "1984", phone=OPEN), sharing=Sharing.FULL)
    stage.enter("banjul", person("Awa Kanary", "1985", phone=CLOSED))
    stage.enter(
        "banjul", person("Fatou Kanary", "1990", phone=VICTIM), sharing=Sharing.FULL,
        subject_category=SubjectCategory.VICTIM,
    )  # fmt: skip
    stage.drain()


@pytest.mark.parametrize(
    ("typed", "kind"),
    [(TD3, Asked.ZONE), ("A01478852", Asked.NUMBER), ("DK 4521 BC", Asked.NUMBER), (OPEN, Asked.NUMBER),
     ("Mamadou Diallo", Asked.NAME), ("مامادو ديالو", Asked.NAME), ("Awa Kanary 12/03/1984", Asked.NAME),
     ("Awa Kanary, née le 3 mai 1984", Asked.NAME), ("12/03/1984", Asked.NUMBER), ("Awa Kanary 1984", Asked.NUMBER),
     ("A01478852 12/03/1984", Asked.NUMBER)],
)  # fmt: skip
def test_what_was_typed_is_recognised(typed, kind):
    assert guess(typed) is kind


def test_what_is_released_names_the_desk_and_opens(stage, known):
    page = ask(stage, stage.as_("dakar", "en"), OPEN).text
    assert "Contact this desk" in text_of(page) and "Say nothing to the person" in text_of(page)
    assert 'href="/records/' in page


def test_hidden_victim_and_absent_are_one_answer_byte_for_byte(stage, known, monkeypatch):
    from portal.pages.search import front_line as page

    at = page.now()
    monkeypatch.setattr(page, "now", lambda: at)
    client = stage.as_("dakar", "en")
    answers = [ask(stage, client, number) for number in (ABSENT, CLOSED, VICTIM, ABSENT)]
    answers = answers[1:]  # the first one begins the errand
    asked = zip(answers, (CLOSED, VICTIM, ABSENT), strict=True)
    plain = [same_every_time(one.text).replace(number, "") for one, number in asked]
    assert "Nothing found" in plain[2] and plain[0] == plain[1] == plain[2]
    heads = [sorted((k, v) for k, v in one.headers if k not in DRAWN) for one in answers]
    assert heads[0] == heads[1] == heads[2] and len({len(one.data) for one in answers}) == 1


def test_of_a_number_whose_check_digit_does_not_hold_only_a_contact_is_believed(stage, known):
    client = stage.as_("dakar", "en")
    unsound = TD3.replace("L898902C36", "L898902C37")
    words = text_of(ask(stage, client, unsound, kind="zone").text)
    assert "Could not be checked" in words and "Nothing found" not in words
    assert "The lines do not hold as typed" in words
    assert "Nothing found" in text_of(ask(stage, client, TD3, kind="zone").text)
    stage.enter("banjul", person("Anna Eriksson", "1974", passport="L898902C3"), sharing=Sharing.FULL)
    stage.drain()
    assert "Contact this desk" in text_of(ask(stage, client, unsound, kind="zone").text)


def test_an_engine_that_is_away_could_not_check(stage, known, monkeypatch):
    def away(*_):
        raise SearchUnavailable("away")

    monkeypatch.setattr(looking, "find", away)
    words = text_of(ask(stage, stage.as_("dakar", "en"), ABSENT).text)
    assert "Could not be checked" in words and "Nothing found" not in words


def test_what_is_not_indexed_yet_could_not_be_checked(stage, known):
    stage.enter("dakar", person("Inventa Sow", "1984", phone="+221 77 999 00 11"))
    words = text_of(ask(stage, stage.as_("dakar", "en"), ABSENT).text)
    assert "Could not be checked" in words and "Nothing found" not in words
    stage.drain()
    assert "Nothing found" in text_of(ask(stage, stage.as_("dakar", "en"), ABSENT).text)


def test_unreadable_lines_could_not_be_checked(stage, known):
    words = text_of(ask(stage, stage.as_("dakar", "en"), "P<UTOERI<<ANNA", kind="zone").text)
    assert "Could not be checked" in words and "could not be read" in words


def test_lines_of_a_passport_are_read_and_their_number_asked(stage, known):
    words = text_of(ask(stage, stage.as_("dakar", "en"), TD3).text)
    assert "Nothing found" in words and "L898902C3" in words and "Every check digit holds" in words


def test_a_number_of_another_shape_than_its_issuers_is_said_beside_the_same_answer(stage, known):
    client = stage.as_("dakar", "en")
    usual, odd = passport("FRA", "12AB34567"), passport("FRA", "A12345678")
    pages = [ask(stage, client, lines).text for lines in (usual, odd)]
    assert [text_of(page).count("has not the shape known for passports of France") for page in pages] == [0, 1]
    assert all("Nothing found" in text_of(page) and "Every check digit holds" in page for page in pages)
    listed = ask(stage, client, f"{usual}\n{odd}\n{ABSENT}").text
    assert said_of(ask(stage, client, f"{usual}\n{odd}\n{ABSENT}")) == ["nothing"] * 3
    assert listed.count("data-remark") == 1


def test_each_question_is_a_search_with_its_reason(stage, known):
    client = stage.as_("dakar", "en")
    asked_first = text_of(stage.post(client, "/post/", {"text": ABSENT}).text)
    assert "For what are you looking?" in asked_first and "Nothing found" not in asked_first
    ask(stage, client, ABSENT)
    with stage.store.reading() as db:
        assert db.scalars(select(Lookup.reason).order_by(Lookup.made_at.desc())).first() == WHY
        assert db.scalars(select(Audit.action).where(Audit.subject_kind == "lookup")).all().count("search") >= 2


def test_the_page_is_under_20_kb_on_the_line(stage, known):
    assert len(gzip.compress(ask(stage, stage.as_("dakar", "en"), OPEN).data)) < 20_000


BUS = [f"A{37 * number * number + 10_000_019 * number:09}" for number in range(1, 61)]
"""Sixty numbers that are no series."""


def said_of(page):
    """The answer to each line of a list."""
    words = {"Contact this desk": "contact", "Nothing found": "nothing", "Could not be checked": "not checked"}
    listed = re.search(r"<ol>(.*?)</ol>", page.text, re.DOTALL)[1].split("<li ")[1:]
    return [next(short for long, short in words.items() if long in one) for one in listed]


def test_a_bus_is_asked_in_one_go_for_one_reason_and_every_line_is_a_question(stage, known):
    asked = [*BUS[:57], OPEN, CLOSED, VICTIM]
    client = stage.as_("dakar", "en")
    assert said_of(ask(stage, client, "\n".join(asked))) == ["nothing"] * 57 + ["contact", "nothing", "nothing"]
    with stage.store.reading() as db:
        kept = db.execute(select(Lookup.reason, Lookup.found)).all()
        acts = db.scalars(select(ActRow.kind)).all()
    assert [row.reason for row in kept] == [WHY] * 60 and acts.count("search") == 60
    assert all(row.found is not None for row in kept)
    assert "Nothing found" in text_of(ask(stage, client, ABSENT).text), "sixty lines used up one reason of 39"


def test_a_list_is_one_use_of_its_reason_and_asked_again_none(stage, known, monkeypatch):
    monkeypatch.setattr("casefile.policy.reasons.SAME_AT_MOST", 2)
    client = stage.as_("dakar", "en")
    first, second, third = "\n".join(BUS[:3]), "\n".join(BUS[3:6]), "\n".join(BUS[6:9])
    for one in (first, second, first):
        assert said_of(ask(stage, client, one)) == ["nothing"] * 3
    refused = ask(stage, client, third)
    assert refused.status_code == 422 and "same reason" in text_of(refused.text) and "Nothing found" not in refused.text


def test_a_list_over_the_budget_is_asked_of_nobody(stage, known, monkeypatch):
    monkeypatch.setitem(budgets.LIMITS, Act.SEARCH, budgets.Limit(2, 1_000))
    assert said_of(ask(stage, stage.as_("dakar", "en"), "\n".join(BUS[:3]))) == ["not checked"] * 3
    with stage.store.reading() as db:
        assert db.scalars(select(ActRow.kind)).all().count("search") == 0


def test_a_list_of_61_is_refused_with_what_was_typed(stage, known):
    refused = ask(stage, stage.as_("dakar", "en"), "\n".join([*BUS, ABSENT]))
    assert refused.status_code == 422 and "At most 60 lines" in text_of(refused.text) and ABSENT in refused.text


@pytest.mark.parametrize(
    ("typed", "questions"),
    [("A1\n\nB2\n", ["A1", "B2"]), (TD3, [TD3]), (f"A1\n{TD3}\nB2", ["A1", TD3, "B2"]), (f"{TD3}\n{TD3}", [TD3, TD3]),
     ("I<" + "A" * 28 + ("\n" + "1" * 30) * 2 + "\nA1", ["I<" + "A" * 28 + ("\n" + "1" * 30) * 2, "A1"])],
)  # fmt: skip
def test_the_lines_of_one_document_are_one_question(typed, questions):
    assert split(typed) == questions
