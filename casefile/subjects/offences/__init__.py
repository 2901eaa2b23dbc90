"""What records say that they are about, version by version."""
