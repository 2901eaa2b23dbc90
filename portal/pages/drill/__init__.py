"""Pages of a training space: the joint simulation and the exercises. Elsewhere their addresses lead nowhere."""
