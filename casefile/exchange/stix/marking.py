"""Handling codes as marking definitions: a colour of the Traffic Light Protocol, and a statement of our own.

The colours are the four that STIX 2.1 fixes (section 7.2.1.4). Which code is which colour is our choice, on the careful
side: what may be passed on to nobody is red, and so is whatever touches a protected person.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from casefile.exchange.stix.ids import FIXED, stix_id
from casefile.vocabulary import Handling

AMBER, RED = "amber", "red"
TLP: Final[Mapping[str, Mapping[str, Any]]] = {
    colour: {
        "type": "marking-definition", "spec_version": "2.1", "id": f"marking-definition--{id}",
        "created": "2017-01-20T00:00:00.000Z", "definition_type": "tlp", "name": f"TLP:{colour.upper()}",
        "definition": {"tlp": colour},
    }
    for colour, id in (
        (AMBER, "f88d31f6-486f-44da-b317-01333bde0b82"), (RED, "5e57c739-391a-4eb3-b6be-7d15ca92d5ed"),
    )
}  # fmt: skip
COLOUR: Final[Mapping[Handling, str]] = {
    Handling.H0: AMBER, Handling.H1: AMBER, Handling.H2: RED, Handling.H3: RED,
}  # fmt: skip
SAYS: Final[Mapping[Handling, str]] = {
    Handling.H0: "Griot H0: for police use only.",
    Handling.H1: "Griot H1: not to be used in court without the permission of its unit.",
    Handling.H2: "Griot H2: not to be passed on without the permission of its unit.",
    Handling.H3: "Griot H3: handle as its unit says.",
}
PROTECTED: Final = "Griot: a protected person is concerned; only for those who work on it."


def markings(codes: Iterable[tuple[Handling, str]], *, protected: bool) -> tuple[dict[str, Any], ...]:
    """The definitions that hold for something under these codes: one colour, the strictest, and a statement for each
    code."""
    wanted = sorted(set(codes))
    red = protected or any(COLOUR[code] == RED for code, _ in wanted)
    said = [f"{SAYS[code]} {text}".strip() for code, text in wanted] + ([PROTECTED] if protected else [])
    return (dict(TLP[RED if red else AMBER]), *(_statement(text) for text in said))


def _statement(text: str) -> dict[str, Any]:
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": stix_id("marking-definition", text),
        "created": FIXED, "definition_type": "statement", "definition": {"statement": text},
    }  # fmt: skip
