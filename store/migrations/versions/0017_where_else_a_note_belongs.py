"""A second sub-area that a note belongs to"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notes", sa.Column("also", sa.String(), nullable=False, server_default=""))
    op.create_index("notes_by_second", "notes", ["review", "also"])


def downgrade() -> None:
    op.drop_index("notes_by_second", "notes")
    with op.batch_alter_table("notes") as notes:
        notes.drop_column("also")
