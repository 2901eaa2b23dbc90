"""The law of a contact: which step a side may take now, and until when its desk has to answer."""
