"""A whole subject held against every record that a reader may find, with Griot's own grades."""
