"""What speaks to OpenSearch: its client, its indices and their fields, and the analysis both share with the names."""
