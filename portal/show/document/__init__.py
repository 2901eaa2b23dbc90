"""A document to print and keep: plain parts, written as HTML or as PDF."""
