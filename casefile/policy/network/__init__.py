"""Rules of what units do together, and of what the coordination office may say of it."""
