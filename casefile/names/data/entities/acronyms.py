"""Institutions known by their initials, where the initials of one language meet the full name in another.

Where initials and name are of one language (*PLA*, *People's Liberation Army*) no entry is needed: the comparison
reads initials by rule. General knowledge; the organisations' own names for themselves.
"""

from typing import Final

INSTITUTIONS: Final[tuple[str, ...]] = (
    "bceao|banque centrale des etats de l afrique de l ouest|central bank of west african states"
    "|banco central dos estados da africa ocidental|بنك مركزي لدول غرب افريقيا",
    "boad|banque ouest africaine de developpement|west african development bank",
    "beac|banque des etats de l afrique centrale|bank of central african states",
    "uemoa|waemu|uemoa cote|union economique et monetaire ouest africaine|west african economic and monetary union",
    "cedeao|ecowas|communaute economique des etats de l afrique de l ouest"
    "|economic community of west african states|comunidade economica dos estados da africa ocidental",
    "ua|african union|union africaine|union africana|uniao africana|اتحاد افريقي",
    "onu|un|united nations|nations unies|naciones unidas|nacoes unidas|امم متحده|nazioni unite",
    "oim|iom|organisation internationale pour les migrations|international organization for migration"
    "|organizacion internacional para las migraciones|organizacao internacional para as migracoes|منظمه دوليه للهجره",
    "hcr|unhcr|acnur|haut commissariat des nations unies pour les refugies"
    "|united nations high commissioner for refugees",
    "onudc|unodc|office des nations unies contre la drogue et le crime|united nations office on drugs and crime",
    "oms|who|organisation mondiale de la sante|world health organization|world health organisation"
    "|organizacion mundial de la salud|organizacao mundial da saude|منظمه صحه عالميه",
    "bad|afdb|banque africaine de developpement|african development bank|banco africano de desenvolvimento",
    "bid|isdb|banque islamique de developpement|islamic development bank|بنك اسلامي للتنميه",
    "oif|organisation internationale de la francophonie",
    "otan|nato|north atlantic treaty organization|organisation du traite de l atlantique nord",
    "ue|eu|european union|union europeenne|union europea|uniao europeia|اتحاد اوروبي",
    "oci|oic|organisation de la cooperation islamique|organization of islamic cooperation|منظمه تعاون اسلامي",
    "cicr|icrc|comite international de la croix rouge|international committee of the red cross",
    "croix rouge|red cross|cruz roja|cruz vermelha|صليب احمر",
    "croissant rouge|red crescent|media luna roja|crescente vermelho|هلال احمر",
    "ong|ngo|onlus|organisation non gouvernementale|non governmental organization",
)
