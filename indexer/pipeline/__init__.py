"""From a row in the outbox to a stored hit: index, refresh, percolate, match, store."""
