"""What was typed into the search, taken apart."""
