"""Posts with a thin line: the documents on published lists, carried to them sealed, to be asked with the line down."""
