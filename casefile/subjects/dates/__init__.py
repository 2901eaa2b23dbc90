"""Dates as people write them: the calendar, and the one reader."""
