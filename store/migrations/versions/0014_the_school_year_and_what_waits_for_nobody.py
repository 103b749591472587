"""The school year, and acts that somebody waits for"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "term_spans",
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("whose", "sort", "first", "last"),
    )
    op.add_column("acts", sa.Column("awaited", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("acts") as acts:
        acts.drop_column("awaited")
    op.drop_table("term_spans")
