"""The address of a page or a mailbox on every page that shows one: its lines end after its marks, it reads from left to
right, and what is copied is the value itself."""

import pytest

from casefile.subjects.identity import Identifier, Identity, Name
from casefile.vocabulary import IdentifierKind, RecordKind
from tests.network.make import NAMES_AGREE, report, term
from tests.network.portal import on_a_port
from tests.portal.browsing import DESK, PHONE, windows

PAGE, MAILBOX = "https://facebook.com/aissatou.ba.banjul", "aissatou.ba.banjul@courriel.example.org"
VALUES = (PAGE, MAILBOX)
NUMBERS = (Identifier(IdentifierKind.HANDLE, PAGE), Identifier(IdentifierKind.EMAIL, MAILBOX))
SHOWN = """(wanted) => {
  const found = [];
  for (const one of document.querySelectorAll("main bdi")) {
    if (!wanted.includes(one.textContent) || one.querySelector("bdi") || one.closest(".hidden")) continue;
    const letters = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), lines = [];
    for (let text = letters.nextNode(); text; text = letters.nextNode()) for (let at = 0; at < text.length; at++) {
      const place = document.createRange();
      place.setStart(text, at);
      place.setEnd(text, at + 1);
      const {top, left} = place.getBoundingClientRect();
      if (!lines.length || Math.abs(lines.at(-1).top - top) > 4) lines.push({top, left, text: "", ltr: true});
      const line = lines.at(-1);
      line.ltr = line.ltr && left >= line.left;
      line.text += text.data[at];
      line.left = left;
    }
    getSelection().selectAllChildren(one);
    const ltr = lines.every((line) => line.ltr);
    found.push({copied: getSelection().toString(), lines: lines.map((line) => line.text), ltr});
  }
  return found;
}"""


@pytest.fixture
def pages(unindexed):
    """{who: addresses of pages} where the address of a page stands in a table, a list, a title or a text."""
    net = unindexed
    seen = net.enter("dakar", Identity(kind=RecordKind.PERSON, names=(Name("Aissatou Ba"),), identifiers=NUMBERS))
    account = net.enter("dakar", Identity(kind=RecordKind.ACCOUNT, identifiers=NUMBERS[:1]))
    text = net.enter("dakar", report(f"Vue à Kayar, elle répond à {MAILBOX} et sur {PAGE} ."))
    wanted = Identity(kind=RecordKind.PERSON, names=(Name("Aïssatou Bah"),), identifiers=NUMBERS)
    same = [term(one.kind.value, "same_number", one.value, one.value, 17.0) for one in NUMBERS]
    watch = net.watch("banjul", wanted)
    net.hit(seen, watch, evidence=(*same, NAMES_AGREE))
    return {
        "coordinator": [f"/review/{net.hit_of(seen)}"],
        "dakar": ["/records/", f"/records/{seen}", f"/records/{account}", f"/records/{text}"],
        "banjul": [f"/watchlists/{watch}"],
    }


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_address_breaks_after_its_marks_and_is_copied_as_it_is(unindexed, browser, pages, language, size):
    broken = 0
    with on_a_port(unindexed.app) as port, windows(browser, unindexed, f"http://127.0.0.1:{port}") as open_:
        for who, paths in pages.items():
            for path in paths:
                page = open_(who, path, size, language)
                shown = page.evaluate(SHOWN, VALUES)
                assert shown, f"{path}: no address on the page"
                for one in shown:
                    assert one["copied"].strip() in VALUES and one["ltr"], (path, one)
                    assert all(line[-1] in "/.@" for line in one["lines"][:-1]), (path, one)
                    broken += len(one["lines"]) > 1
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert broken, "nothing was long enough for its line: the test asks nothing"
