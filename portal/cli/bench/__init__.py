"""`griot bench`: measurements of names, search, percolation, ingest and pages. Loaded only when asked for."""
