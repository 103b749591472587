"""Where each part of the work lives"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "responsibilities",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("school", "node"),
    )


def downgrade() -> None:
    op.drop_table("responsibilities")
