"""Rows in, values out: what Peerwalk keeps, on SQLite or PostgreSQL."""
