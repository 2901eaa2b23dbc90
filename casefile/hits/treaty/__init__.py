"""Hits that a treaty lets pass without a review."""
