"""Evidence: a sealed dossier of a confirmed hit, as far as its reader may know it, that anybody can check offline."""

from casefile.evidence.contents import Dossier, Order, Side
from casefile.evidence.export import Making, Sealed, Wish, export_for_desk, export_for_home, export_for_unit
from casefile.evidence.sealing import Sealer

__all__ = [
    "Dossier",
    "Making",
    "Order",
    "Sealed",
    "Sealer",
    "Side",
    "Wish",
    "export_for_desk",
    "export_for_home",
    "export_for_unit",
]
