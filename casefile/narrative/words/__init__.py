"""Words of reports in five languages: which are no names, which may be, what numbers they say."""
