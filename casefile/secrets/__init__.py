"""What an installation keeps to itself: its key, and secrets that stand in files."""
