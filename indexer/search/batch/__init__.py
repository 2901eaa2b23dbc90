"""Many questions at once: lists that units check as a whole."""
