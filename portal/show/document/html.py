"""A document as one page of HTML that needs nothing next to it: it lies in a folder, on a machine without a network."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from casefile.stamp.mark import MARK
from portal.show.document.parts import Block, Document, Facts, Heading, Paragraph, TableOf
from portal.web.training import mark, marked

_PAGE = Markup(
    '<!doctype html>\n<html lang="{lang}" dir="{direction}">\n<head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">{stamp}<title>{title}</title>\n<style>{style}</style></head>\n'
    "<body><main>\n<h1>{title}</h1>\n<p class=lead>{lead}</p>\n{body}\n<footer>{footer}</footer>\n"
    "</main></body></html>\n"
)
_STAMP = Markup('<meta name="keywords" content="{}">').format(MARK)


def as_html(document: Document) -> bytes:
    """The page, UTF-8."""
    if said := mark():
        across = document.watermark if said in document.watermark else f"{said} {document.watermark}".strip()
        document = replace(document, title=marked(document.title), watermark=across)
    body = Markup("\n").join(map(_block, document.blocks))
    if document.watermark:  # what stands across paper stands above on screen
        body = Markup('<p class="soft">{}</p>\n{}').format(document.watermark, body)
    page = _PAGE.format(
        lang=document.language, direction=document.direction, title=document.title, lead=document.lead, body=body,
        footer=document.footer, stamp=_STAMP if said else "", style=Markup(_style()),  # noqa: S704 -- our own file
    )  # fmt: skip
    return str(page).encode()


@cache
def _style() -> str:
    return Path(__file__).with_name("document.css").read_text("utf-8")


def _block(block: Block) -> Markup:
    match block:
        case Heading(text):
            return Markup("<h2>{}</h2>").format(text)
        case Paragraph(text, tone):
            return Markup('<p class="{}">{}</p>').format(tone, text)
        case Facts(rows):
            return Markup("<dl>{}</dl>").format(Markup("").join(map(_fact, rows)))
        case TableOf(head, rows):
            titles = Markup("").join(Markup("<th scope=col>{}</th>").format(one) for one in head)
            lines = Markup("\n").join(_row(row) for row in rows)
            return Markup("<table><thead><tr>{}</tr></thead>\n<tbody>{}</tbody></table>").format(titles, lines)


def _fact(row: tuple[str, str]) -> Markup:
    return Markup("<dt>{}</dt><dd>{}</dd>\n").format(*row)


def _row(row: tuple[str, ...]) -> Markup:
    return Markup("<tr>{}</tr>").format(Markup("").join(Markup("<td>{}</td>").format(escape(one)) for one in row))
