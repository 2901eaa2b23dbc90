"""How countries write the letters of Slavic names, and what such a name is known by. For keys alone, see
`casefile/names/finding/slavic_keys.py`; what comparison reads of them is in orthographies.py.

Sources: as there (BGN/PCGN, ICAO Doc 9303, ISO 9, the Ukrainian, Belarusian and Bulgarian laws, Gaj; press of France,
Germany, Poland, Spain).
"""

from typing import Final

Heard = tuple[str, ...]
Letters = tuple[tuple[str, Heard], ...]
LATIN: Final[Letters] = (
    # letters, the classes they may stand for; the first pattern that fits counts
    ("sht|scht|cht(?!ch)", ("S", "ST")),  # the Bulgarian щ
    ("(?<![aeiouy])ch(?=[rl])|kh|h", ("",)),  # х: Christo, Hristo
    ("schtsch|shtch|chtch|shch|stsch|szcz|tsch|tch|tsh|sch|sh|zh|cz|sz|ts|tz", ("S",)),
    ("ch", ("S", "")),  # ч, ш; the German and Polish х
    ("x", ("KS",)),
    ("(?<=[uo])ck(?=[io])", ("K", "SK")),  # Vuckovic that lost its mark
    ("ck|c(?=[tkrl])|k|q", ("K",)),
    ("c(?=[aou])", ("S", "K")),
    ("[szc]", ("S",)),
    ("(?<=[aeiouy])[vwf]+(?![aeiouyvwfj])", ("",)),  # Belarus, and who copies it, writes a u there: Karaliou
    ("[vwf]", ("F",)),
    ("gh?", ("K", "")),  # г, the Ukrainian and Belarusian h
    ("dj|đ|d", ("D",)),
    ("j(?=[db])|^j(?=[^aeiouy])", ("S", "")),  # the French ж: Nadejda, Jdanov; a Spanish х
    ("(?<![^aeiouy])j(?=[aeiouy])", ("", "S")),
    ("p|b", ("B",)),
    ("t", ("T",)),
    ("l|ł", ("L",)),
    ("m", ("M",)),
    ("n", ("N",)),
    ("r", ("R",)),
)
CYRILLIC: Final[Letters] = (
    ("щ", ("S", "ST")),
    ("(?<=[аеиоуыэюяіїєѝѐ])[вфў]+(?![аеиоуыэюяіїєьвф])", ("",)),
    ("[вф]", ("F",)),
    ("[гґ]", ("K", "")),
    ("[сзжчцшћќ]", ("S",)),
    ("[дђџѓѕ]", ("D",)),
    ("[бп]", ("B",)),
    ("[кқ]", ("K",)),
    ("т", ("T",)),
    ("[лљ]", ("L",)),
    ("м", ("M",)),
    ("[нњ]", ("N",)),
    ("р", ("R",)),
)
AS_ONE: Final[tuple[tuple[str, str], ...]] = (
    ("D+S+", "D"),  # дз, џ
    ("T+S", "S"),  # ц
    (r"(.)\1+", r"\1"),
)

# What a word in Latin letters is known by, with an example.
TELLS: Final[tuple[tuple[str, str], ...]] = (
    ("^.{2,}[oe]v(?:a|na)?$", "Ivanov, Yezhov"),
    ("^.{2,}[bdgkmnprstvzcj][oe](?:w|wa|ff)$", "Iwanow; Sow and Jallow are not"),
    ("^.{3,}(?:ch|[^aeou]l)[oe]w$|[blmnprtv]iow$", "Goschew, Kazlow, Worobiow"),
    ("^.{2,}[lrnk]a[uŭ]$|(?:[^aeioul]l|lj)ou$", "Haurylau, Kazlou"),
    ("[^aeiou]i(?:c|ch|tch|cz|tsch|tsh)$", "Nikolic, Nikolitch"),
    ("sk(?:i|y|ij|iy|yi|yj|yy|ii|aya|aja|aia|o[iyj])$", "Zgurski"),
    ("enk[oa]$|[^aeiou][uy]k$|chou?k$|[aeou][ijy]kin$", "Bondarenko, Melnyk, Chevtchouk, Czajkin"),
    ("[jvw]e[cz]$|(?:[^aeiou]i|[aeo])t[sz]$", "Krawec, Kravets"),
    ("[^aeiou]ts|^ts[yv]|dz[jyiou]|zh|[sc]z", "Ryabtsev, Tsymbal, Dziuba, Zhukov, Szewczuk"),
    ("tsch|shch|chtch|[vrlnkm]tch", "Tschaikin, Shcherbakov, Chevtchouk"),
    ("[bcklmprstvz]j[aeou]|^ej|^yu[dlr][aeiy]|[a-z]tsy[aeou]", "Ljubica, Cjupa, Yudin, Zmitsyer"),
    ("[^aeiou]y[yj]a$|yey$|(?:[cs]h|sz|[aeoy][ij])ko$", "Maryja, Makyey, Galushko, Boiko"),
    ("[a-z]sla[vwu]|[a-z](?:ij|iy|[^aeiou]yi|yj|yy|ej)$|[lnrsgvkm]ij[ae]$|iia$", "Stanislav, Vitalij, Julija, Mariia"),
    # Given names that have too few consonants for GIVEN, by how they begin.
    ("^s[iy]?[ae]r[gh]h?[eiy]|^al[iyj]*[ae]?ks[aeiy]|^andr[eiy]+[ijy]", "Siarhei, Aliaksei, Andrii"),
    ("^[vw]as[iy]l|^i[vw]an$|^[vw]?ol[hg]a$|^pa[vw](?:el|lo)$", "Vasyl, Iwan, Volha, Pavlo"),
    ("^m[iyj]+[kc]?ha[ijy]|^m[iy]kola|^(?:[iyj]|io)ur[iyj]", "Mychajlo, Mykola, Iouri"),
    ("^(?:[iyj]e?)[vw]g?h?[ey]n|^[vw]?[oe]len|^[jyi]*elen", "Yevhen, Olena, Jelena"),
)
GIVEN: Final = (
    "aleksandr anastasia bogdan boris bozidar branislav dmitri dragan dzmitry ekaterina galina grigori hristo "
    "konstantin ksenia ljubica lyudmila maksim miodrag nadezhda oksana oleksandr radovan slobodan snezana stanislav "
    "svetlana tatiana tsvetan valentin viktor vladimir volodymyr vyacheslav"
)
"""Given names known by their consonants, in whatever letters: those that have LEAST_GIVEN of them."""
LEAST_GIVEN: Final = 4
