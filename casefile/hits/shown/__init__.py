"""What of a record others may read: the parts a reader without the protection duty sees, and single values released."""
