"""The folding table as analysis settings of the engine: places are searched by the very sounds that names have.

Standard filters and the ICU plugin only. `griot names analysis` writes the result to mappings/; a test keeps it up to
date and
another compares the engine's keys with Python's over all shared names.
"""

import json
import re
from typing import Final

from casefile.names.data import folding
from casefile.names.data.folding import Rule
from casefile.names.data.orthographies import CYRILLIC
from casefile.names.normalize import APOSTROPHES, MARIA
from casefile.names.transliterate import REGION
from indexer.engine.wire import Object
from indexer.engine.word_forms import ARABIC_FORMS, ARABIC_MARKS, ELISION, GLUED, LATIN_FORMS

# Function words of the five languages: heard as a key they would be found everywhere (le is Ly, de is Dia).
STOPWORDS: Final = (
    "le la les l de du des d un une et en au aux a the of and an in on at to by el los las del y e o os as do da dos das um uma no na em "  # noqa: E501
    "في من على الى إلى عن مع و ثم هذا هذه التي الذي"
).split()
_CONSONANTS: Final = "".join(sounds for sounds, _, _ in folding.KEY_CLASSES) + "ⓨ"
_VOWELS: Final = "".join(sounds for sounds, _, _ in folding.KEY_VOWELS)
_QUIET: Final = folding.KEY_SILENT
_MARK: Final = {"A": "①", "I": "②", "U": "③"}  # stand-ins, so that no step takes an earlier one's result for a sound


def analysis() -> Object:
    """The `analysis` part of an index's settings, with the analysers `text_plain`, `text_sound` and `text_stem`."""
    steps = {f"sound_{number:03d}": _filter(rule) for number, rule in enumerate(_rules())}
    arabic = {f"form_arabic_{number}": _filter(rule) for number, rule in enumerate(ARABIC_FORMS)}
    latin = {f"form_latin_{number}": _filter(rule) for number, rule in enumerate(LATIN_FORMS)}
    forms = arabic | latin
    plain = ["no_vowel_signs", "no_elision", "to_latin", "icu_folding", "glued_numbers"]
    return {
        "char_filter": {
            "maria": {"type": "mapping", "mappings": [f"{short} => maria" for short in MARIA]},
            "fold_case": {"type": "icu_normalizer", "name": "nfkc_cf", "mode": "compose"},
            "one_apostrophe": {"type": "mapping", "mappings": [f"{c} => '" for c in APOSTROPHES if c != "'"]},
            "cyrillic": {"type": "mapping", "mappings": [f"{a} => {b}" for a, b, _ in CYRILLIC]},
            "letters": {"type": "mapping", "mappings": [f"{a} => {b}" for a, b in _letters()]},
        },
        "filter": {
            "to_latin": {"type": "icu_transform", "id": "Any-Latin; Latin-ASCII"},
            "to_latin_but_arabic": {"type": "icu_transform", "id": "[:^Arabic:]; Any-Latin; Latin-ASCII; Lower"},
            "no_marks": {
                "type": "icu_transform",
                "id": "[[:Latin:][:Greek:][:Cyrillic:]] NFD; [:Nonspacing Mark:] Remove; NFC",
            },
            "function_words": {"type": "stop", "stopwords": list(STOPWORDS)},
            "at_least_one": {"type": "length", "min": 1},
            "no_vowel_signs": _filter(ARABIC_MARKS),
            "no_elision": _filter(ELISION),
            "glued_numbers": {"type": "pattern_capture", "preserve_original": True, "patterns": [GLUED]},
            **forms,
            **steps,
        },
        "analyzer": {
            "text_plain": {
                "type": "custom",
                "char_filter": ["maria", "fold_case", "one_apostrophe", "cyrillic"],
                "tokenizer": "icu_tokenizer",
                "filter": [*plain, "at_least_one"],
            },
            "text_stem": {
                "type": "custom",
                "char_filter": ["maria", "fold_case", "one_apostrophe", "cyrillic"],
                "tokenizer": "icu_tokenizer",
                "filter": ["no_vowel_signs", *arabic, *plain[1:], *latin, "at_least_one"],
            },
            "text_sound": {
                "type": "custom",
                "char_filter": ["maria", "fold_case", "one_apostrophe", "letters"],
                "tokenizer": "icu_tokenizer",
                "filter": [
                    "function_words",
                    "sound_000",
                    "no_marks",
                    "to_latin_but_arabic",
                    *list(steps)[1:],
                    "at_least_one",
                ],
            },
        },
    }


def analysis_text() -> str:
    """The same as the file in mappings/ holds it."""
    return json.dumps(analysis(), ensure_ascii=False, indent=1) + "\n"


def _letters() -> list[tuple[str, str]]:
    """Marked letters that are sounds of their own, and the alphabets ICU has no transform for."""
    return [(a, b) for a, b, _ in folding.LETTERS + CYRILLIC + folding.SAME_LETTER] + [
        (chr(code), latin) for code, latin in REGION.items()
    ]


def _rules() -> list[Rule]:
    """All steps in order.

    The first runs while the accents are still there; Arabic rules follow the Latin ones, whose letters they make.
    """
    return [
        (r"(?<=..)é$", "ey", "a final é is heard, a final e may not be"),
        (r"[^\p{L}\p{N}]", "", "apostrophes and points inside a word"),
        *folding.SCANNER,
        *folding.CONSONANTS,
        *folding.VOWELS,
        *folding.ARABIC,
        *_key_rules(),
    ]


def _key_rules() -> list[Rule]:
    """sound_keys.skeleton as replacements."""
    open_sounds = _VOWELS + _QUIET
    rules: list[Rule] = [(r"^[yY](?=.)", "ⓨ", "an initial y counts as a consonant")]
    for vowels, key, _ in folding.KEY_VOWELS:
        mark = _MARK[key]
        rules += [
            (
                f"^[{open_sounds}]*([{_CONSONANTS}])[{open_sounds}]*[{vowels}][{_QUIET}]*$",
                rf"\1{mark}",
                "one consonant: its last vowel",
            ),
            (
                f"^[{open_sounds}]*[{vowels}][{_QUIET}]*([{_CONSONANTS}])[{_QUIET}]*$",
                rf"\1{mark}",
                "the vowel before it",
            ),
            (f"^(?=.*(?:w|W(?!Y)))[{open_sounds}]*[{vowels}][{_QUIET}]*$", f"ⓦ{mark}", "no consonant: its glide"),
            (f"^[{open_sounds}]*[{vowels}][{_QUIET}]*$", mark, "vowels only"),
        ]
    rules.append((f"[{open_sounds}]", "", "vowels are not kept"))
    rules += [(f"[{sounds}]", key, reason) for sounds, key, reason in folding.KEY_CLASSES]
    return [*rules, ("ⓨ", "Y", ""), ("ⓦ", "W", ""), *((mark, key, "") for key, mark in _MARK.items())]


def _filter(rule: Rule) -> Object:
    pattern, replacement, _ = rule
    return {
        "type": "pattern_replace",
        "pattern": pattern,
        "replacement": re.sub(r"\\(\d)", r"$\1", replacement),
        "all": True,
    }
