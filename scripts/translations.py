"""The translations: texts out of the code into the catalogues, and the catalogues into what the portal reads.

    python -m scripts.translations refresh       after changing texts: .po and .mo of each language, and what is missing
    python -m scripts.translations missing       the texts without a translation, as JSON
    python -m scripts.translations fill FILE     add translations: {"English": {"fr": "…", "ar": "…", …}}, plural: lists

English is the language of the code and needs no catalogue. Commit .po and .mo; scripts/check holds them to the code.
"""

import fcntl
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.translations import LANGUAGES as SPOKEN

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "portal" / "translations"
LANGUAGES = tuple(language for language in SPOKEN if language != "en")
SOURCES = ("casefile", "indexer", "portal", "templates")
REFUSALS = ("BadInput", "NotAllowed", "NotThere", "Conflict", "SearchUnavailable", "BadSearch", "NotAll")
KEYWORDS: dict[str, Any] = {"_": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2)}
KEYWORDS |= dict.fromkeys(REFUSALS)
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""In place of the moment: the same texts make the same file."""
DATES = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')

PLURALS = {"ar": "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"}
"""Which plural form a number takes, where Babel's table is not the language's: its Arabic gives 11 to 99 the form of
the hundreds. Source: Unicode CLDR, plural rules, cardinals, ar (many: n % 100 = 11..99)."""


def extracted() -> Catalog:
    """All texts of the code as it stands, found as `babel.cfg` says."""
    catalogue = Catalog(project="Griot", charset="utf-8", fuzzy=False)
    with (ROOT / "babel.cfg").open(encoding="utf-8") as handle:
        methods, options = parse_mapping_cfg(handle)  # type: ignore[no-untyped-call]
    for folder in SOURCES:
        found = extract_from_dir(str(ROOT / folder), methods, options, keywords=KEYWORDS)
        for filename, _line, message, _comments, context in found:
            catalogue.add(message, None, [(f"{folder}/{filename}", 0)], context=context)
    return catalogue


def path_of(language: str, ending: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"messages.{ending}"


def read(language: str) -> Catalog:
    path = path_of(language, "po")
    if not path.exists():
        return Catalog(locale=language, project="Griot", charset="utf-8", fuzzy=False)
    with path.open("rb") as handle:
        catalogue = read_po(handle, locale=language)
    if language in PLURALS:
        vars(catalogue)["_plural_expr"] = PLURALS[language]  # Babel offers no other way to say it
    return catalogue


def compiled(catalogue: Catalog) -> bytes:
    catalogue.creation_date = catalogue.revision_date = UNDATED
    handle = io.BytesIO()
    write_mo(handle, catalogue)
    return handle.getvalue()


def write(language: str, catalogue: Catalog) -> None:
    """Both files of a language, without dates, so that two who translate differ only where they differ."""
    catalogue.header_comment = f"# Griot, {language}"
    catalogue.version, catalogue.msgid_bugs_address = "1", "-"
    catalogue.last_translator = catalogue.language_team = "Griot"
    path_of(language, "po").parent.mkdir(parents=True, exist_ok=True)
    handle = io.BytesIO()
    write_po(handle, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = (line for line in handle.getvalue().splitlines(keepends=True) if not line.startswith(DATES))
    _replace(path_of(language, "po"), b"".join(lines))
    _replace(path_of(language, "mo"), compiled(catalogue))


def _replace(path: Path, content: bytes) -> None:
    new = path.with_suffix(path.suffix + ".new")
    new.write_bytes(content)
    new.replace(path)


def refresh() -> dict[str, list[str]]:
    """Bring every catalogue to the texts of the code, keeping what is translated. Returns what is missing."""
    texts = extracted()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        write(language, catalogue)
    return {language: missing(read(language)) for language in LANGUAGES}


def missing(catalogue: Catalog) -> list[str]:
    """Texts without a translation."""
    return [key(message) for message in catalogue if message.id and not is_whole(message)]


def fill(given: dict[str, dict[str, Any]]) -> list[str]:
    """Put translations in. Returns the texts that no page uses."""
    unknown: set[str] = set()
    for language in LANGUAGES:
        catalogue = read(language)
        by_text = {key(message): message for message in catalogue if message.id}
        unknown |= given.keys() - by_text.keys()
        for text, translations in given.items():
            if text in by_text and language in translations:
                message, wanted = by_text[text], translations[language]
                message.string = tuple(_forms(wanted, catalogue.num_plurals)) if message.pluralizable else wanted
                message.flags.discard("fuzzy")
        write(language, catalogue)
    return sorted(unknown)


def _forms(wanted: Any, count: int) -> list[str]:
    """As many plural forms as the language has; the last one given serves for the rest."""
    forms = [wanted] if isinstance(wanted, str) else list(wanted)
    return (forms + [forms[-1]] * count)[:count]


def key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else str(message.id)


def strings(message: Message) -> list[str]:
    """The translation: one text, or one for each plural form."""
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string or ""]


def is_whole(message: Message) -> bool:
    return not message.fuzzy and all(strings(message))


@contextmanager
def alone() -> Iterator[None]:
    """Two who translate at the same time wait for each other."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    with alone():
        match arguments:
            case ["refresh"]:
                for language, texts in refresh().items():
                    print(f"{language}: {len(texts)} missing")
            case ["missing"]:
                texts = sorted({text for language in LANGUAGES for text in missing(read(language))})
                print(json.dumps({text: dict.fromkeys(LANGUAGES, "") for text in texts}, ensure_ascii=False, indent=1))
            case ["fill", file]:
                unknown = fill(json.loads(Path(file).read_text("utf-8")))
                print(f"{len(unknown)} texts are used nowhere", *unknown, sep="\n  ")
            case _:
                print(__doc__)
                return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
