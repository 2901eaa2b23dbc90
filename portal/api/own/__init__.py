"""Griot's own API: records and watches in and out, the feed of pointers."""
