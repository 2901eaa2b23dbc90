"""The processes that drain the outbox: the loop, its second relay, the broker."""
