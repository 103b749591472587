"""What was asked of whom, and how the answers compare"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_in", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("prompt", sa.String(), server_default="", nullable=False))
    op.create_table(
        "comparisons",
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"]),
        sa.PrimaryKeyConstraint("review", "prompt"),
    )


def downgrade() -> None:
    op.drop_table("comparisons")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_column("prompt")
        batch_op.drop_column("asked_in")
