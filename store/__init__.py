"""Rows in, values out: what Peerwalk keeps, on SQLite or PostgreSQL."""

# Base.metadata must know every table, whichever module of this package is asked for first.
from store import guard_tables as guard_tables
from store import sign_in_tables as sign_in_tables
