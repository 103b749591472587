"""The timetable of a visit"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "timetables",
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("agreement", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"]),
        sa.PrimaryKeyConstraint("review", "day"),
    )
    op.create_table(
        "timetable_slots",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["review", "day"], ["timetables.review", "timetables.day"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("timetable_slots_by_day", "timetable_slots", ["review", "day"])
    op.create_table(
        "timetable_slot_versions",
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("who", sa.JSON(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["slot"], ["timetable_slots.id"]),
        sa.PrimaryKeyConstraint("slot", "version"),
    )
    op.create_table(
        "timetable_wishes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"]),
        sa.ForeignKeyConstraint(["review", "day"], ["timetables.review", "timetables.day"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("timetable_wishes_by_day", "timetable_wishes", ["review", "day", "at"])


def downgrade() -> None:
    op.drop_table("timetable_wishes")
    op.drop_table("timetable_slot_versions")
    op.drop_table("timetable_slots")
    op.drop_table("timetables")
