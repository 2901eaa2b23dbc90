"""The course of a case: what its records say of when and where, to be put on a line of time and on a map."""
