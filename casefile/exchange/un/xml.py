"""Reading the UN list's XML: streamed, with line numbers, and closed against entity bombs and foreign documents.

A DTD is refused altogether, the list has none. What the reader hands on is plain `Node` values; what they mean
is decided in `entries.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from casefile.errors import BadInput
from casefile.exchange.incoming import Progress, silent, unreadable

ROOT = "CONSOLIDATED_LIST"
ENTRY_TAGS = ("INDIVIDUAL", "ENTITY")
CHUNK = 64 * 1024
MAX_DEPTH = 12  # the list nests five deep
MAX_TEXT = 200_000  # characters in one element; the longest comment of the list of 2026-02 has 1,723


@dataclass(slots=True)
class Node:
    """One element: where it began, what it says, what it holds."""

    tag: str
    line: int
    text: str = ""
    children: list["Node"] = field(default_factory=list)

    def all(self, tag: str) -> list["Node"]:
        return [child for child in self.children if child.tag == tag]

    def say(self, tag: str) -> str:
        """The text of the first child of that name, spaces made single; empty when it is absent or empty."""
        return next((" ".join(child.text.split()) for child in self.children if child.tag == tag), "")

    def values(self, tag: str) -> list[str]:
        """The texts of `<tag><VALUE>…</VALUE></tag>`, without empty ones."""
        return [" ".join(v.text.split()) for node in self.all(tag) for v in node.all("VALUE") if v.text.strip()]


class _Target:
    """Gathers finished entries; keeps no more of the document than the entry being read."""

    def __init__(self, head: dict[str, str]) -> None:
        self.parser: Any = None
        self.head = head
        self.stack: list[Node] = []
        self.ready: list[Node] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.parser.CurrentLineNumber
        if not self.stack:
            self.head.update(attributes)
        if not self.stack and tag != ROOT:
            raise BadInput(
                "line %(line)s: the root is <%(tag)s>, not <%(root)s>: this is not the UN consolidated list",
                field=f"line {line}",
                line=line,
                tag=tag[:60],
                root=ROOT,
            )
        if len(self.stack) >= MAX_DEPTH:
            raise BadInput(
                "line %(line)s: <%(tag)s> lies deeper than the list ever nests",
                field=f"line {line}",
                line=line,
                tag=tag[:60],
            )
        self.stack.append(Node(tag, line))

    def data(self, text: str) -> None:
        node = self.stack[-1]
        if len(node.text) + len(text) > MAX_TEXT:
            raise BadInput(
                "line %(line)s: <%(tag)s> holds more than %(most)s characters",
                field=f"line {node.line}",
                line=node.line,
                tag=node.tag,
                most=MAX_TEXT,
            )
        node.text += text

    def end(self, _tag: str) -> None:
        node = self.stack.pop()
        if node.tag in ENTRY_TAGS and len(self.stack) == 2:
            self.ready.append(node)
        elif len(self.stack) > 2:
            self.stack[-1].children.append(node)

    def close(self) -> None:
        pass


def read_entries(path: Path, progress: Progress = silent, head: dict[str, str] | None = None) -> Iterator[Node]:
    """Every INDIVIDUAL and ENTITY of the file, in order; the root's attributes come into `head`. Raises BadInput,
    naming the line, on anything unsound."""
    target = _Target({} if head is None else head)
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.parser = parser
    try:
        total, done = path.stat().st_size, 0
        with path.open("rb") as handle:
            while chunk := handle.read(CHUNK):
                parser.feed(chunk)
                done += len(chunk)
                progress("reading", done, total)
                yield from target.ready
                target.ready.clear()
        parser.close()
        yield from target.ready
    except OSError as error:
        raise unreadable(path, error) from error
    except ParseError as error:
        line = error.position[0]
        raise BadInput(
            "line %(line)s: the XML is broken or cut off (%(reason)s)",
            field=f"line {line}",
            line=line,
            reason=str(error),
        ) from error
    except DefusedXmlException as error:
        line = parser.parser.CurrentLineNumber
        raise BadInput(
            "line %(line)s: the file declares a document type or entities, which the UN list never does",
            field=f"line {line}",
            line=line,
        ) from error
