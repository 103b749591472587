"""What the guard stopped, and words that are nobody"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guard_nobody",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "guard_counts",
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "label", "outcome"),
    )


def downgrade() -> None:
    op.drop_table("guard_counts")
    op.drop_table("guard_nobody")
