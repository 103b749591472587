"""The full-text index of the practice library, kept by the database itself, whoever writes the rows.

SQLite: an FTS5 table over `library_cards`, kept by triggers. PostgreSQL: a generated column with its GIN index. Neither
stands in the metadata: their names hold `_words`, which `migrate.is_ours` passes over. Both hold which words a card has,
and not where, as that is all that is asked.
"""

from sqlalchemy import Connection, inspect

NAME = "library_words"
_TABLE = "library_cards"
_FTS = (
    f"CREATE VIRTUAL TABLE {NAME} USING fts5(words, marks, content='{_TABLE}', content_rowid='number', "
    "tokenize='porter ascii', detail=none, columnsize=0, prefix='3 4 5 6')"
)
_ADD = "INSERT INTO library_words(rowid, words, marks) VALUES (new.number, new.words, new.marks);"
_TAKE = (
    "INSERT INTO library_words(library_words, rowid, words, marks) VALUES ('delete', old.number, old.words, old.marks);"
)
_TRIGGERS = {"insert": _ADD, "delete": _TAKE, "update": f"{_TAKE} {_ADD}"}


def lay_aside(connection: Connection) -> None:
    """Take the index away, so that a migration may do what it likes with the table; `keep` brings it back."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"ALTER TABLE IF EXISTS {_TABLE} DROP COLUMN IF EXISTS {NAME}")
        return
    for verb in _TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {NAME}_{verb}")
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {NAME}")


def keep(connection: Connection) -> None:
    """See that the index is there, made from what the table holds."""
    if _TABLE not in inspect(connection).get_table_names():
        return
    lay_aside(connection)
    if connection.dialect.name == "sqlite":
        _on_sqlite(connection)
    else:
        _on_postgresql(connection)


def make_anew(connection: Connection) -> None:
    """Make SQLite's index anew from what the table holds by now: till then, what has gone is only marked as gone."""
    connection.exec_driver_sql("INSERT INTO library_words(library_words) VALUES ('rebuild')")


def _on_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(_FTS)
    for verb, body in _TRIGGERS.items():
        connection.exec_driver_sql(f"CREATE TRIGGER {NAME}_{verb} AFTER {verb.upper()} ON {_TABLE} BEGIN {body} END")
    make_anew(connection)


def _on_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(
        f"ALTER TABLE {_TABLE} ADD COLUMN {NAME} tsvector "
        "GENERATED ALWAYS AS (strip(to_tsvector('english', words || ' ' || marks))) STORED"
    )
    # Statistics would hold words that outlive their rows.
    connection.exec_driver_sql(f"ALTER TABLE {_TABLE} ALTER COLUMN {NAME} SET STATISTICS 0")
    # What a search looks through stands in the row itself; if that is too long, the texts are put elsewhere.
    connection.exec_driver_sql(f"ALTER TABLE {_TABLE} ALTER COLUMN {NAME} SET STORAGE MAIN")
    # Without a list of what is to be put in its place later: every search would read that list through.
    connection.exec_driver_sql(f"CREATE INDEX {_TABLE}_{NAME} ON {_TABLE} USING gin ({NAME}) WITH (fastupdate = off)")
