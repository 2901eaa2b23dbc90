"""Matching and searching as a yente server answers, for the clients that there are."""
