"""Alembic's revisions of the tables. Run by `casefile.storage.migrate`, never by hand."""
