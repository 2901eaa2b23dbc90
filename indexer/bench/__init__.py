"""Measurements: `griot bench`. Loaded only when asked for."""
