"""Whose message a note was made of, and whether they object"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notes", sa.Column("said_by", sa.String(), nullable=False, server_default=""))
    op.add_column("notes", sa.Column("objected", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("notes") as notes:
        notes.drop_column("objected")
        notes.drop_column("said_by")
