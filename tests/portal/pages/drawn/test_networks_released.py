"""A record that another unit released is drawn in the network of a case and of a record, found by the search engine."""

from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind, RecordKind, Sharing
from tests.network.make import stated
from tests.network.portal import text_of
from tests.portal.pages.drawn.test_networks_drawn import PHONE, some, world

__all__ = ["world"]
SAME = Identifier(IdentifierKind.PHONE, "+221 77 123 45 67")
UNIT = "Banjul Serious Crime Unit"


def test_it_is_dashed_with_its_unit_and_leads_to_where_it_is_opened_with_a_reason(stage):
    own = stage.enter("dakar", some(RecordKind.PERSON, "Penda Sow", PHONE))
    theirs = stage.enter("banjul", some(RecordKind.PERSON, "Modou Jallow", SAME), stated(sharing=Sharing.FULL))
    stage.enter("banjul", some(RecordKind.PERSON, "By Core", SAME), stated(sharing=Sharing.CORE))
    stage.enter("banjul", some(RecordKind.PERSON, "By Pointer", SAME))
    stage.enter("banjul", some(RecordKind.PERSON, "No Number"), stated(sharing=Sharing.FULL))
    client = stage.as_("dakar", "en")
    stage.drain()
    for path in (f"/cases/{stage.cases['dakar']}/network", f"/records/{own}/network"):
        page = client.get(path).text
        drawing, said = page[page.index("<svg role") :].split("</svg>")[0], text_of(page)
        assert drawing.count(" others") == 1 and f"Modou Jallow, Person, {UNIT}" in drawing
        assert f"Modou Jallow Person · {UNIT} has this number +221771234567 Phone number shared by 2" in said
        assert "1 record of another unit is drawn dashed" in said and f'href="/records/{theirs}"' in drawing
        assert not any(name in said for name in ("By Core", "By Pointer", "No Number", "not looked for", "could be"))
    asked = client.get(f"/records/{theirs}").text
    assert "77 123" not in asked and 'name="reason"' in asked
    stage.amend("banjul", theirs, some(RecordKind.PERSON, "Modou Jallow", SAME))
    page = text_of(client.get(f"/records/{own}/network").text)
    assert "Modou" not in page, "what was taken back is not drawn, whatever the index holds still"


def test_without_the_search_it_says_that_it_was_not_looked_for(world):
    said = text_of(world.as_("dakar", "en").get(world.path).text)
    assert "was not looked for: the search does not answer" in said and "6 things" in said
