"""Who or what is meant: the values that tell a subject apart, how they are cleaned, stored, and how common they are."""
