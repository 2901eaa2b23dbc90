"""A post with its line cut, in a real browser: the list that was carried answers, what was asked waits sealed and goes
when the line is back, and who finds the phone reads nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from casefile.people import passwords
from casefile.posts import extract, offline
from casefile.posts.extract import Listed
from casefile.posts.keys import SigningKey
from casefile.storage.tables import Lookup, PortalSession
from casefile.subjects.travel_documents.checking import check_zone
from casefile.vocabulary import PostAnswer, Sharing
from portal.show.guide.shapes import remarked
from tests.casefile.posts.test_extract import TD3, altered, flipped
from tests.casefile.subjects.test_number_shapes import CASES
from tests.network.make import person
from tests.network.people import PASSWORD
from tests.network.portal import on_a_port
from tests.portal.browsing import follow
from tests.portal.test_accessibility import violations

PASS, WHY = "quatre mots pour Rosso", "contrôle du car de Rosso"
KNOWN, ABSENT = "+221 77 123 45 67", "+221 77 123 49 99"
KEY = SigningKey.new("post-1", b"s" * 32)
DOCUMENTS = [
    Listed("L898902C3", "UT", "SN-DCP"),
    Listed("A01234567", "SN", "SN-DCP"),
    Listed("A01234567", "GM", "GM-BJL"),
    *(Listed(f"X{number:08d}", "", "SN-DCP") for number in range(40)),
]
CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
ALIKE = [TD3, TD3.replace("L898902C3", "L898907C3"), CARD, "a 0123 4567", "A 0123-4569", "X00000039", "X00000040", "—",
         "0000000", "12345", "1 755 1984 00123"]  # fmt: skip
"""Asked in the browser and on the command line, with one answer."""
CAREFUL = [
    "CNI1755198400123", "SN A01234567", "A01234567 perdu", "A01234567 A01234568", "A01234567 12-05-2024", "passport",
    TD3.replace("L898902C36", "L898902C37"), TD3.replace("L898902C3", "L8989O2C3"), TD3[:-1], "A" * 60, "P<UTO\nL898",
]  # fmt: skip
"""Of these the browser may know less: it then says *could not be checked*."""
REFUSED = {
    "altered body": (lambda text: altered(text, "body", flipped(40)), 0, KEY, "altered"),
    "altered end": (lambda one: altered(one, "header", lambda said: said.replace("12-04", "12-05")), 0, KEY, "altered"),
    "altered signature": (lambda text: altered(text, "signature", flipped(3)), 0, KEY, "altered"),
    "ended": (str, 7 * 24, KEY, "ended"),
    "clock set back": (str, -1, KEY, "ahead"),
    "another post's key": (str, 0, SigningKey.new("post-2", b"t" * 32), "anothers"),
    "another seed": (str, 0, SigningKey.new("post-1", b"t" * 32), "altered"),
    "cut off": (lambda text: text[:-20], 0, KEY, "broken"),
    "no extract": (lambda _: "<html>", 0, KEY, "broken"),
}
ASK = """async ([text, key, at, asked]) => {
  try {
    const opened = await openExtract(text, key, at);
    const said = [];
    for (const one of asked) said.push(await askExtract(opened, one, at));
    return said;
  } catch (error) { return error.message; }
}"""
HELD = """async () => {
  const kept = (await database()).transaction("kept").objectStore("kept");
  const bytes = (value) => String.fromCharCode(...new Uint8Array(value.buffer || value));
  const text = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return bytes(value);
    return value && typeof value === "object" ? Object.entries(value).flat().map(text).join() : String(value);
  };
  const [names, values] = await Promise.all([done(kept.getAllKeys()), done(kept.getAll())]);
  return names.join() + values.map(text).join();
}"""


@pytest.fixture
def address(stage):
    stage.enter("banjul", person("Modou Jallow", "1984", phone=KNOWN), sharing=Sharing.FULL)
    stage.drain()
    with stage.store.writing() as session:
        for login in ("dakar", "banjul"):
            passwords.set_password(session, stage.links[login], PASSWORD)
    with on_a_port(stage.app) as port:
        yield f"http://127.0.0.1:{port}"


def made(at):
    return extract.make(KEY, DOCUMENTS, ["Stolen, 20.11.2026"], at, extract_id="e" * 32, rounds=extract.LEAST_ROUNDS)


def sign_in(page, address, login="dakar"):
    page.goto(f"{address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    follow(page, "main button[type=submit]")


def prepare(page, address, path):
    page.goto(f"{address}/post/away")
    begin(page)
    carry(page, path, KEY.post)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def begin(page):
    page.fill("#make-pass", PASS)
    page.fill("#make-again", PASS)
    page.click("#make-form button")
    page.wait_for_selector("#work:visible")


def carry(page, path, key):
    page.wait_for_selector("#work:visible")
    page.click("details:has(#list-form) summary")
    page.set_input_files("#list-file", str(path))
    page.fill("#list-key", str(key))
    page.click("#list-form button")
    page.wait_for_selector("#list-said:has-text('Stolen')")


def unlock(page, passphrase=PASS):
    page.wait_for_selector("#open:visible")
    page.fill("#open-pass", passphrase)
    page.click("#open-form button")


def ask(page, text, answers):
    page.fill("#ask-form #text", text)
    page.fill("#ask-form #reason", WHY)
    page.click("#ask-form button")
    page.wait_for_selector(f"#answers > li:nth-child({answers})")
    return page.inner_text("#answers > li:first-child h2")


def words_of(page, name):
    return page.text_content(f"[data-word='{name}']")


@pytest.mark.parametrize(("language", "size"), [("ar", (390, 780))], ids=["ar, phone"])
def test_a_day_at_a_post_whose_line_is_cut(browser, stage, address, tmp_path, language, size):
    path = tmp_path / "rosso.extract"
    path.write_text(made(datetime.now(UTC)))
    context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)), locale=language)
    context.set_default_timeout(20_000)
    page = context.new_page()
    sign_in(page, address)
    prepare(page, address, path)
    contact, nothing, unchecked = (words_of(page, said.value) for said in
                                   (PostAnswer.CONTACT, PostAnswer.NOTHING, PostAnswer.NOT_CHECKED))  # fmt: skip

    context.set_offline(True)
    page.goto(f"{address}/post/")
    assert page.url == f"{address}/post/away"
    unlock(page)
    page.wait_for_selector("#work:visible")
    assert ask(page, TD3, 1) == contact
    assert "SN-DCP" in page.inner_text("#answers")
    assert ask(page, "A0123 4569", 2) == nothing
    assert ask(page, KNOWN, 3) == unchecked, "a telephone is on no list of documents"
    assert violations(page, "line down") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.screenshot(path=tmp_path / "down.png", full_page=True)

    page.reload()
    unlock(page, "not the passphrase")
    page.wait_for_selector("#said:visible")
    assert not page.is_visible("#work") and not page.inner_text("#answers")
    held = page.evaluate(HELD)
    for secret in (KNOWN, WHY, "L898902C3", "SN-DCP", str(KEY.post).split()[2], PASS):
        assert secret not in held
    unlock(page)
    page.wait_for_selector("#waiting > li:nth-child(3)")

    context.set_offline(False)
    page.wait_for_selector("#answers > li:nth-child(6)")
    assert not page.is_visible("#waits")
    assert page.inner_text("#answers > li:first-child h2") == contact
    assert "Banjul" in page.inner_text("#answers > li:first-child")
    page.screenshot(path=tmp_path / "back.png", full_page=True)
    with stage.store.reading() as session:
        assert session.scalars(select(Lookup.reason)).all() == [WHY] * 3

    page.goto(f"{address}/sign-out")
    follow(page, "main button")
    page.goto(f"{address}/sign-in")
    left = "Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])"
    assert [len(one) for one in page.evaluate(left)] == [0, 0, 0]
    context.close()


def test_another_officer_opens_nothing_and_five_wrong_passphrases_end_it(browser, address, tmp_path):
    path = tmp_path / "rosso.extract"
    path.write_text(made(datetime.now(UTC)))
    context = browser.new_context(locale="en")
    page = context.new_page()
    sign_in(page, address)
    prepare(page, address, path)
    context.clear_cookies()
    sign_in(page, address, "banjul")
    page.goto(f"{address}/post/away")
    unlock(page)
    page.wait_for_selector("#said:visible")
    assert page.inner_text("#said") == words_of(page, "anothers-phone") and not page.is_visible("#work")
    context.set_offline(True)
    for turn in range(5):
        unlock(page, f"wrong passphrase {turn}")
        page.wait_for_selector(f"#said:has-text('{words_of(page, 'wrong' if turn < 4 else 'wiped')}'):visible")
    assert page.evaluate(HELD) == ""
    page.evaluate("makeVault('a passphrase of many words', 'x')")
    page.evaluate("lockNow(Date.now() + 24 * 3600 * 1000 + 1)")
    assert page.evaluate(HELD) == "", "a day later nothing is there"
    context.close()


def test_the_browser_answers_as_the_command_does_or_says_that_it_cannot(browser, stage, address):
    at = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
    text, key = made(at), str(KEY.post)
    page = browser.new_context(locale="en").new_page()
    sign_in(page, address)
    page.goto(f"{address}/post/away")

    def asked(text, key, at, questions):
        return page.evaluate(ASK, [text, key, int(at.timestamp() * 1000), questions])

    def command(question):
        said = offline.ask(text, key, question, "", at)
        return said.answer.value, list(said.desks)

    for question, said in zip(ALIKE, asked(text, key, at, ALIKE), strict=True):
        assert (said["answer"], said["desks"]) == command(question), question
    for question, said in zip(CAREFUL, asked(text, key, at, CAREFUL), strict=True):
        assert said["answer"] in (command(question)[0], PostAnswer.NOT_CHECKED.value), question
    for name, (change, hours, by, why) in REFUSED.items():
        assert asked(change(text), str(by.post), at + timedelta(hours=hours), ["A01234567"]) == why, name
    zones = [lines for lines, _ in CASES]
    with stage.app.test_request_context(headers={"Accept-Language": "en"}):
        words = [remarked(check_zone(lines, at.date())) for lines in zones]
    assert [said["odd"] for said in asked(text, key, at, zones)] == words and sum(map(len, words)) > 5
    page.context.close()


def test_a_sign_in_that_ended_takes_nothing_that_was_typed(browser, stage, address):
    context = browser.new_context(locale="en")
    page = context.new_page()
    sign_in(page, address)
    page.goto(f"{address}/post/")
    page.fill("#text", ABSENT)
    page.fill("#reason", WHY)
    with stage.store.writing() as session:
        session.connection().execute(delete(PortalSession))
    page.click("main form button[type=submit]")
    page.wait_for_selector("#signed-in-again:visible")
    assert page.input_value("#text") == ABSENT
    with context.expect_page() as opened:
        page.click("#signed-in-again a")
    sign_in(opened.value, address)
    page.click("main form button[type=submit]")
    page.wait_for_selector("main [data-said=nothing_found]")
    context.close()
