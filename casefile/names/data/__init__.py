"""The facts of spelling as data: what is folded, what sounds alike, what stands for the same name, and the fitted weights."""
