"""`scripts/run`: setting an installation up, keeping its processes, loading the demonstration."""
