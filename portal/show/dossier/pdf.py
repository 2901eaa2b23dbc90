"""A document as PDF (PDF/A-2b, tagged): set by Typst with a font that holds Latin, Arabic and the region's letters."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FONTS = Path("/usr/share/fonts/truetype/dejavu")
"""Debian's `fonts-dejavu-core`, which `scripts/run` installs: Latin with ɓ ɗ ŋ ƴ, Arabic, N'Ko, Tifinagh."""
NEEDED = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def as_pdf(content: Mapping[str, object]) -> bytes:
    """The PDF of a document's parts; empty where the font is not on this machine. The same parts, the same bytes."""
    if not all((FONTS / name).is_file() for name in NEEDED):
        return b""
    import typst  # noqa: PLC0415 -- 80 MB, and most processes never make one

    parts, root = json.dumps(content, ensure_ascii=False), str(Path(__file__).parent)
    made = typst.compile(
        _source(), root=root, font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf",
        sys_inputs={"document": parts}, pdf_standards=["a-2b"], timestamp=content["at"],
    )  # fmt: skip
    return bytes(made)


@cache
def _source() -> bytes:
    return Path(__file__).with_name("document.typ").read_bytes()
