"""What the things and lines of a drawn network are called, in the reader's language."""

from flask_babel import gettext as _

from casefile.exchange.networks.graph import NUMBER_ROLE, Node
from casefile.vocabulary import IdentifierKind, LinkRole, RecordKind
from portal.show.drawn.picture import MOST_WORDS, Line, Picture, Word, short, words_on
from portal.show.filters import word


def words_of(picture: Picture) -> list[Word]:
    """What stands on the lines: nothing where they are too many; that it is its number goes without saying."""
    if len(picture.lines) > MOST_WORDS:
        return []
    words = ["" if set(line.roles) == {NUMBER_ROLE} else short(roles_of(line)) for line in picture.lines]
    return words_on(picture, words, [short(kind_of(thing.node)) for thing in picture.things])


def name_of(node: Node) -> str:
    """What it is called by: of a record that says nothing of itself, its kind."""
    return kind_of(node) if node.label == node.id else node.label


def kind_of(node: Node) -> str:
    return word(node.said["kind"], IdentifierKind if node.is_number else RecordKind)


def role_of(role: str) -> str:
    return _("has this number") if role == NUMBER_ROLE else word(role, LinkRole)


def roles_of(line: Line) -> str:
    return ", ".join(map(role_of, line.roles))
