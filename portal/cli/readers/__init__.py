"""Commands that read a file of values and say what Griot makes of them."""
