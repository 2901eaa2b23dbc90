"""What units do together, and the office that looks after it: joint cases, cases handed over, coordination."""
