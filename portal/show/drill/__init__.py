"""Words of the simulation and the exercises."""
