"""Versions of a record on a page: what one changed against another, and two next to each other to choose from."""
