"""Links that fit: roles by pair of kinds, both directions, several at once, on to the next of the case, and undone."""

import html
import re

import pytest

from casefile import records
from casefile.errors import BadInput, Conflict
from casefile.records import links
from casefile.records.links import LinkDraft, SourceLink
from casefile.storage import tables
from casefile.subjects.identity import Identifier, Identity
from casefile.vocabulary import IdentifierKind, LinkRole, RecordKind
from tests.network import make
from tests.network.portal import text_of


@pytest.fixture
def net(unindexed):
    return unindexed


def phone(number):
    return Identity(RecordKind.PHONE, identifiers=(Identifier(IdentifierKind.PHONE, number),))


@pytest.fixture
def three(net):
    """(net, a telephone, a man, a report) of one case, entered in this order."""
    line = net.enter("dakar", phone("+221 77 345 12 90"), origin_ref="line")
    man = net.enter("dakar", make.person("Modou Jallow", "1984"), origin_ref="man")
    return net, line, man, net.enter("dakar", make.report("Rien de neuf."), origin_ref="report")


def offered(page, record_id):
    """Values of the roles offered for one record of the list."""
    found = re.search(rf'<select name="role-{record_id}".*?</select>', page, re.S)
    return re.findall(r'value="([^"]+)"', found[0]) if found else None


def held(net, record_id):
    return {(link.record_id, link.role, link.outward) for link in net.opened("dakar", record_id).links}


def send(net, record_id, **form):
    page = f"/records/{record_id}/link"
    return net.post(net.as_("dakar"), page, form)


def test_a_phone_is_offered_users_and_owners_and_no_victims(three):
    net, line, man, report = three
    page = net.as_("dakar").get(f"/records/{line}/link").text
    assert offered(page, man)[0] == "in:user" and {"in:owner", "in:holder", "mentioned", "other"} <= set(
        offered(page, man)
    )
    assert not {value for value in offered(page, man) if "victim" in value or "suspect" in value}
    assert offered(page, line) is None, "not to itself"
    assert offered(net.as_("dakar").get(f"/records/{man}/link").text, report)[:2] == ["suspect", "victim"]


def test_several_are_linked_at_once_each_in_its_direction(three):
    net, line, man, report = three
    form = {"to": [line, report], f"role-{line}": "user", f"role-{report}": "suspect", "note": "as he said"}
    assert send(net, man, **form).status_code == 303
    assert held(net, man) == {(line, LinkRole.USER, True), (report, LinkRole.SUSPECT, True)}
    assert send(net, line, to=[report], **{f"role-{report}": "in:mentioned"}).status_code == 303
    assert (line, LinkRole.MENTIONED, True) in held(net, report), "the report is mentioned in the line's record"
    words = text_of(net.as_("dakar").get(f"/records/{line}").text)
    assert "has as User" in words and "Mentioned in" not in words


@pytest.mark.parametrize("role", ["victim", "in:victim", "suspect", "in:driver", "chief", ""])
def test_what_does_not_fit_is_refused_beside_its_line_and_nothing_is_linked(three, role):
    net, line, man, report = three
    answer = send(net, line, to=[man, report], **{f"role-{man}": role or "nothing", f"role-{report}": "mentioned"})
    assert answer.status_code == 422 and "This role does not fit" in answer.text
    assert re.search(rf'id="role-{man}" aria-invalid="true"', answer.text) and held(net, line) == set()
    assert f'value="{report}" checked' in answer.text


def test_saved_one_goes_on_to_the_next_of_the_case_and_can_still_undo(three):
    net, line, man, report = three
    answer = send(net, report, to=[man], then="next", **{f"role-{man}": "in:suspect"})
    assert answer.status_code == 303 and f"/records/{man}/link" in answer.location
    page = net.as_("dakar").get(answer.location).text
    just = html.unescape(re.search(r'name="just" value="([^"]+)"', page)[1])
    address = re.search(r'action="(/records/\w+/undo)"', page)[1]
    assert net.post(net.as_("dakar"), address, {"just": just}, page="/records/new").status_code == 303
    assert held(net, man) == set()


def test_the_list_is_searched_by_words(three):
    net, line, man, report = three
    page = net.as_("dakar").get(f"/records/{report}/link?words=jallow").text
    assert offered(page, man) and offered(page, line) is None


def test_entering_offers_what_its_kind_may_be_and_keeps_the_link_for_the_next(three):
    net, line, man, report = three
    client = net.as_("dakar")
    page = client.get(f"/records/new?kind=phone&case={net.cases['dakar']}&link={man}").text
    roles = re.findall(r'value="([^"]*)"', re.search(r'<select[^>]*name="link_role".*?</select>', page, re.S)[0])
    assert "in:user" in roles and not [one for one in roles if "victim" in one or "suspect" in one]
    form = {
        "case": net.cases["dakar"], "identifiers-0-value": "+221 78 000 11 22", "identifiers-0-kind": "phone",
        "subject_category": "none", "purpose": "support_investigation", "source_grade": "X", "info_grade": "4",
        "handling": "H2", "sharing": "pointer", "notify": "mutual", "link_to": man, "then": "next",
    }  # fmt: skip
    answer = net.post(client, "/records/new?kind=phone", {**form, "link_role": "in:user"})
    assert answer.status_code == 303 and f"link={man}" in answer.location
    assert [(role, out) for _, role, out in held(net, man)] == [(LinkRole.USER, True)]
    just = html.unescape(re.search(r'name="just" value="([^"]+)"', client.get(answer.location).text)[1])
    entered = re.search(r"of=(\w+)", answer.location)[1]
    assert net.post(client, f"/records/{entered}/undo", {"just": just}, page="/records/new").status_code == 303
    assert held(net, man) == set() and net.opened("dakar", entered).line.own, "the link is gone, the record stays"
    refused = net.post(client, "/records/new?kind=phone", {**form, "link_role": "victim"})
    assert refused.status_code == 422 and "does not fit" in refused.text


def test_the_command_line_and_imports_obey_the_same_table(three):
    """Turned round where a source has it so; *other* with the source's word where it fits neither way."""
    net, line, man, report = three
    with net.store.writing() as db, pytest.raises(BadInput):
        links.link(db, net.dakar, line, man, LinkRole.VICTIM)
    with net.store.writing() as db:
        stated = [
            SourceLink("line", "man", LinkRole.USER), SourceLink("line", "report", LinkRole.VICTIM, "seen"),
            SourceLink("man", "gone", LinkRole.OTHER),
        ]  # fmt: skip
        assert links.link_many(db, net.dakar, stated) == [stated[2]]
    view = net.opened("dakar", line)
    assert held(net, line) == {(man, LinkRole.USER, False), (report, LinkRole.OTHER, True)}
    assert {link.note for link in view.links} == {"", "victim; seen"}
    with net.store.writing() as db, pytest.raises(BadInput):
        drafted = net.record("dakar", phone("+221 76 000 00 11"), links=(LinkDraft(LinkRole.VICTIM, man),))
        records.enter(db, net.dakar, drafted)


def test_only_what_was_just_made_is_taken_back_without_a_reason(three, monkeypatch):
    net, line, man, report = three
    with net.store.writing() as db:
        moment = links.link(db, net.dakar, man, line, LinkRole.USER)
    with net.store.writing() as db, pytest.raises(Conflict):
        links.take_back(db, net.viewers["banjul"], moment, "not mine")
    later = moment + links.TAKEN_BACK_WITHIN * 1.01
    with monkeypatch.context() as patched:
        patched.setattr(tables, "now", lambda: later)
        with net.store.writing() as db, pytest.raises(Conflict, match="Withdraw it with a reason"):
            links.take_back(db, net.dakar, moment, "too late")
    with net.store.writing() as db:
        assert links.take_back(db, net.dakar, moment, "the wrong number") == {man, line}
    assert held(net, man) == set()
