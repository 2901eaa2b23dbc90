"""What Babel reads a Python file with (named in `babel.cfg`): its own reader, and refusals that stand in a constant.

`raise SearchUnavailable(_AWAY)` says what `_AWAY` holds, so that text is translated like one in the brackets.
"""

import ast
import io
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from babel.messages.extract import extract_python

Found = tuple[int, str, Any, list[str]]
"""Line, keyword, texts, comments."""


def extract(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[Found]:
    source = fileobj.read()
    found: Any = extract_python(io.BytesIO(source), keywords, comment_tags, options)  # its types are wrong in Babel
    yield from found
    tree = ast.parse(source)
    raised = {name for call in ast.walk(tree) if isinstance(call, ast.Call) for name in _named_first(call, keywords)}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))) if name in raised:
                yield node.lineno, "gettext", text, []


def _named_first(call: ast.Call, keywords: Mapping[str, Any]) -> Iterator[str]:
    """The constant that a refusal is made of: a name where the text would stand. Refusals are classes."""
    match call:
        case ast.Call(func=ast.Name(id=refusal), args=[ast.Name(id=name), *_]) if refusal in keywords:
            if refusal[:1].isupper() and refusal != "N_":
                yield name
