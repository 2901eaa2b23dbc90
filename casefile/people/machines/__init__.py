"""Machines that ask in the name of a unit."""
