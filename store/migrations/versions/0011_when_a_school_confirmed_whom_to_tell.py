"""When a school last confirmed whom to tell"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_DAYS = ("contacts_confirmed", "contacts_asked", "contacts_overdue")


def upgrade() -> None:
    for name in _DAYS:
        op.add_column("schools", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("schools") as schools:
        for name in _DAYS:
            schools.drop_column(name)
