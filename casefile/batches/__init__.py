"""Lists of names, phones, documents and plates that are checked as a whole: given, ordered, shown to their unit."""
