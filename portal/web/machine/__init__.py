"""Machines that ask by a token of a unit: how they are let in, and how they are refused."""
