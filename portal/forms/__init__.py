"""Forms: their fields, reading what was typed, filling in what is stored."""
