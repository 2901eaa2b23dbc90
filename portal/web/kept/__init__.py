"""Forms that are kept while they are typed: their keys, and what is done with one that was not saved."""
