"""What stands around a search: the order of its answer, what the own unit knows of it already, searches kept to be
asked again."""
