"""The coordination office: its desk, agreements between units, and how units answer each other."""
