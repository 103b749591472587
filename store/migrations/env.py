"""Runs one migration inside the connection it is given; `store.migrate` opens and locks it."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from store.moment import Moment
from store.row import Base


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column type as the plain one it is stored as: a migration outlives our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=context.config.attributes["is_ours"],
    render_item=render_item,
    # SQLite alters a table by building it anew.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
