"""The contact of two desks: the page of each side, the coordination office's list, and how a desk is reached."""
