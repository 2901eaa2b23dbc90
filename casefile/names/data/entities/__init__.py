"""Tables for names of companies, vessels and places: data with reasons, no code."""
