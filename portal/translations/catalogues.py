"""The translations: texts out of the code into the catalogues, and the catalogues into what the portal reads.

`python -m portal.translations.catalogues refresh` after changing texts, `missing fr` to see what lacks, `fill FILE` to
add translations from a JSON file `{"English text": {"fr": "…", "ar": "…"}}` (plural: lists), then commit .po and .mo.
"""

import fcntl
import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "portal" / "translations"
LANGUAGES = ("fr", "ar")
"""English is the language of the code and needs no catalogue."""

REFUSALS = ("BadInput", "NotAllowed", "NotThere", "Conflict", "SearchUnavailable", "BadSearch")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "gettext": None, "lazy_gettext": None, "N_": None, "ngettext": (1, 2),
    **dict.fromkeys(REFUSALS),
}  # fmt: skip
TERMINAL_ONLY = (
    "cli/**", "exchange/**", "demo/**", "installing.py", "supervisor.py", "schema.py", "backup.py", "faults.py",
    "names/evaluate.py", "scratch_names.py",
)  # fmt: skip
"""Said on the command line alone, in English: to those who run the installation, not to officers."""
PYTHON = [*((pattern, "ignore") for pattern in TERMINAL_ONLY), ("**.py", "python")]
TEMPLATE = [("**.html", "jinja2")]
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""In place of the moment: the same texts make the same file."""
SOURCES = (("portal", PYTHON), ("casefile", PYTHON), ("indexer", PYTHON), ("templates", TEMPLATE))


def extracted() -> Catalog:
    """All texts of the code as it stands."""
    catalogue = Catalog(project="Griot", charset="utf-8", fuzzy=False)
    for folder, method in SOURCES:
        if not (ROOT / folder).is_dir():
            continue
        found = extract_from_dir(str(ROOT / folder), method, {"**.html": {"trimmed": "true"}}, keywords=KEYWORDS)
        for filename, _line, message, _comments, context in found:
            catalogue.add(message, None, [(f"{folder}/{filename}", 0)], context=context)
    for constant in _spoken_constants():
        catalogue.add(constant, None, [("casefile", 0)])
    return catalogue


def _spoken_constants() -> Iterator[str]:
    """Refusals that a module holds as a constant and raises by name."""
    import ast

    for path in sorted((ROOT / "casefile").rglob("*.py")) + sorted((ROOT / "indexer").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        raised = {
            call.args[0].id
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in REFUSALS
            and call.args and isinstance(call.args[0], ast.Name)
        }  # fmt: skip
        for node in tree.body:
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                if any(isinstance(target, ast.Name) and target.id in raised for target in node.targets):
                    yield node.value.value


def read(language: str) -> Catalog:
    path = FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language, project="Griot", charset="utf-8", fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale=language)


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
    folder = FOLDER / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    handle = io.BytesIO()
    write_po(handle, catalogue, width=120, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = handle.getvalue().splitlines(keepends=True)
    kept = [
        line for line in lines if not line.startswith((b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By'))
    ]
    _replace(folder / "messages.po", b"".join(kept))
    _replace(folder / "messages.mo", compiled(catalogue))


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_suffix(path.suffix + ".new")
    beside.write_bytes(content)
    beside.replace(path)


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
    return [_key(message) for message in catalogue if message.id and not _whole(message)]


def fill(given: dict[str, dict[str, str | list[str]]]) -> list[str]:
    """Put translations in. Returns the texts that no page uses."""
    unknown: list[str] = []
    for language in LANGUAGES:
        catalogue = read(language)
        by_text = {_key(message): message for message in catalogue if message.id}
        for text, translations in given.items():
            message = by_text.get(text)
            if message is None:
                unknown.append(text)
            elif language in translations:
                wanted = translations[language]
                message.string = tuple(_forms(wanted, catalogue.num_plurals)) if message.pluralizable else wanted
                message.flags.discard("fuzzy")
        write(language, catalogue)
    return sorted(set(unknown))


def _forms(wanted: str | list[str], count: int) -> list[str]:
    """As many plural forms as the language has; the last one given serves for the rest."""
    forms = [wanted] if isinstance(wanted, str) else list(wanted)
    return (forms + [forms[-1]] * count)[:count]


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else str(message.id)


def _whole(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return not message.fuzzy and bool(strings) and all(strings)


@contextmanager
def alone() -> Iterator[None]:
    """Two who translate at the same time wait for each other."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    with alone():
        if arguments[:1] == ["refresh"]:
            for language, texts in refresh().items():
                print(f"{language}: {len(texts)} missing")
        elif arguments[:1] == ["fill"] and len(arguments) == 2:
            unknown = fill(json.loads(Path(arguments[1]).read_text("utf-8")))
            print(f"{len(unknown)} texts are used nowhere", *unknown, sep="\n  ")
        elif arguments[:1] == ["missing"]:
            texts = missing(read(arguments[1] if len(arguments) > 1 else "fr"))
            print(json.dumps({text: dict.fromkeys(LANGUAGES, "") for text in texts}, ensure_ascii=False, indent=1))
        else:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
