"""How values, closed lists, evidence and changes are put into words on a page."""
