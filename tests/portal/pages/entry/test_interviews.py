"""The checklist of an interview on its page, and the review that it raises on the protection desk's."""

import re

import pytest

from casefile.storage.tables import Interview
from tests.network.make import person, report
from tests.network.portal import text_of

TICKED = {"held_on": "02/01/2026", "indicators": ["papers_taken", "no_pay"]}
RAISED = "the protection desk has been asked"


@pytest.fixture
def heard(unindexed):
    record_id = unindexed.enter("dakar", person("Awa Ndiaye", "1990"))
    return unindexed, record_id, f"/records/{record_id}/interviews"


def interviews(net):
    with net.store.reading() as session:
        return session.query(Interview).count()


def test_what_is_ticked_is_kept_and_the_desk_looks_masked_and_decides(heard):
    net, record_id, path = heard
    client = net.as_("dakar", "en")
    assert path in client.get(f"/records/{record_id}").text
    assert net.post(client, path, TICKED).status_code == 303
    page = text_of(client.get(path).text)
    assert RAISED in page and "Somebody else keeps the papers" in page and "2 Jan 2026" in page
    assert "Signs of trafficking at an interview" in text_of(client.get(f"/protection/record/{record_id}/ask").text)
    desk = net.as_("protection", "en")
    listing = desk.get("/protection/").text
    subject = re.search(r'href="(/protection/record/[0-9a-f]{32})"', listing)[1]
    shown = text_of(desk.get(subject).text)
    assert "Somebody else keeps the papers" in shown and "Ndiaye" not in shown and "Does the person" in shown
    action = re.search(r'action="(/protection/record/[0-9a-f]{32}/reviews/[0-9a-f]{32})"', desk.get(subject).text)[1]
    for posted, field in (({"review_reason": "heard again"}, "outcome"), ({"outcome": "not_needed"}, "review_reason")):
        refused = net.post(desk, action, posted, page=subject)
        assert refused.status_code == 422 and f'href="#{field}"' in refused.text and f'id="{field}"' in refused.text
    done = net.post(desk, action, {"outcome": "not_needed", "review_reason": "heard again by the ward"}, page=subject)
    assert done.status_code == 303 and subject not in desk.get("/protection/").text
    assert "No protection as a victim is needed" in text_of(desk.get(subject).text)


@pytest.mark.parametrize(
    ("posted", "field"),
    [
        ({**TICKED, "held_on": "soon"}, "held_on"),
        ({**TICKED, "held_on": "01/01/2099"}, "held_on"),
        ({**TICKED, "indicators": "tired"}, "indicators"),
    ],
)
def test_what_does_not_do_is_said_at_its_field_and_the_ticks_stay(heard, posted, field):
    net, _, path = heard
    refused = net.post(net.as_("dakar", "en"), path, posted)
    assert refused.status_code == 422 and f'href="#{field}"' in refused.text and f'id="{field}"' in refused.text
    assert ("checked" in refused.text) is (field == "held_on") and interviews(net) == 0


def test_nobody_else_finds_the_page_or_what_it_asks(heard):
    net, record_id, path = heard
    net.post(net.as_("dakar", "en"), path, TICKED)
    other = net.as_("banjul", "en")
    there, never = other.get(path), other.get(f"/records/{'f' * 32}/interviews")
    assert (there.status_code, never.status_code) == (404, 404)
    assert "papers" not in there.text and net.post(other, path, TICKED, page="/").status_code == 404
    report_id = net.enter("dakar", report("Un rapport."))
    mine = net.as_("dakar", "en")
    assert "/interviews" not in mine.get(f"/records/{report_id}").text
    assert "Only a person is heard" in text_of(mine.get(f"/records/{report_id}/interviews").text)


def test_a_person_is_referred_with_consent_to_the_focal_point_that_was_named(heard):
    net, record_id, path = heard
    admin = net.as_("administrator", "en")
    assert "/admin/focal-points" in admin.get("/admin/").text
    named = {"focal_country": "SN", "service": "Cellule nationale", "contact": "116"}
    refused = net.post(admin, "/admin/focal-points", {**named, "contact": ""})
    assert refused.status_code == 422 and 'href="#contact"' in refused.text
    assert net.post(admin, "/admin/focal-points", named).status_code == 303
    client = net.as_("dakar", "en")
    page = client.get(path).text
    assert "Cellule nationale" in text_of(page) and 'value="Cellule nationale"' in page
    agreed = {"service": "Cellule nationale", "consent_by": "person", "consented_on": "02/01/2026", "passes": ["age"]}
    for left, field in (("passes", "passes"), ("consent_by", "consent_by"), ("service", "service")):
        said = {name: value for name, value in agreed.items() if name != left}
        refused = net.post(client, f"/records/{record_id}/referrals", said, page=path)
        assert refused.status_code == 422 and f'href="#{field}"' in refused.text and f'id="{field}"' in refused.text
    assert net.post(client, f"/records/{record_id}/referrals", agreed, page=path).status_code == 303
    referral = re.search(rf"/records/{record_id}/referrals/[0-9a-f]{{32}}", client.get(path).text)[0]
    told = net.post(client, f"{referral}/sheet", {}, page=path)
    assert (
        told.status_code == 200
        and "1990" in text_of(told.text)
        and "Ndiaye" not in told.text.partition("<main")[2].partition("</main")[0]
    )
    assert net.post(client, f"{referral}/end", {}, page=path).status_code == 303
    assert "Consent taken back" in text_of(client.get(path).text)
    assert net.post(client, f"{referral}/sheet", {}, page=path).status_code == 409
