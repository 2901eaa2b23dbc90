"""The contact of two desks after a confirmed hit: acknowledged, spoken, decided, released one by one, closed.

A side is named by its pointer. Every action reads the law again: a pointer that may no longer be held is a contact
that is gone (`casefile/policy/disclosure.py`), and a step the table of moves lacks is refused and stands in the trail.
"""
