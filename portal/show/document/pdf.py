"""A document as PDF (PDF/A-2b, tagged): set by Typst with a font that holds Latin, Arabic and the region's letters."""

import json
from collections.abc import Mapping
from pathlib import Path

from casefile.errors import N_
from casefile.stamp.mark import MARK
from portal.web.training import mark, marked

FONTS = Path("/usr/share/fonts/truetype/dejavu")
"""Debian's `fonts-dejavu-core`, which `scripts/run` installs: Latin with ɓ ɗ ŋ ƴ, Arabic, N'Ko, Tifinagh."""
FOLDER = Path(__file__).parent
DOCUMENT = "document.typ"
"""Plain parts on A4; other sources stand beside it."""
NEEDED = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
NO_FONTS = N_(
    "This machine makes no PDF: its fonts are missing. Ask your administrator for the package fonts-dejavu-core, "
    "or choose another format."
)


def can_be_made() -> bool:
    """Whether this machine has the font."""
    return all((FONTS / name).is_file() for name in NEEDED)


def as_pdf(content: Mapping[str, object], at: int, source: str = DOCUMENT) -> bytes:
    """The PDF of a document's parts; empty where the font is not on this machine. The same parts, the same bytes.

    `at`: when it was made, in seconds since 1970. `source`: what sets it, of those that lie here.
    """
    if not can_be_made():
        return b""
    import typst  # noqa: PLC0415 -- 80 MB, and most processes never make one

    if said := mark():
        across = str(content["watermark"])
        across = across if said in across else f"{said}\n{across}".strip()
        content = {**content, "title": marked(str(content["title"])), "watermark": across, "stamp": MARK}
    parts = {"document": json.dumps(content, ensure_ascii=False)}
    made = typst.compile(
        FOLDER / source, root=FOLDER, font_paths=[FONTS], ignore_system_fonts=True, format="pdf", sys_inputs=parts,
        pdf_standards=["a-2b"], timestamp=at,
    )  # fmt: skip
    return bytes(made)
