"""A pair that was compared before: what is kept of a judgement, and what asks again."""
