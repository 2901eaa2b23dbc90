"""Training: a space apart in which officers practise on invented people, and who was trained for real use.

**The space** is an installation of its own beside the real one, and known by three things that must agree: the home
(`installation.json`), the setting (`Settings.training`) and the row of the installation in the database. A training
database is never opened as a real one, nor a real one as training (`casefile.installation.identified`), and the
settings of a training space hold no way to a server, mail, key or file of the real one (`casefile.settings.OUTWARD`).
A page or action that exists in a training space alone asks `Settings.training` and is otherwise not there (404).

**The register** (`register.py`) stands in the real portal: who was trained, in what, by whom and when, per unit.
"""
