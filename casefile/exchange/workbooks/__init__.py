"""A unit's own tables (CSV, XLSX, ODS) as records or watches: read, guessed at, shown, brought in, taken back."""
