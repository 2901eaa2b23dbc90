"""Departures and landings: when two events that no name joins are one crossing, and the keys by which they meet."""
