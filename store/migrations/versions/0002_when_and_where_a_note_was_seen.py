"""When and where a note was seen, and how many were looked at"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sampled", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("out_of", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("place", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_column("place")
        batch_op.drop_column("out_of")
        batch_op.drop_column("sampled")
        batch_op.drop_column("seen")
