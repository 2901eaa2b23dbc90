"""Capitals that name nobody: forces, companies, ministries, offices, months, abbreviations. Data and two questions."""

from collections.abc import Sequence

from casefile.names.normalize import bare
from casefile.narrative.tokens import Word
from casefile.narrative.words.stopwords import MONTHS

_BODIES = frozenset(
    """force forces army navy armee marine airforce guard garde ejercito exercito marinha armada militia milice
    corporation company compagnie societe sarl sa ltd llc inc trading enterprise enterprises entreprise empresa
    sociedad sociedade companhia compania bank banque banco bureau office ministry ministere ministerio department
    departement direction direccion direcao directorate front
    frente brigade brigada battalion bataillon batallon regiment division
    movement mouvement movimiento movimento union unite party parti partido organisation organization organizacion
    organizacao council conseil consejo conselho government gouvernement republic republique republica committee
    comite agency agence agencia trust foundation fondation fundacion association asociacion associacao group groupe
    grupo centre center centro university universite universidad hospital hopital institute institut defense defence
    defensa defesa security securite seguridad seguranca rehabilitation reclamation federation coalition alliance
    province region district prefecture""".split()
)  # fmt: skip
"""Begin or end the name of a body, never a person's."""
_TITLES = frozenset(
    """commander commandant comandante general colonel coronel major captain lieutenant brigadier sergeant chief chef
    deputy director directeur minister ministre president secretary governor rehabilitation return sud nord norte sur
    est ouest oeste south north east west""".split()
)
"""Alone they name nobody; before a name they are its title."""
_DIRECTIONS = frozenset("north south east west nord sud".split())
_LOOK_BACK = 10  # words whose initials an abbreviation in brackets may be made of


def is_thing(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether this run of capitals is no person's name."""
    plain = [bare(w.folded) for w in words[first:last]]
    if len(plain) == 1 and (len(plain[0]) == 1 or words[first].folded in MONTHS or _abbreviates(words, first)):
        return True
    if all(w in _TITLES or w in _BODIES for w in plain):
        return True
    if words[first].shout and all(w.shout for w in words[first:last]):
        return False  # SARR CENTRE in capitals may be anybody
    body = plain[0] in _BODIES or plain[-1] in _BODIES
    return body or (plain[0] in _DIRECTIONS and len(plain) == 2)


_THINGS = frozenset(
    """code act ley lei loi law article section convention constitution tribunal court cour commissariat
    commissioner juzgado migracao migracion immigration
    fiscalia parquet ministerio salvamento cruz croix cross crescent roja rouge vermelha
    cruzeiro unit unidad unidade unite cellule
    joint operations coast high headquarters police policia guardia guarda gendarmerie douanes customs navy
    route road carretera estrada autoroute highway avenue avenida street rue calle rua place plaza praca palais
    palacio hotel
    port puerto porto port-autonome muelle dock quai wharf cap cabo cape rio river fleuve isla ilha island ile
    islands iles playa
    praia beach mer mar sea ocean cote costa baie bahia bay lac lago lake plage pointe punta ponta mosquee mosque
    toyota hilux yamaha suzuki mercedes peugeot renault nissan hyundai honda enduro johnson mercury samsung iphone nokia
    nord-est nord-ouest nationale nacional national internationale international internacional interieur interior
    central centrale
    humanitaire autonome portuaire maritime maritimo judiciaire judicial penal civil""".split()
)  # fmt: skip
"""First or last in a run of capitals: a place, a law, a make, an office. Only the reader of names asks; whom the law
protects is read without this list."""
_AT_EITHER_END_ONLY_WITH_MORE = frozenset(
    "mar cruz roja rouge vermelha costa port place central section unit high civil".split()
)
"""Family names too: they count only with another such word."""


def names_nobody(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether this run of capitals is a place, a law, a make or an office by its first or last word."""
    plain = [bare(w.folded) for w in words[first:last]]
    if all(w.shout for w in words[first:last]):
        return False
    ends = {plain[0], plain[-1]} & _THINGS
    if ends and not ends <= _AT_EITHER_END_ONLY_WITH_MORE:
        return True
    return sum(w in _THINGS or w in _BODIES for w in plain) > 1


def is_title(plain: str) -> bool:
    """Whether this word, without accents, stands before a name as a rank or an office: *brigadier*, *commandant*."""
    return plain in _TITLES


def names_body(plain: str) -> bool:
    """Whether this word, without accents, is one for a force, a company, an office."""
    return plain in _BODIES


def _abbreviates(words: Sequence[Word], place: int) -> bool:
    """*Zorane Security Bureau (ZSB)*, and capitals without a vowel."""
    word = words[place]
    if not word.shout or not 2 <= len(word.text) <= 6:
        return False
    if not set(word.text.upper()) & set("AEIOUYÉÈ") and word.text.isascii():
        return len(word.text) > 2
    if not word.stop:
        return False
    initials = [w.text[0].upper() for w in words[max(0, place - _LOOK_BACK) : place]][::-1]
    wanted = list(word.text.upper())
    for initial in initials:
        if wanted and wanted[-1] == initial:
            wanted.pop()
    return not wanted and len(word.text) > 2
