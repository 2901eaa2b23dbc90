"""Every text is there in each language, and what is committed is what the code says."""

import re
from gettext import c2py

import pytest

from scripts import translations as catalogues


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_catalogue_is_complete_and_current(language):
    catalogue = catalogues.read(language)
    known = {catalogues.key(message) for message in catalogue if message.id}
    said = {catalogues.key(message) for message in catalogues.extracted() if message.id}
    advice = "run: python -m scripts.translations refresh"
    assert not said - known, advice
    assert not known - said, advice
    assert catalogues.missing(catalogue) == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language):
    path = catalogues.FOLDER / language / "LC_MESSAGES" / "messages.mo"
    assert path.read_bytes() == catalogues.compiled(catalogues.read(language)), (
        "run: python -m scripts.translations refresh"
    )


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0, 0),
        (1, 1),
        (2, 2),
        (3, 3),
        (10, 3),
        (11, 4),
        (12, 4),
        (99, 4),
        (100, 5),
        (101, 5),
        (102, 5),
        (103, 3),
        (111, 4),
    ],
)
def test_arabic_numbers_take_the_form_of_the_language(number, form):
    """Eleven to ninety-nine stand with the accusative singular, hundreds with the genitive: as they are written."""
    assert c2py(catalogues.read("ar").plural_expr)(number) == form


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_a_translation_keeps_the_places(language):
    """%(name)s of the English stand in the translation, spelled the same; a plural may say one in words."""
    for message in catalogues.read(language):
        if not message.id:
            continue
        plural = isinstance(message.id, (tuple, list))
        wanted = set(re.findall(r"%\(\w+\)[sd]", message.id[-1] if plural else message.id))
        forms = message.string if plural else [message.string]
        for form in forms:
            found = set(re.findall(r"%\(\w+\)[sd]", form))
            assert found <= wanted, message.id
            assert plural or found == wanted, message.id
        assert set(re.findall(r"%\(\w+\)[sd]", forms[-1])) == wanted, message.id


def test_every_word_of_the_closed_lists_is_translated(portal):
    from flask_babel import force_locale

    from portal.show import labels

    with portal.app.test_request_context():
        for language in catalogues.LANGUAGES:
            with force_locale(language):
                for family, members in labels.WORDS.items():
                    assert set(members) == set(family), family
                    assert all(str(text) for text in members.values())
