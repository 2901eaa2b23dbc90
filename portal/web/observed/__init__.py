"""The portal seen from outside: what it counts of requests, and how each is named in the logs."""
