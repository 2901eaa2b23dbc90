"""The two files that people read: `dossier.html` and `dossier.pdf`."""

from dataclasses import asdict

from flask_babel import force_locale

from casefile.evidence.contents import Dossier
from portal.show.document.html import as_html
from portal.show.document.pdf import as_pdf
from portal.show.dossier.words import document_of, how_to_check


def readable(dossier: Dossier, language: str) -> dict[str, bytes]:
    """{path: bytes}, in one of the portal's languages. Needs an application context. Without a font for the language on
    this machine there is no PDF, and the page says all the same."""
    with force_locale(language):
        document, check = document_of(dossier), how_to_check()
    pdf = as_pdf(asdict(document), int(dossier.order.at.timestamp()))
    return {
        "dossier.html": as_html(document),
        **({"dossier.pdf": pdf} if pdf else {}),
        "LISEZMOI.txt": check.encode(),
    }
