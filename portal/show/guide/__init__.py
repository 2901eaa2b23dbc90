"""What the pages of help say: terms, steps of the first day, tokens of the style guide."""
