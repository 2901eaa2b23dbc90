"""Tables of words, plans and plates that the readers of numbers go by."""
