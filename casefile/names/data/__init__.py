"""The facts of spelling as data: foldings, costs of sounds, equivalents, particles, fitted weights."""
