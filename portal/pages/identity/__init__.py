"""The pages on which an officer looks after the own account."""
