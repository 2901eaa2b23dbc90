"""What a source says otherwise than the unit stands on the page of the unit that wrote it, and nowhere else."""

from dataclasses import replace

import pytest

from casefile import records, watches
from casefile.vocabulary import Sharing, SourceGrade
from tests.network.make import person, record
from tests.network.make import watch as watch_draft
from tests.network.portal import text_of
from tests.steady.undrawn import undrawn

SAID = "The source says otherwise"


def imported(net, draft):
    with net.store.writing() as db:
        return records.enter_many(db, net.dakar, [draft])[0].record_id


def test_the_owner_reads_both_words_field_by_field_and_a_reader_of_another_unit_neither(unindexed):
    net = unindexed
    first = record(person("Mamadou Dialo", "1984"), net.cases["dakar"], origin_ref="list:1", sharing=Sharing.FULL)
    record_id = imported(net, first)
    assert SAID not in net.as_("dakar").get(f"/records/{record_id}").text
    net.amend("dakar", record_id, person("Mamadou Dialo", "1984-03-12"), sharing=Sharing.FULL,
              source_grade=SourceGrade.A, origin_ref="list:1")  # fmt: skip
    later = replace(first, identity=person("Mamadou Dialo", "1985", phone="+221 77 000 00 01"))
    imported(net, later)
    page = text_of(net.as_("dakar").get(f"/records/{record_id}").text)
    said = page[page.index(SAID) : page.index("Main name")]
    assert "From the source:" in said and "Phone" not in said
    for what, source, ours in (
        ("Dates", "Born: 1985", "Born: 12 March 1984"),
        ("Source and information", "B: mostly reliable", "A: always reliable"),
    ):
        assert f"{what} The source now says: {source} Your unit wrote: {ours}" in said
    stranger = net.as_("banjul")
    answer = net.post(stranger, f"/records/{record_id}", {"reason": "asked by the judge"}, page=f"/records/{record_id}")
    foreign = stranger.get(answer.location).text
    assert "Mamadou Dialo" in foreign and SAID not in foreign and "1985" not in undrawn(foreign)


def test_the_owner_of_a_watch_reads_both_words(unindexed):
    net = unindexed
    first = watch_draft(person("Modou Jallow", "1984"), origin_ref="list:1")
    with net.store.writing() as db:
        watch_id = watches.watch(db, net.banjul, first)
    assert SAID not in net.as_("banjul").get(f"/watchlists/{watch_id}").text
    net.amend_watch("banjul", watch_id, person("Modou Jallow", "1984"), ground="asked by another judge",
                    sharing=Sharing.COORDINATOR)  # fmt: skip
    with net.store.writing() as db:
        (again,) = watches.watch_many(db, net.banjul, [first])
    assert again.kept
    page = text_of(net.as_("banjul").get(f"/watchlists/{watch_id}").text)
    said = page[page.index(SAID) :]
    for words in ("Ground The source now says: asked by the judge Your unit wrote: asked by another judge",
                  "Other units may know"):  # fmt: skip
        assert words in said, words
    assert net.as_("dakar").get(f"/watchlists/{watch_id}").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_it_is_shown_in_every_language(unindexed, language):
    net = unindexed
    first = record(person("Mamadou Dialo", "1984"), net.cases["dakar"], origin_ref="list:1")
    record_id = imported(net, first)
    net.amend("dakar", record_id, person("Mamadou Dialo", "1984-03-12"), origin_ref="list:1")
    page = net.as_("dakar", language).get(f"/records/{record_id}").text
    assert 'class="change"' in page
