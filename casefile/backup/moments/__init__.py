"""Back to any moment of the last days, on PostgreSQL: whole copies of the server's files and its log of every change.

A nightly backup loses what was entered since; here it is minutes. `griot archive` keeps the archive, sealed as backups
are; `griot recover` makes of it a backup of one moment, which `griot restore` puts in place with all its proofs.
"""
