"""All that speaks OpenSearch, and the workers."""
