"""Who is signing in: what a wrong try costs, which factors count, when one is asked for again."""
