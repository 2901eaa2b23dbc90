"""The engine's analysers are the folding table of names: the same file, the same keys, on the real node."""

import csv
from pathlib import Path

import pytest

from casefile.names.finding.sound_keys import skeleton
from casefile.names.normalize import clean, unquoted, words
from casefile.names.phonetic import sound
from indexer.engine import indices
from indexer.engine.analyzer import STOPWORDS, analysis_text
from tests.casefile.names.test_orthographies import ARABIC_ONE, CYRILLIC_ONE, ROUTES_ONE, SERVANT_ONE

CORPUS = Path(__file__).parents[2] / "corpus" / "names"


def shared_names() -> list[str]:
    with (CORPUS / "classes.csv").open(encoding="utf-8") as file:
        names = [row["form"] for row in csv.DictReader(file)]
    for line in (CORPUS / "more_classes.txt").read_text("utf-8").splitlines():
        if line and line[0] != "#":
            names += [form for part in line.split("|")[3:] for form in part.split("=")[1].split(",")]
    with (CORPUS / "pairs.csv").open(encoding="utf-8") as file:
        names += [row[side] for row in csv.DictReader(file) for side in ("left", "right")]
    names += [row[side] for row in (*CYRILLIC_ONE, *ROUTES_ONE, *SERVANT_ONE, *ARABIC_ONE) for side in (0, 1)]
    return [name for name in dict.fromkeys(names) if not any(c.isdigit() for c in name)]


def in_python(names: list[str]) -> list[str]:
    heard = (unquoted(word) for name in names for word in words(clean(name)))
    return [key for word in heard if word not in STOPWORDS and (key := skeleton(sound(word)))]


def test_the_file_is_as_new_as_the_table() -> None:
    assert indices.ANALYSIS_FILE.read_text("utf-8") == analysis_text(), "griot names analysis --write"


def test_the_engine_hears_what_python_hears(engine) -> None:  # type: ignore[no-untyped-def]
    index = indices.live(engine, indices.Kind.RECORDS)
    names = shared_names()
    assert len(names) > 2_000
    for start in range(0, len(names), 100):
        batch = names[start : start + 100]
        assert engine.analyze(index, "text_sound", " ; ".join(batch)) == in_python(batch)


@pytest.mark.parametrize(("text", "word"), [
    ("Le passeur Modou Jallow a été vu à Rosso", "جالو"),
    ("المهرب مامادو ديالو في نواذيبو", "Diallo"),
    ("un tal Yamal Jatib, patrón de cayuco", "Jatib"),
    ("ligou ak ki tudd Seex Njaay", "Ndiaye"),
])  # fmt: skip
def test_a_word_of_a_report_is_found_by_its_sound(engine, text: str, word: str) -> None:  # type: ignore[no-untyped-def]
    index = indices.live(engine, indices.Kind.RECORDS)
    assert set(engine.analyze(index, "text_sound", word)) <= set(engine.analyze(index, "text_sound", text))


def test_plain_text_is_read_in_latin_letters(engine) -> None:  # type: ignore[no-untyped-def]
    index = indices.live(engine, indices.Kind.RECORDS)
    assert engine.analyze(index, "text_plain", "Né à Saint-Louis, N’Diaye") == ["ne", "a", "saint", "louis", "n'diaye"]
    assert engine.analyze(index, "text_plain", "Мамаду") == ["mamadu"]
    assert engine.analyze(index, "text_plain", "Щербаков") == ["shcherbakov"]


def test_function_words_are_nobody(engine) -> None:  # type: ignore[no-untyped-def]
    assert engine.analyze(indices.live(engine, indices.Kind.RECORDS), "text_sound", "le la de the of y في من") == []
