"""Which framework new reviews begin with

Until now it was the highest version kept, and one with an overlay before the same without; that one stays in use.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("frameworks") as table:
        table.add_column(sa.Column("place", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True))
    frameworks = sa.table("frameworks", sa.column("pin", sa.String), sa.column("place", sa.Integer))
    pins = [pin for (pin,) in op.get_bind().execute(sa.select(frameworks.c.pin)) if not pin.startswith("+")]
    if pins:
        chosen = frameworks.c.pin == max(pins, key=_counting)
        op.get_bind().execute(frameworks.update().where(chosen).values(place=1))


def _counting(pin: str) -> list[tuple[int, str]]:
    versions = re.sub("#[0-9a-f]+", "", pin)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"([0-9]+)", versions)]


def downgrade() -> None:
    with op.batch_alter_table("frameworks") as table:
        table.drop_column("withdrawn")
        table.drop_column("place")
