"""One file a subject: parse, call one action of `casefile`, render."""
