"""Lists that others publish: a source, its files as snapshots or deltas, and from when to when an entry stood on it."""
