"""The handbook: the same in each language, true to the portal's words and pages, found by word, light."""

import gzip
import re
from collections import Counter
from functools import cache

import pytest
from flask import url_for

from casefile.policy.viewer import Viewer
from casefile.vocabulary import Role
from portal.pages.guide import handbook
from portal.show.guide import book, book_search
from scripts.translations import LANGUAGES, read
from tests.network.portal import text_of

WHOLE = ("en", "fr", "ar")
GUIDE_ALONE = ("es", "pt")
LINK = re.compile(r"\]\(([^)]+)\)")


def text(language, chapter):
    found, source = book.source(chapter, language)
    assert found == language, f"{chapter.name} is missing in {language}"
    return source


def shape(source):
    """What is the same in every language: headings, steps, words of the screen with their pages, chapters, pictures."""
    return {
        "headings": re.findall(r"^(#+) ", source, re.MULTILINE),
        "steps": len(re.findall(r"^\d+\. ", source, re.MULTILINE)),
        "points": len(re.findall(r"^- ", source, re.MULTILINE)),
        "words": Counter(book.WORD.findall(source)),
        "links": Counter(LINK.findall(source)),
    }


def versions():
    return [(language, one) for language in WHOLE for one in book.CHAPTERS] + [
        (language, one) for language in GUIDE_ALONE for one in book.GUIDE
    ]


@cache
def catalogue(language):
    return {message.id: message.string for message in read(language) if isinstance(message.id, str)}


def test_the_handbook_is_whole_in_three_languages_and_its_guide_in_five():
    wanted = {f"{language}/{one.number}-{one.name}.md" for language, one in versions()}
    assert {path.relative_to(book.FOLDER).as_posix() for path in book.FOLDER.rglob("*.*")} == wanted


@pytest.mark.parametrize("language", [*WHOLE[1:], *GUIDE_ALONE])
def test_every_language_has_the_same_headings_steps_words_and_links(language):
    for of, one in versions():
        if of == language:
            assert shape(text(of, one)) == shape(text("en", one)), f"{of}/{one.name}"


def test_every_word_of_the_screen_is_a_text_of_every_catalogue():
    """In the language of its reader it is the very word on the button: there is one source of both."""
    for language, one in versions():
        for word, _endpoint in book.WORD.findall(text(language, one)):
            for spoken in LANGUAGES:
                assert catalogue(spoken).get(word), f"{language}/{one.name}: [[{word}]] is no text in {spoken}"


def test_a_chapter_has_no_html_no_address_of_another_host_and_no_broken_mark():
    for language, one in versions():
        source = text(language, one)
        assert not re.search(r"https?:|<[a-zA-Z/]", source), f"{language}/{one.name}"
        assert "[[" not in book.WORD.sub("", source) and "]]" not in book.WORD.sub("", source), f"{language}/{one.name}"


def test_every_duty_has_its_guide():
    for role in Role:
        own = book.own(Viewer("o", "login", "u", "SN", frozenset({role})))
        assert [one.name for one in own][:1] == ["start"] and len(own) >= 2, role


def viewer_of(*roles):
    return Viewer("o", "login", "u", "SN-DKR", frozenset(roles))


def test_every_link_leads_to_a_page_that_the_duty_of_the_chapter_opens(unindexed):
    """A link of a chapter about one duty is open to that duty; whoever may not open a page reads its name alone."""
    with unindexed.app.test_request_context():
        for one in book.CHAPTERS:
            for word, endpoint in book.WORD.findall(text("en", one)):
                if endpoint:
                    assert url_for(endpoint).startswith("/"), f"{one.name}: {word}"
                    assert any(book.opens(viewer_of(role), endpoint) for role in one.roles), f"{one.name}: {word}"
        trail = book.read("auditor", "en")
        assert '<a href="/audit/"><b>Trail</b></a>' in trail.html_for(viewer_of(Role.AUDITOR))
        for other in set(Role) - {Role.AUDITOR}:
            page = trail.html_for(viewer_of(other))
            assert "<b>Trail</b>" in page and '"/audit/' not in page, other


@pytest.mark.parametrize("language", ["fr", "ar", "es"])
def test_every_chapter_is_light_and_in_the_readers_language_or_says_so(unindexed, language):
    client = unindexed.as_("dakar", language)
    contents = client.get("/help/handbook").text
    for one in book.CHAPTERS:
        assert f'href="/help/handbook/{one.name}"' in contents
        answer = client.get(f"/help/handbook/{one.name}", headers={"Accept-Encoding": "gzip"})
        page = gzip.decompress(answer.data).decode()
        assert answer.status_code == 200 and len(answer.data) <= 15_000, (one.name, len(answer.data))
        assert not re.search("[\ue000\ue001]|\\[\\[|\\]\\]", page), one.name
        assert page.count("<h2") >= 3 and 'class="on-paper"' in page, one.name
        (text_at,) = re.findall(r'<div class="book"[^>]*>', page)
        assert ('lang="fr"' in text_at) is (language == "es" and one not in book.GUIDE), one.name
    first = client.get("/help/handbook/start").text
    assert 'rel="next"' in first and 'rel="prev"' not in first


FOUND = (
    ("fr", "TELEPHONE perdu", "start"), ("fr", "victime mineur", "victim"), ("fr", "dossier de preuve", "evidence"),
    ("ar", "الاشاره", "contact"), ("ar", "ضحية", "victim"), ("en", "undo", "review"),
    ("en", "breach telephone", "breach"), ("es", "CONTRASENA", "start"),
)  # fmt: skip


def test_words_are_found_without_accents_capitals_and_arabic_forms(unindexed):
    with unindexed.app.test_request_context():
        for language, asked, chapter in FOUND:
            found = book_search.find(asked, language, "Glossary")
            assert any(f"/help/handbook/{chapter}" in one.url for one in found), (asked, [one.url for one in found])
            assert any("\ue000" in one.excerpt for one in found), asked


def test_a_search_says_what_was_found_or_that_nothing_was_and_stands_in_no_address(unindexed):
    client = unindexed.as_("dakar")
    answer = unindexed.post(client, "/help/handbook", {"text": "unmask"})
    assert answer.status_code == 200 and "<mark>" in answer.text and 'href="/help/handbook/protection#' in answer.text
    nothing = unindexed.post(client, "/help/handbook", {"text": "<b>xyzzy"})
    assert "Nothing in the handbook has all of these words" in text_of(nothing.text)
    assert "No record was searched" in nothing.text and "<b>xyzzy" not in nothing.text
    term = unindexed.post(client, "/help/handbook", {"text": "owner first errand written"})
    assert term.status_code == 200
    assert 'href="/help/glossary#hold"' in unindexed.post(client, "/help/handbook", {"text": "hold"}).text
    assert "unmask" not in text_of(client.get("/help/handbook?text=unmask").text)
    assert "Nothing in the handbook" not in unindexed.post(client, "/help/handbook", {"text": " "}).text


def test_pictures_come_when_asked_for_and_nothing_else_does(unindexed):
    client = unindexed.as_("banjul")
    page = client.get("/help/handbook/investigator").text
    for address in re.findall(r'<img src="([^"]+)"', page):
        answer = client.get(address)
        assert answer.mimetype == "image/png" and len(answer.data) < 30_000, address
    assert page.count('loading="lazy"') == page.count("<img ") == 4
    for nothing in ("picture/secret-key.fr.png", "picture/desk.en.png", "nowhere"):
        assert client.get(f"/help/handbook/{nothing}").status_code == 404, nothing
    assert unindexed.stranger().get("/help/handbook").status_code in (302, 303)


def test_the_readers_own_chapters_stand_first(unindexed):
    page = text_of(unindexed.as_("auditor", "en").get("/help/handbook").text)
    own = page[page.index("For your duties") : page.index("User guide")]
    assert "The auditor" in own and "The magistrate" not in own
    assert "Handbook" in unindexed.as_("auditor", "en").get("/nowhere").text, "the way to it stands on a refusal too"
    assert handbook.blueprint.url_prefix == "/help/handbook"
