"""Papers on the UN list: the number often stands in words ("Libyan passport No. 513519"), in one of three places."""

import re

from casefile.exchange.countries import country_code
from casefile.exchange.un.xml import Node
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind

_STOP = re.compile(
    r"\s*(?:[,;(]|\b(?:issued|expire[sd]?|date of|valid|made out|under|letter|on \d|revoked)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_SERIES = re.compile(r"^[A-Z]{1,3}-?$")  # "OA 296623", "A 0139243", "DE- 473900"
_NOT_A_SERIES = frozenset({"CAR", "SSN", "ID", "NO", "US", "UK", "DRC"})
_SIGN = re.compile(r"^(?:N[°º]|№|#|no\.?:?)", re.IGNORECASE)
_OTHER_PAPER = re.compile(
    r"laissez|licen[cs]e|birth certificate|ration card|voter|residential|residence|certificate|military|travel document"
    r"|armed forces|alien registration|reiseausweis|FARDC|seaman",
    re.IGNORECASE,
)


def paper(node: Node) -> tuple[Identifier | None, str]:
    """The paper's number, when it gives one, and a sentence with all that was said of it."""
    kind_text, second = node.say("TYPE_OF_DOCUMENT"), node.say("TYPE_OF_DOCUMENT2")
    said = {"number": node.say("NUMBER"), "second": second, "note": node.say("NOTE")}
    for source in said.values():
        if number := number_in(source):
            words = f"{kind_text} {second} {source}"
            identifier = Identifier(_kind(kind_text, words), number, _country(node, f"{second} {source}"))
            return identifier, _sentence(node, kind_text, said)
    return None, _sentence(node, kind_text, said)


def number_in(text: str) -> str:
    """The number at the end of the words before any remark; empty when they hold none.

    >>> number_in("German travel document (“Reiseausweis”) A 0139243")
    'A 0139243'
    """
    text = re.sub(r"\([^()]*\)(?=\s*\S)", " ", text)
    run: list[str] = []
    for word in reversed(_STOP.sub("", text.strip()).split()):
        bare = _SIGN.sub("", word).strip(":.,")
        if any(c.isdigit() for c in bare) or (run and _SERIES.match(bare) and bare not in _NOT_A_SERIES):
            run.insert(0, bare)
        elif run and not bare:
            continue  # a lone "No."
        elif run:
            break
        else:
            return ""
    return " ".join(run)[:400]


def _kind(kind_text: str, words: str) -> IdentifierKind:
    if _OTHER_PAPER.search(words):
        return IdentifierKind.DOCUMENT
    if re.search(r"pas+e?port|pasaporte", kind_text, re.IGNORECASE):
        return IdentifierKind.PASSPORT
    if "identi" in kind_text.casefold():
        return IdentifierKind.NATIONAL_ID
    return IdentifierKind.DOCUMENT


def _country(node: Node, words: str) -> str | None:
    """Who issued it: as stated; else the adjective or country before the number; else where it was issued."""
    if stated := country_code(node.say("ISSUING_COUNTRY")):
        return stated
    lead = re.match(r"^\W*((?:[A-Z][\w’'-]+\s+(?:of\s+)?){1,4})", words.strip())
    names = lead.group(1).split() if lead else []
    for length in range(len(names), 0, -1):
        if found := country_code(" ".join(names[:length])):
            return found
    return country_code(node.say("COUNTRY_OF_ISSUE"))


def _sentence(node: Node, kind_text: str, said: dict[str, str]) -> str:
    """Empty for the list's many empty document elements."""
    issued = " ".join(v for t in ("DATE_OF_ISSUE", "CITY_OF_ISSUE", "COUNTRY_OF_ISSUE") if (v := node.say(t)))
    words = [
        said["second"] or kind_text,
        said["number"],
        node.say("ISSUING_COUNTRY"),
        f"issued {issued}" if issued else "",
        said["note"],
    ]
    return ", ".join(word for word in words if word)
