"""PracticeWords that travels"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_PARTS = ("title", "why", "known", "took", "thanks")


def upgrade() -> None:
    with op.batch_alter_table("affirmations") as table:
        table.add_column(sa.Column("delegate", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("contact", sa.String(), nullable=False, server_default=""))
        table.add_column(sa.Column("beyond", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("published", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("affirmation_versions") as table:
        for name in _PARTS:
            kind = sa.String() if name in {"title", "thanks"} else sa.Text()
            table.add_column(sa.Column(name, kind, nullable=False, server_default=""))
    # What new rows have is said by whoever writes them.
    with op.batch_alter_table("affirmations") as table:
        for name in ("delegate", "contact", "beyond"):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("affirmation_versions") as table:
        for name in _PARTS:
            table.alter_column(name, server_default=None)
    op.create_table(
        "library_cards",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("affirmation", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["affirmation"], ["affirmations.id"]),
        sa.ForeignKeyConstraint(["school"], ["schools.id"]),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("affirmation"),
    )
    op.create_index("ix_library_cards_node", "library_cards", ["node"])
    op.create_index("ix_library_cards_school", "library_cards", ["school"])
    op.create_table(
        "practice_replies",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("affirmation", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("on_card", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["affirmation"], ["affirmations.id"]),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("affirmation", "person", "contact", "due"):
        op.create_index(f"ix_practice_replies_{name}", "practice_replies", [name])
    op.create_table(
        "practice_reply_texts",
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["reply"], ["practice_replies.id"]),
        sa.PrimaryKeyConstraint("reply", "number"),
    )
    op.create_table(
        "practice_offers",
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("person", "node"),
    )
    op.create_table(
        "affirmation_notes",
        sa.Column("affirmation", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["affirmation"], ["affirmations.id"]),
        sa.ForeignKeyConstraint(["note"], ["notes.id"]),
        sa.PrimaryKeyConstraint("affirmation", "note"),
    )
    op.create_table(
        "namings",
        sa.Column("affirmation", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["affirmation"], ["affirmations.id"]),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.PrimaryKeyConstraint("affirmation", "person"),
    )
    op.create_table(
        "digests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_digests_made", "digests", ["made"])
    op.create_table(
        "digest_items",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("affirmation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["affirmation"], ["affirmations.id"]),
        sa.ForeignKeyConstraint(["digest"], ["digests.id"]),
        sa.PrimaryKeyConstraint("digest", "affirmation"),
    )
    op.create_index("ix_digest_items_affirmation", "digest_items", ["affirmation"])


def downgrade() -> None:
    for gone in (
        "digest_items",
        "digests",
        "namings",
        "affirmation_notes",
        "practice_offers",
        "practice_reply_texts",
        "practice_replies",
        "library_cards",
    ):
        op.drop_table(gone)
    with op.batch_alter_table("affirmation_versions") as table:
        for name in reversed(_PARTS):
            table.drop_column(name)
    with op.batch_alter_table("affirmations") as table:
        for name in ("published", "beyond", "contact", "delegate"):
            table.drop_column(name)
