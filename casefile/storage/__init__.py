"""The system of record: tables, sessions, migrations, and the few ways of writing and asking that all of them share."""
