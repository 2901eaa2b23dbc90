"""Victims of trafficking: what speaks of it at an interview, and when the protection desk has to look."""
