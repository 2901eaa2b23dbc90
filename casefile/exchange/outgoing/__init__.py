"""What a reader may take out, gathered once for every format: a unit's own records, or what others let it read."""
