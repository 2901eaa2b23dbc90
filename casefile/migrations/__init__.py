"""Alembic's revisions of the tables. Run by `casefile.schema`, never by hand."""
