"""Who asks, beyond the password: the second factor, asking again before strong acts, the own addresses."""
