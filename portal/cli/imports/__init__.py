"""`griot import`: records, lists and watches in by file."""
