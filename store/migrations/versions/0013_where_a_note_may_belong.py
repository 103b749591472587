"""Where a note may belong, and what people chose"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note_suggestions",
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("nodes", sa.JSON(), nullable=False),
        sa.Column("surety", sa.String(), nullable=False),
        sa.Column("two_fit", sa.Boolean(), nullable=False),
        sa.Column("left", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["note"], ["notes.id"]),
        sa.PrimaryKeyConstraint("note"),
    )
    op.create_table(
        "filing_taps",
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["note"], ["notes.id"]),
        sa.PrimaryKeyConstraint("note"),
    )
    op.create_table(
        "filing_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taps", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("filing_versions", schema=None) as batch_op:
        batch_op.create_index("filing_versions_by_framework", ["framework", "kind"], unique=False)


def downgrade() -> None:
    op.drop_table("filing_versions")
    op.drop_table("filing_taps")
    op.drop_table("note_suggestions")
