"""Reports written as forms: *Nom : …*, *Qualité : victime*, *Âge : 14 ans*, one person after the other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Label = Literal["name", "surname", "given", "victim", "minor", "suspect", "role", "other"]

_LABELS: tuple[tuple[Label, str], ...] = (
    ("surname", r"noms?(?: de famille)?|surname|last name|family name|apellidos?|apelidos?|sobrenome|"
                r"اللقب|اسم العائلة"),
    ("given", r"pr[ée]noms?|pr[ée]nom\(s\)|given names?|first names?|forenames?|nombres?|الاسم الشخصي|الاسم الأول"),
    ("name", r"noms? (?:et|&) pr[ée]noms?(?:\(s\))?|pr[ée]noms? (?:et|&) noms?|nom complet|identit[ée]|(?:full )?name|"
             r"nombres? (?:completo|y apellidos?)|nome(?: completo)?|personne|person|persona|"
             r"الاسم(?: الكامل| واللقب| و اللقب)?|الهوية"),
    ("victim", r"(?:la |las |les |the |a )?(?:victimes?|victims?|v[íi]ctimas?|v[íi]timas?|plaignante?|partie civile|"
               r"complainant|denunciante|ofendida|agraviada|queixosa|(?:ال)?ضحي[ةه]|(?:ال)?ضحايا|المجني علي(?:ها|ه))"
               r"(?: pr[ée]sum[ée]e?s?| presunta| alleged)?"),
    ("minor", r"mineure?s?(?: non accompagn[ée]e?s?)?|enfants?|minors?|child(?:ren)?|menor(?:es)?|ni[ñn][oa]s?|"
              r"crian[çc]as?|القاصر[ةه]?|الطفل[ةه]?"),
    ("suspect", r"suspecte?s?|auteurs?(?: pr[ée]sum[ée]s?)?|mis(?:e|es)? en cause|passeurs?|trafiquante?s?|"
                r"pr[ée]venue?s?|"
                r"t[ée]moins?|smugglers?|traffickers?|accused|perpetrators?|witness(?:es)?|driver|chauffeur|"
                r"sospechos[oa]s?|imputad[oa]s?|detenid[oa]s?|autor(?:es)?|testigos?|suspeit[oa]s?|arguid[oa]s?|"
                r"testemunhas?|المشتبه (?:به|فيه|بها)|المتهم[ةه]?|الجاني|المهرب|الشاهد"),
    ("role", r"qualit[ée]|statut|r[ôo]le|status|category|cat[ée]gorie|calidad|condici[óo]n|rol|qualidade|"
             r"condi[çc][ãa]o|الصفة"),
    ("other", r"[âa]ge|edad|idade|العمر|السن|n[ée]e? (?:le|en|[àa])|date de naissance|ddn|dob|date of birth|born|"
              r"fecha de nacimiento|nacid[oa](?: el)?|data de nascimento|nascid[oa](?: em)?|تاريخ (?:الميلاد|الولادة)|"
              r"t[ée]l(?:[ée]phone|[ée]fono|efone)?\.?|phone|mobile|الهاتف|رقم الهاتف|passeports?(?: n°)?|"
              r"passport(?: no\.?)?|pasaporte|passaporte|جواز السفر|cni|adresse|address|domicile|"
              r"nationalit[ée]|nationality|nacionalidad[e]?|الجنسية|sexe|sex|sexo|الجنس|profession|"
              r"lieu(?: de naissance)?|"
              r"observations?|remarks?|faits"),
)  # fmt: skip
NAMING: frozenset[Label] = frozenset({"name", "surname", "given", "victim", "minor"})
"""Labels whose value is a person's name."""
_ONE = "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _LABELS if kind)
_FIELD = re.compile(
    rf"(?<!\w)(?:{_ONE})(?:[ \t]{{0,3}}(?:n°|no|#)?[ \t]?\d{{1,2}})?"
    r"[ \t]{0,4}(?:[:=]|(?<=[\w])[ \t]{0,4}(?=\n)(?=\n[^\n]{0,40}[:=]))",
    re.IGNORECASE,
)
_OTHER_LINE = re.compile(r"\n[ \t]*[-*•–]?[ \t]*[^\W\d_][^\n:=]{0,40}[:=]|\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled value; half-open character places: of the whole from its label on, and of its value."""

    label: Label
    start: int
    value_start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of one person, in order."""

    fields: tuple[Field, ...]

    @property
    def start(self) -> int:
        return self.fields[0].start

    @property
    def end(self) -> int:
        return self.fields[-1].end

    def labels(self) -> frozenset[Label]:
        return frozenset(f.label for f in self.fields)


def entries(text: str) -> Iterator[Entry]:
    """Persons written as labelled fields. A label alone (*Victime : X*) is an entry of one field."""
    current: list[Field] = []
    for one in _fields(text):
        if current and (_parted(text, current[-1], one) or _begins(current, one)):
            yield Entry(tuple(current))
            current = []
        current.append(one)
    if current:
        yield Entry(tuple(current))


def _parted(text: str, last: Field, one: Field) -> bool:
    """Whether a blank line or other text stands between; a heading's blank line parts nothing."""
    return bool(text[last.end : one.start].strip()) or (
        bool(re.search(r"\n[ \t]*\n", text[last.value_start : one.start + 1]))
        and bool(text[last.value_start : last.end].strip())
    )


def _begins(current: list[Field], one: Field) -> bool:
    """Whether this field speaks of the next person."""
    had = {f.label for f in current}
    named = had & {"name", "surname", "given"}
    if one.label in ("victim", "suspect", "minor"):
        return bool(had & {"victim", "suspect", "minor", "name", "surname", "role"})
    if one.label in ("name", "surname", "given"):
        return one.label in had or (one.label == "name" and bool(named))
    return one.label == "role" and "role" in had


def _opens_line(text: str, place: int) -> bool:
    """A heading without a colon stands alone in its line."""
    before = text[max(0, place - 12) : place].rstrip(" \t-*•–")
    return place == 0 or before.endswith("\n")


def _fields(text: str) -> Iterator[Field]:
    found = [m for m in _FIELD.finditer(text) if m.group()[-1] in ":=" or _opens_line(text, m.start())]
    for at, match in enumerate(found):
        limit = found[at + 1].start() if at + 1 < len(found) else len(text)
        stop = _OTHER_LINE.search(text, match.end(), limit)
        line = text.find("\n", match.end(), limit)
        end = min(limit, stop.start() if stop else limit)
        if match.lastgroup not in ("victim", "minor") and line >= 0:
            end = min(end, line) if text[match.end() : line].strip() else end
        yield Field(match.lastgroup, match.start(), match.end(), end)  # type: ignore[arg-type]
