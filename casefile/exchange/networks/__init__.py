"""A unit's own records as a network, for programs that draw one: records and shared numbers, and what joins them."""
