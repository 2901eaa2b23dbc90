"""Measuring and fitting name comparison: `griot names`. Loaded only when asked for."""
