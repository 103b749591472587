"""What people are asked in their own time"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "prompt_routes",
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["people.id"],
        ),
        sa.ForeignKeyConstraint(
            ["school"],
            ["schools.id"],
        ),
        sa.PrimaryKeyConstraint("school", "node", "owner"),
    )
    op.create_table(
        "prompt_sets",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("sort", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("pin", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("before", sa.Date(), nullable=True),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["people.id"],
        ),
        sa.ForeignKeyConstraint(
            ["school"],
            ["schools.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("prompt_sets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prompt_sets_review"), ["review"], unique=False)
        batch_op.create_index(batch_op.f("ix_prompt_sets_school"), ["school"], unique=False)

    op.create_table(
        "prompts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("set_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("node", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("delegate", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nudged", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("readers", sa.String(), nullable=False),
        sa.Column("hard", sa.Boolean(), nullable=False),
        sa.Column("held_from", sa.String(), nullable=False),
        sa.Column("shared_with", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"],
            ["prompt_sets.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prompts_shared_with"), ["shared_with"], unique=False)
        batch_op.create_index("prompts_by_delegate", ["delegate", "state"], unique=False)
        batch_op.create_index("prompts_by_person", ["person", "state"], unique=False)
        batch_op.create_index("prompts_by_question", ["question"], unique=False)
        batch_op.create_index("prompts_by_set", ["set_id", "place"], unique=False)

    op.create_table(
        "prompt_answers",
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["prompt"],
            ["prompts.id"],
        ),
        sa.PrimaryKeyConstraint("prompt", "version"),
    )
    op.create_table(
        "prompt_marks",
        sa.Column("prompt", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"],
            ["people.id"],
        ),
        sa.ForeignKeyConstraint(
            ["prompt"],
            ["prompts.id"],
        ),
        sa.PrimaryKeyConstraint("prompt", "person"),
    )


def downgrade() -> None:
    op.drop_table("prompt_marks")
    op.drop_table("prompt_answers")
    with op.batch_alter_table("prompts", schema=None) as batch_op:
        batch_op.drop_index("prompts_by_set")
        batch_op.drop_index("prompts_by_question")
        batch_op.drop_index("prompts_by_person")
        batch_op.drop_index("prompts_by_delegate")
        batch_op.drop_index(batch_op.f("ix_prompts_shared_with"))

    op.drop_table("prompts")
    with op.batch_alter_table("prompt_sets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prompt_sets_school"))
        batch_op.drop_index(batch_op.f("ix_prompt_sets_review"))

    op.drop_table("prompt_sets")
    op.drop_table("prompt_routes")
