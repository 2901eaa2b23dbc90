"""The protection desk's pages: a story between two protection officers, and that nobody else reads of it anywhere."""

import re

import pytest

from casefile.storage.tables import Hit
from casefile.vocabulary import SubjectCategory
from tests.network.portal import NOBODYS_ID, same_every_time, text_of
from tests.network.protection import NAMES, WHY, protected_hit, staff, trail

OTHERS = ("coordinator", "second", "dakar", "banjul", "nouakchott", "analyst", "magistrate", "auditor", "administrator")
SAFE = "Call the nurse Aïssatou, never the uncle."


@pytest.fixture
def desk(unindexed):
    return staff(unindexed)


@pytest.fixture
def hit(desk):
    return protected_hit(desk, SubjectCategory.VICTIM, SubjectCategory.SUSPECT)


JUDGED = {"judgement": "same", "reason": "same girl, same year", "protection_reason": "sold, says the ward"}


def record_of(net, hit_id):
    with net.store.reading() as session:
        return session.get(Hit, hit_id).record_id


@pytest.fixture
def contact(desk, hit):
    answer = desk.post(desk.as_("protection"), f"/review/{hit}", JUDGED)
    assert answer.status_code == 303
    page = desk.as_("shield.dakar").get("/protection/").text
    return re.search(r'href="(/protection/contacts/[0-9a-f]{32})"', page)[1]


def test_the_hit_says_why_it_is_protected_and_that_nobody_is_told_and_names_nobody(desk, hit):
    page = text_of(desk.as_("protection").get(f"/review/{hit}").text)
    for shown in (
        "Why it is protected", "Entered as a victim", "Under 18 by the date of birth", "years old today",
        "Nobody is notified but the protection desks.", "Names and numbers are masked", "•••••", "Born",
        "Protection review: suspect here, victim there", "A victim of trafficking is not punished",
        "A protection contact is opened between the protection officers of the two units",
    ):  # fmt: skip
        assert shown in page, shown
    assert "Both units are notified" not in page and not [name for name in NAMES if name in page]


def test_the_queue_marks_what_raises_a_protection_review(desk, hit):
    page = text_of(desk.as_("protection").get("/review/").text)
    assert "Protection review" in page and not [name for name in NAMES if name in page]
    assert hit in desk.as_("shield.dakar").get("/review/").text
    assert hit not in desk.as_("shield.nouakchott").get("/review/").text
    third = desk.as_("shield.nouakchott")
    theirs, nobodys = third.get(f"/review/{hit}"), third.get(f"/review/{NOBODYS_ID}")
    assert theirs.status_code == nobodys.status_code == 404 and theirs.data == nobodys.data


def test_a_protection_review_takes_its_reason_and_keeps_what_was_typed(desk, hit):
    client = desk.as_("protection")
    answer = desk.post(client, f"/review/{hit}", {**JUDGED, "protection_reason": ""})
    assert answer.status_code == 422 and 'href="#protection_reason"' in answer.text
    assert "same girl, same year" in answer.text and 'id="protection_reason-error"' in answer.text


def test_two_persons_unmask_it_for_the_first_alone(desk, hit):
    first, second = desk.as_("protection"), desk.as_("deputy")
    assert desk.post(first, f"/review/{hit}/unmask", {"unmask_reason": "x"}, f"/review/{hit}").status_code == 422
    assert desk.post(first, f"/review/{hit}/unmask", {"unmask_reason": WHY}, f"/review/{hit}").status_code == 303
    page = text_of(first.get(f"/review/{hit}").text)
    assert "You have asked to unmask them" in page and "Khady Mbaye" in page and "Diary" not in page
    address = re.search(r'href="(/protection/requests/[0-9a-f]{32})"', second.get("/protection/").text)[1]
    mine = text_of(first.get(address).text)
    assert "You asked for this" in mine
    for same in (first, desk.as_("protection")):  # another sign-in is the same person
        refused = desk.post(same, f"{address}/confirm", page=address)
        assert refused.status_code == 403 and "not who asked for it" in refused.text
    assert desk.post(desk.as_("coordinator"), f"{address}/confirm", page="/names/").status_code == 403
    assert desk.post(desk.as_("shield.nouakchott"), f"{address}/confirm", page="/protection/").status_code == 404
    assert desk.post(second, f"{address}/confirm", page=address).status_code == 303
    shown = text_of(first.get(f"/review/{hit}").text)
    for name in ("Diary Ndour", "Diari Ndure", "Confiée à une tante", "Unmasked for you alone"):
        assert name in shown, name
    for other in ("deputy", "shield.dakar", "shield.banjul"):
        assert not [name for name in NAMES if name in desk.as_(other).get(f"/review/{hit}").text]
    assert second.get(address).status_code == 404, "it waits no more"


def test_an_only_protection_officer_reads_who_can_help(unindexed):
    hit_id = protected_hit(unindexed)
    page = unindexed.as_("protection").get(f"/review/{hit_id}").text
    assert "An administrator has to give a second officer the duty; a coordinator cannot stand in." in text_of(page)
    assert 'name="unmask_reason"' not in page


def test_two_protection_officers_and_nobody_else(desk, hit, contact):
    mine, theirs = desk.as_("shield.dakar"), desk.as_("shield.banjul")
    page = text_of(mine.get(contact).text)
    for shown in ("Banjul Serious Crime Unit", "Fatou Jammeh", "Brigade de Dakar", "not released"):
        assert shown in page, shown
    assert desk.post(mine, f"{contact}/acknowledge", page=contact).status_code == 303
    assert desk.post(mine, f"{contact}/acknowledge", page=contact).status_code == 409, "once is enough"
    assert desk.post(theirs, f"{contact}/acknowledge", page=contact).status_code == 303
    assert "In contact" in text_of(theirs.get(contact).text)
    form = {
        "safe_contact_record": SAFE, "guardian_name_record": "Rokhaya Ba",
        "guardian_authority_record": "Tribunal de Thiès", "guardian_phone_record": "+221 33 000 00 01",
    }  # fmt: skip
    assert desk.post(mine, f"{contact}/record/person", form, contact).status_code == 303
    assert desk.post(theirs, f"{contact}/record/person", form, contact).status_code == 404, "not their side"
    assert "Rokhaya" not in theirs.get(contact).text and SAFE not in theirs.get(contact).text
    asked = desk.post(mine, f"{contact}/record/release/safe_contact", {"release_safe_contact_record": WHY}, contact)
    assert asked.status_code == 303 and "Waits for a second" in text_of(mine.get(contact).text)
    deputy = desk.as_("deputy")
    address = re.search(r'href="(/protection/requests/[0-9a-f]{32})"', deputy.get("/protection/").text)[1]
    assert desk.post(theirs, f"{address}/confirm", page="/protection/").status_code == 404, "the other side never"
    assert desk.post(deputy, f"{address}/confirm", page=address).status_code == 303
    assert SAFE in theirs.get(contact).text and "Rokhaya" not in theirs.get(contact).text
    referral = {"referred_to_record": "shelter", "referred_on_record": "2026-01-02", "referral_note_record": "a bed"}
    assert desk.post(mine, f"{contact}/record/referral", referral, contact).status_code == 422, "nobody agreed"
    agreed = {"consent_by_record": "guardian", "consented_on_record": "2026-01-02", "passes_record": ["age"]}
    assert desk.post(mine, f"{contact}/record/referral", referral | agreed, contact).status_code == 303
    assert "Shelter" in text_of(mine.get(contact).text) and "a bed" not in theirs.get(contact).text
    referred = re.search(rf"{contact}/referral/[0-9a-f]{{32}}", mine.get(contact).text)[0]
    ended = {f"outcome_{referred.rsplit('/', 1)[1]}": "declined", "consent_ended": "yes"}
    assert desk.post(mine, referred, ended, contact).status_code == 303
    assert "Consent taken back" in text_of(mine.get(contact).text)
    closing = {"outcome": "safe", "note": "with her mother since Monday"}
    assert desk.post(theirs, f"{contact}/close", closing, contact).status_code == 303
    assert "with her mother since Monday" in mine.get(contact).text
    late = desk.post(mine, f"{contact}/record/person", form, page="/protection/")
    assert late.status_code == 409
    refused = [detail for _, _, detail in trail(desk, contact.rsplit("/", 1)[1], "refused")]
    assert [detail for detail in refused if "page" not in detail] == [
        {"refused": "Conflict", "move": "acknowledge", "state": "answered"},
        {"refused": "Conflict", "move": "note", "state": "closed"},
    ]


def test_a_record_taken_back_ends_the_contact_and_hides_the_other_side(desk, hit, contact):
    record_id = record_of(desk, hit)
    assert desk.post(desk.as_("dakar"), f"/records/{record_id}/withdraw", {"reason": "mistaken"}).status_code == 303
    theirs = desk.as_("shield.banjul")
    page = text_of(theirs.get(contact).text)
    assert "No longer stands" in page and "Brigade de Dakar" not in page and "Ndèye Diop" not in page
    assert contact not in theirs.get("/protection/").text and contact in theirs.get("/protection/?ended=1").text
    for step in ("acknowledge", "close"):
        form = {"outcome": "safe", "note": "with her mother since Monday"}
        assert desk.post(theirs, f"{contact}/{step}", form, page="/protection/").status_code == 409
    refused = [detail["move"] for _, _, detail in trail(desk, contact.rsplit("/", 1)[1], "refused")]
    assert refused == ["acknowledge", "close"]


@pytest.mark.parametrize(
    ("path", "sent", "field"),
    [
        ("record/referral", {"referred_on_record": "2026-01-02"}, "referred_to_record"),
        ("record/referral", {"referred_to_record": "iom"}, "referred_on_record"),
        ("record/referral", {"referred_to_record": "iom", "referred_on_record": "2999-01-02"}, "referred_on_record"),
        ("record/person", {"guardian_name_record": "x" * 201}, "guardian_name_record"),
        ("close", {"outcome": "safe", "note": "?"}, "note"),
        ("close", {"note": "with her mother since Monday"}, "outcome"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(desk, contact, path, sent, field):
    answer = desk.post(desk.as_("shield.dakar"), f"{contact}/{path}", sent, contact)
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text and f'id="{field}"' in answer.text
    assert all(value in answer.text for value in sent.values())


def test_the_home_of_a_protection_officer_says_what_waits(desk, hit):
    page = text_of(desk.as_("protection").get("/").text)
    assert "1 protected hit waits for a judgement" in page
    assert "protected hit" not in text_of(desk.as_("coordinator").get("/").text)


def without_footer(page):
    """Each crawl is a sign-in, and the footer tells of the one before; a refusal has a reference of its own."""
    page = re.sub(r"<footer>.*</footer>", "", page, flags=re.DOTALL)
    return re.sub(r'class="code">\d{4}-\d{4}</bdi> · 403', "", page)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_finds_a_word_of_it_on_any_page(desk, who):
    """Hit, judgement, contact and safe contact change no byte of what others reach by links."""

    def pages():
        """But the auditors' trail, which tells what was done by ids and is asked for names below, and the backlog,
        which says since when its oldest entry waits."""
        seen = desk.pages(who).items()
        assert not [path for path, page in seen if SAFE in page]
        found = {
            path: without_footer(same_every_time(page))
            for path, page in seen
            if not path.startswith(("/audit/", "/status/"))
        }
        assert len(found) > 2
        return found

    hit_id = protected_hit(desk)
    before = pages()
    desk.decide(hit_id, who="protection")
    mine = desk.as_("shield.dakar")
    contact = re.search(r'href="(/protection/contacts/[0-9a-f]{32})"', mine.get("/protection/").text)[1]
    assert desk.post(mine, f"{contact}/record/person", {"safe_contact_record": SAFE}, contact).status_code == 303
    assert desk.deliver() == 0
    after = pages()
    assert after == before
    for secret in (SAFE, contact, hit_id):
        assert not [path for path, page in after.items() if secret in page]
    if who not in ("dakar", "banjul", "analyst"):  # the units read their own record and watch
        assert not [path for path, page in after.items() if any(name in page for name in NAMES)]
    assert desk.as_(who).get(contact).status_code == 403


@pytest.mark.parametrize("who", ["protection", "deputy", "shield.dakar", "shield.banjul", "shield.nouakchott"])
def test_no_masked_page_names_the_child(desk, hit, contact, who):
    for path, page in desk.pages(who).items():
        assert not [name for name in NAMES if name in page], path
