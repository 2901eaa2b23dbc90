"""Entering and amending: the form with its draft, what becomes of it when it is sent, two versions side by side."""
