"""A chief's home and page: the unit in figures, and no way to a record."""

from datetime import timedelta

from sqlalchemy import update

from casefile.storage import tables
from casefile.storage.tables import Pointer
from tests.network.make import SEEN, WANTED
from tests.network.portal import text_of


def test_a_chief_reads_the_unit_in_figures_and_no_record(unindexed):
    net = unindexed
    record = net.enter("dakar", SEEN)
    net.hit(record, net.watch("banjul", WANTED))
    net.decide(net.hit_of(record))
    net.deliver()
    with net.store.writing() as session:
        session.execute(update(Pointer).values(sent_at=tables.now() - timedelta(days=5)))
    net.watch("dakar", WANTED)
    client = net.as_("chief", "en")
    home = client.get("/").text
    said = text_of(home)
    assert "1 late 0 not answered yet, in time 0 watches that end within 30 days" in said
    assert "newest cases" not in said and all(f'href="{path}"' in home for path in ("/unit/", "/picture/"))
    page = client.get("/unit/").text
    said = text_of(page)
    for line in (
        "1 pointer is late", "less than a day 0", "three to seven days 1", "Within 24 hours 0", "Later 1",
        "Omar Fall nothing noted",
    ):  # fmt: skip
        assert line in said, line
    for hidden in (SEEN.title, WANTED.title, "Banjul", "GM-BJL", record):
        assert hidden not in page, "no name, no other unit, no id"
    assert client.get("/coordination/own").status_code == client.get("/picture/file").status_code == 200
    for path in (f"/records/{record}", "/records/", "/cases/"):
        assert client.get(path).status_code == 403, path
    assert net.as_("dakar").get("/unit/").status_code == 403
