"""What an instructor may do with the clock of a joint simulation."""
