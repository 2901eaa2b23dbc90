"""The page of a unit's data quality: each fault with its number, its remedy, and the list where it is set right."""

from sqlalchemy import update

from casefile.storage.tables import Watch
from casefile.vocabulary import RecordFault, WatchState
from portal.pages.quality import REMEDIES
from tests.network.make import person


def test_each_fault_leads_to_its_records(unindexed):
    unindexed.enter("banjul", person("Awa Ndiaye"))
    unindexed.enter("banjul", person("Modou Jallow", "1984", phone="+220 77 XX 45"))
    client = unindexed.as_("banjul", "en")
    page = client.get("/quality/").text
    assert "No year of birth" in page and "Add the year" in page and "A watch that finds nothing" in page
    assert "/records/?fault=no_year" in page and "/records/?fault=twice" not in page
    found = client.get("/records/?fault=no_year").text
    assert "Awa Ndiaye" in found and "Modou Jallow" not in found
    assert "1 record of yours has a value to set right" in client.get("/").text


def test_a_watch_that_finds_nothing_leads_to_its_list(unindexed):
    watch_id = unindexed.watch("banjul")
    with unindexed.store.writing() as session:
        session.execute(update(Watch).where(Watch.id == watch_id).values(state=WatchState.BROKEN.value))
    page = unindexed.as_("banjul", "en").get("/quality/").text
    assert "/watchlists/?wants=broken" in page


def test_a_unit_without_faults_and_without_records_reads_the_same(unindexed):
    unindexed.enter("dakar", person("Awa Ndiaye"))
    page = unindexed.as_("banjul", "en").get("/quality/").text
    assert "Nothing to set right" in page and "Awa Ndiaye" not in page


def test_every_fault_has_its_remedy():
    assert set(REMEDIES) == set(RecordFault)
