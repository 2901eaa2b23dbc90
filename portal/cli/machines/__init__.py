"""Commands about the machines that ask in the name of a unit."""
