"""A dossier as people read it, in their language: one document, written as HTML and as PDF."""

from portal.show.dossier.made import readable

__all__ = ["readable"]
