"""The trail as its readers see it: auditors, the unit whose record was read, the officer whose lines they are."""
