"""Watching a subject: by the form, previewed by the very rule that is applied, seen by the own unit only."""

import re
from dataclasses import replace

import pytest

from casefile import watches
from casefile.policy.disclosure import HitFacts, recipients
from casefile.policy.sharing import DisclosureFacts
from casefile.subjects.identity import Fact
from casefile.vocabulary import FactKind, Notify, Protection, RecordState, Sharing, WatchState
from portal.forms.watch import Preview, expected_recipients
from tests.network.make import person
from tests.network.portal import NOBODYS_ID, text_of
from tests.steady.days import ahead, shown, typed


def form(**more):
    return {
        "names-0-text": "Modou Jallow", "names-0-kind": "main", "dates-0-kind": "birth", "dates-0-text": "about 1984",
        "ground": "named by three passengers", "watchlist": "Tanji departures", "expires": f"{ahead(150)}",
        "subject_category": "suspect", "purpose": "locate_wanted", "source_grade": "B", "info_grade": "2",
        "handling": "H2", "sharing": "pointer", "notify": "mutual", "check": "save", **more,
    }  # fmt: skip


def register(stage, client, **more):
    answer = stage.post(client, "/watchlists/new?kind=person", form(**more))
    problems = re.findall(r'class="field-error"[^>]*>([^<]+)', answer.text)
    assert answer.status_code == 303, problems
    return answer.location


def test_another_kind_keeps_the_case_from_which_one_came(stage):
    client, case = stage.as_("banjul"), stage.cases["banjul"]
    page = client.get(f"/watchlists/new?case={case}").text
    (link,) = re.findall(r'href="(/watchlists/new\?kind=vessel[^"]*)"', page)
    assert f'<option selected value="{case}">' in client.get(link.replace("&amp;", "&")).text
    assert 'href="/watchlists/new?kind=vessel"' in client.get("/watchlists/new").text


def test_a_subject_is_registered_and_watched_for(stage):
    client = stage.as_("banjul")
    page = text_of(client.get(register(stage, client)).text)
    for told_ in ("Modou Jallow", "about 1984", "named by three passengers", "Tanji departures", shown(ahead(150))):
        assert told_ in page
    assert "Not compared yet" in page, "what is there has not been looked through yet"
    listing = client.get("/watchlists/").text
    assert "Modou Jallow" in listing and "Not compared yet" in listing
    stage.drain()
    assert "Not compared yet" not in client.get("/watchlists/").text


@pytest.mark.parametrize(
    ("more", "field"),
    [({"ground": ""}, "ground"), ({"names-0-text": ""}, "names-0-text"), ({"expires": "tomorrow"}, "expires"),
     ({"expires": "2031-01-01"}, "expires"), ({"expires": "2020-01-01"}, "expires"),
     ({"watch_case": NOBODYS_ID}, "watch_case"), ({"dates-0-text": "the year of the flood"}, "dates-0-text"),
     ({"handling": "H3"}, "handling_text")],
)  # fmt: skip
def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(unindexed, more, field):
    answer = unindexed.post(unindexed.as_("banjul"), "/watchlists/new?kind=person", form(**more))
    assert answer.status_code == 422 and f'href="#{field}"' in answer.text, text_of(answer.text)[:400]
    assert 'value="Tanji departures"' in answer.text
    assert not unindexed.hits() and "Modou Jallow" not in unindexed.as_("banjul").get("/watchlists/").text


def test_a_search_becomes_a_watch_without_typing_the_name_again(unindexed):
    client = unindexed.as_("banjul")
    answer = unindexed.post(client, "/search/", {"text": "Aminata Sow", "reason": "duty desk"})
    link = f"/watchlists/new?search={answer.location.rsplit('/', 1)[1]}"
    assert 'value="Aminata Sow"' in client.get(link).text
    assert unindexed.as_("dakar").get(link).status_code == 404, "another officer's search does not exist"


def test_resting_waking_renewing_and_ending_ask_why(stage):
    client = stage.as_("banjul")
    address = register(stage, client)
    stage.drain()
    refused = stage.post(client, address, {"step": "suspend", "reason": ""})
    assert refused.status_code == 422 and 'href="#reason"' in refused.text
    refused = stage.post(client, address, {"step": "renew", "reason": "still sought", "until": "soon"})
    assert refused.status_code == 422 and 'href="#expires"' in refused.text and 'value="still sought"' in refused.text
    for step, state in (("suspend", "Suspended"), ("resume", "Watching"), ("renew", "Watching"), ("end", "Ended")):
        done = stage.post(client, address, {"step": step, "reason": "as agreed", "until": typed(ahead(240))})
        assert done.status_code == 303, text_of(done.text)[:300]
        page = text_of(client.get(address).text)
        assert state in page
        assert (shown(ahead(240)) in page) is (step == "renew"), "what has ended names no end to come"
    assert "This watch has ended" in page and "has ended" in page
    assert "Renew, suspend or end it" not in page


def test_two_officers_do_not_overwrite_each_other(unindexed):
    client = unindexed.as_("banjul")
    address = register(unindexed, client)
    first = client.get(f"{address}/amend").text
    seen = re.search(r'name="version"[^>]*value="(\d+)"', first)[1]
    quick = unindexed.post(client, f"{address}/amend", form(version=seen, ground="a better ground"))
    assert quick.status_code == 303
    late = unindexed.post(client, f"{address}/amend", form(version=seen, ground="the slower one"))
    assert late.status_code in (409, 422) and "slower one" in late.text
    assert "a better ground" in text_of(client.get(address).text)


def test_amending_keeps_all_that_was_known(unindexed):
    watch_id = unindexed.watch(
        "banjul",
        person("Modou Jallow", "1984", "Mamadou Diallo", phone="+220 123 4567", nationalities=("GM",)),
        watchlist="Old list",
    )
    client = unindexed.as_("banjul")
    page = client.get(f"/watchlists/{watch_id}/amend").text
    for value in ("Modou Jallow", "Mamadou Diallo", "+220 123 4567", "1984", "Old list", "asked by the judge"):
        assert value in page, value


def test_amending_a_watch_keeps_the_facts_an_import_brought(unindexed):
    """The form asks none; a boat's colour is not lost over a better ground."""
    brought = replace(person("Modou Jallow", "1984"), facts=(Fact(FactKind.COLOUR, "blue"),))
    watch_id = unindexed.watch("banjul", brought)
    saved = unindexed.post(
        unindexed.as_("banjul"), f"/watchlists/{watch_id}/amend", form(version="1", ground="a better ground")
    )
    assert saved.status_code == 303
    with unindexed.store.writing() as db:
        view = watches.read_watch(db, unindexed.viewers["banjul"], watch_id)
    assert view.ground == "a better ground" and view.identity.facts == brought.facts


def test_a_broken_watch_says_so(stage):
    from sqlalchemy import update

    from casefile.storage.tables import Watch

    watch_id = stage.watch("banjul", person("Modou Jallow", "1984"))
    stage.drain()
    with stage.store.writing() as db:
        broken = {"state": WatchState.BROKEN.value, "state_reason": "too many"}
        db.execute(update(Watch).where(Watch.id == watch_id).values(**broken))
    page = text_of(stage.as_("banjul").get(f"/watchlists/{watch_id}").text)
    assert "This watch finds nothing" in page


@pytest.mark.parametrize("sharing", list(Sharing))
@pytest.mark.parametrize("notify", list(Notify))
@pytest.mark.parametrize("protected", [False, True])
def test_the_preview_says_what_the_rule_will_do(sharing, notify, protected):
    protection = (Protection.MINOR,) if protected else ()
    own = DisclosureFacts("own", RecordState.ACTIVE, sharing, protection=protection, notify=notify)
    notified = recipients(HitFacts(DisclosureFacts("other", RecordState.ACTIVE, Sharing.POINTER), own)).first
    assert expected_recipients(sharing, notify, protected) == Preview("own" in notified, "other" in notified)


@pytest.mark.parametrize(
    ("more", "reads"),
    [({}, True), ({"sharing": "coordinator"}, False), ({"notify": "silent"}, False), ({"protection": "minor"}, False),
     ({"subject_category": "victim"}, False), ({"sharing": "nonsense"}, False)],
)  # fmt: skip
def test_the_preview_follows_the_choices(unindexed, more, reads):
    client = unindexed.as_("banjul")
    answer = unindexed.post(client, "/watchlists/preview", form(**more), page="/watchlists/new")
    assert answer.status_code == 200 and 'id="recipients"' in answer.text
    assert ("Banjul Serious Crime Unit" in answer.text) is reads
    assert "Modou" not in answer.text, "the preview holds what the other side reads, and that is no name"


def test_another_unit_s_watch_does_not_exist(unindexed):
    watch_id = unindexed.watch("banjul", person("Modou Kanary", "1984"))
    client = unindexed.as_("dakar")
    for path in ("/watchlists/{}", "/watchlists/{}/amend"):
        theirs, nobody_s = client.get(path.format(watch_id)), client.get(path.format(NOBODYS_ID))
        assert theirs.status_code == nobody_s.status_code == 404 and theirs.data == nobody_s.data
    end = {"step": "end", "reason": "not mine"}
    post = unindexed.post(client, f"/watchlists/{watch_id}", end, page="/watchlists/new")
    assert post.status_code == 404
    assert "Watching" in text_of(unindexed.as_("banjul").get(f"/watchlists/{watch_id}").text)
    assert "Kanary" not in client.get("/watchlists/").text and "Wanted" not in client.get("/watchlists/new").text
