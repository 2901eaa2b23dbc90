"""What is looked at rather than read: pictures on demand, each with the table that says the same."""
