"""Linking records by the pages, and taking a wrong link back."""

import re

import pytest

from tests.network.portal import text_of


def test_a_person_is_linked_to_an_event(portal, case_of, enter, form_of):
    client, case_id = portal.as_("dakar"), case_of("dakar")
    event = enter(
        client,
        "event",
        form_of["report"](case_id, text="", **{"names-0-text": "Départ de nuit", "names-0-kind": "main"}),
    )
    linked = form_of["person"](case_id, link_role="organiser", link_to=event)
    who = enter(client, "person", linked)
    assert "Organisateur dans" in text_of(client.get(f"/records/{who}").text)
    assert "Mamadou Dialo" in text_of(client.get(f"/records/{event}").text)
    other = enter(client, "person", form_of["person"](case_id, name="Modou Fall"))
    assert portal.post(client, f"/records/{other}/link", {"role": "witness", "to": event}).status_code == 303
    assert portal.post(client, f"/records/{other}/link", {"role": "witness", "to": ""}).status_code == 422


def linked_pair(portal, case_of, enter, form_of):
    """(a person, the event it is linked to, the address that withdraws the link)."""
    client, case_id = portal.as_("dakar", "en"), case_of("dakar")
    event = enter(
        client,
        "event",
        form_of["report"](case_id, text="", **{"names-0-text": "Départ de nuit", "names-0-kind": "main"}),
    )
    who = enter(client, "person", form_of["person"](case_id, sharing="full", link_role="organiser", link_to=event))
    [address] = re.findall(r'href="(/records/\w+/links/\w+/withdraw)"', client.get(f"/records/{who}").text)
    return who, event, address


def test_a_wrong_link_is_withdrawn_with_a_reason(portal, case_of, enter, form_of):
    who, event, address = linked_pair(portal, case_of, enter, form_of)
    client = portal.as_("dakar", "en")
    assert "Départ de nuit" in text_of(client.get(address).text)
    refused = portal.post(client, address, {"reason": "no"})
    assert refused.status_code == 422 and "State your reason" in text_of(refused.text) and 'value="no"' in refused.text
    assert portal.post(client, address, {"reason": "wrong person"}).status_code == 303
    assert "The link is withdrawn." in text_of(client.get(f"/records/{who}").text)
    assert "Départ de nuit" not in text_of(client.get(f"/records/{who}").text)
    assert "Mamadou Dialo" not in text_of(client.get(f"/records/{event}").text)
    assert client.get(address).status_code == 404, "it is there no more"


def test_a_link_is_withdrawn_from_either_end(portal, case_of, enter, form_of):
    who, event, address = linked_pair(portal, case_of, enter, form_of)
    other_end = address.replace(who, event)
    assert portal.post(portal.as_("dakar"), other_end, {"reason": "wrong person"}).status_code == 303
    assert portal.opened("dakar", who).links == ()


@pytest.mark.parametrize(("login", "status"), [("banjul", 404), ("coordinator", 403), ("auditor", 403)])
def test_a_link_is_the_own_units_affair(portal, case_of, enter, form_of, login, status):
    who, event, address = linked_pair(portal, case_of, enter, form_of)
    client = portal.as_(login)
    assert client.get(address).status_code == status
    assert portal.post(client, address, {"reason": "not mine to say"}, page="/").status_code == status
    assert len(portal.opened("dakar", who).links) == 1


def test_a_link_of_another_record_is_not_there(portal, case_of, enter, form_of):
    who, event, address = linked_pair(portal, case_of, enter, form_of)
    client = portal.as_("dakar")
    stranger = enter(client, "person", form_of["person"](case_of("dakar", reference="DK-2"), name="Modou Fall"))
    assert client.get(address.replace(who, stranger)).status_code == 404
