"""Where people are reached in Teams"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_COLUMNS = ("conversation", "service", "account", "home", "box")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("addresses", sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("addresses") as addresses:
        for name in _COLUMNS:
            addresses.drop_column(name)
