"""What the database says of the installation's health: heartbeats, counters, figures for who runs it."""
