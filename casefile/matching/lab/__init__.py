"""How the weights are estimated: u from pairs drawn by chance, m by expectation and maximisation and from decisions."""
