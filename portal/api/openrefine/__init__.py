"""Reconciliation as OpenRefine asks for it: the protocol of version 0.2."""
