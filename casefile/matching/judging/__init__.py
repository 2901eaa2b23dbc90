"""What a pair is worth beyond its own values: the company it is named in, and the odds that it is one."""
