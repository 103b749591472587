"""When a school last confirmed whom to tell, and the trust's own settings"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0011"
branch_labels = None
depends_on = None

_DAYS = ("contacts_confirmed", "contacts_asked", "contacts_overdue")


def upgrade() -> None:
    for name in _DAYS:
        op.add_column("schools", sa.Column(name, sa.Date(), nullable=True))
    op.create_table(
        "settings",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def downgrade() -> None:
    op.drop_table("settings")
    with op.batch_alter_table("schools") as schools:
        for name in _DAYS:
            schools.drop_column(name)
