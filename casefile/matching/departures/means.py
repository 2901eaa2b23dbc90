"""What people travelled in, read from the words of five languages: which way it goes, and which make of boat or car."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

SEA, LAND, AIR = "s", "l", "a"
WAYS: Final = (SEA, LAND, AIR)


class Means(NamedTuple):
    """`make` is empty where the word says no more than a boat, or a vehicle."""

    way: str
    make: str


_WORDS: Final[Mapping[Means, str]] = {
    Means(SEA, "open boat"): "pirogue pirogues cayuco cayucos patera pateras piroga pirogas canoa gaal lothio barque"
    " barques canoe dhow feluca felouque felouka زورق بيروغ كايوكو باتيرا",
    Means(SEA, "inflatable"): "zodiac zodiacs pneumatique neumatica neumaticas hinchable dinghy inflatable rubber rib"
    " rigide semirrigida semirigida insuflavel pneumatico مطاطي زودياك",
    Means(SEA, "fast boat"): "gofast speedboat rapide rapida vedette fantome phantom narcolancha jetski سريع",
    Means(SEA, "ship"): "trawler chalutier navire cargo ship ferry buque pesquero arrastrero mercante navio"
    " voilier velero yacht sailboat سفينة عبارة",
    Means(SEA, ""): "boat boats bateau bateaux embarcation embarcations barco barcos barca barcas lancha lanchas bote"
    " botes embarcacion embarcaciones embarcacao embarcacoes vessel قارب قوارب مركب مراكب",
    Means(LAND, "lorry"): "lorry truck camion camions camiones camiao camioes remorque trailer شاحنة شاحنات",
    Means(LAND, "bus"): "bus autobus autocar autocarro minibus minibuses coach guagua حافلة حافلات باص",
    Means(LAND, "car"): "car cars voiture voitures coche coches carro carros taxi 4x4 pickup van"
    " fourgon furgoneta camionnette carrinha jeep moto motos motocicleta سيارة سيارات",
    Means(LAND, "foot"): "foot pied pieds pie pe walking marche andando caminando مشيا سيرا الاقدام",
    Means(LAND, "train"): "train tren comboio قطار",
    Means(AIR, ""): "plane avion aviones aviao flight vol vuelo voo aircraft helicopter طائرة",
}  # fmt: skip


def _plain(text: str) -> list[str]:
    """The words without marks, hyphens and the Arabic article."""
    folded = text.casefold().replace("go-fast", "gofast").replace("go fast", "gofast").replace("pick-up", "pickup")
    bare = "".join(ch for ch in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(ch))
    return [word.removeprefix("ال") for word in "".join(ch if ch.isalnum() else " " for ch in bare).split()]


_MEANT: Final = {word: means for means, words in _WORDS.items() for word in _plain(words)}


@lru_cache(maxsize=4096)
def read_means(text: str) -> frozenset[Means]:
    """Every means a text names; a make hides the general word beside it (*rubber boat*). Empty where none is known."""
    named = {_MEANT[word] for word in _plain(text) if word in _MEANT}
    made = {means.way for means in named if means.make}
    return frozenset(means for means in named if means.make or means.way not in made)
