"""What is investigated: kinds of offences, and the forms of exploitation that trafficking may aim at."""

from enum import StrEnum


class OffenceKind(StrEnum):
    """A kind of offence that a case is about; several at once."""

    SMUGGLING = "smuggling"
    TRAFFICKING = "trafficking"
    DOCUMENT_FRAUD = "document_fraud"
    DRUGS = "drugs"
    TERRORISM = "terrorism"
    ARMS = "arms"
    MEDICINES = "medicines"
    MONEY_LAUNDERING = "money_laundering"
    BORDER = "border"


class Exploitation(StrEnum):
    """The form of exploitation, with trafficking alone. Source: docs/sources/law.md, Palermo Protocol Art. 3 (a).

    The Protocol names sexual exploitation, forced labour or services, slavery and the like, servitude and removal of
    organs *at a minimum*; begging, criminality and marriage are forms that practice tells apart.
    """

    SEXUAL = "sexual"
    FORCED_LABOUR = "forced_labour"
    DOMESTIC_SERVITUDE = "domestic_servitude"
    SLAVERY = "slavery"
    FORCED_BEGGING = "forced_begging"
    FORCED_CRIMINALITY = "forced_criminality"
    FORCED_MARRIAGE = "forced_marriage"
    ORGANS = "organs"
    OTHER = "other_exploitation"
