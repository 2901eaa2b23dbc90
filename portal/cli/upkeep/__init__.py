"""Commands that keep an installation sound: its state, its database, its index, its copies."""
