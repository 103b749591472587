"""People and schools as a trust knows them"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authorities",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("front_door", sa.String(), nullable=False),
        sa.Column("front_door_hours", sa.String(), nullable=False),
        sa.Column("out_of_hours", sa.String(), nullable=False),
        sa.Column("lado", sa.String(), nullable=False),
        sa.Column("lado_hours", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "school_urns",
        sa.Column("urn", sa.String(), nullable=False),
        sa.Column("school", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["school"], ["schools.id"]),
        sa.PrimaryKeyConstraint("urn"),
    )
    with op.batch_alter_table("school_urns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_urns_school"), ["school"], unique=False)

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("working_days", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("works_from", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("works_to", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("expertise", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("trained", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("left", sa.Date(), nullable=True))
        batch_op.create_index(
            "people_by_email",
            ["email"],
            unique=True,
            sqlite_where=sa.text("email <> ''"),
            postgresql_where=sa.text("email <> ''"),
        )

    with op.batch_alter_table("schools", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urn", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("authority", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("cluster", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("closed", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("successor", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("former_names", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("schools", schema=None) as batch_op:
        batch_op.drop_column("former_names")
        batch_op.drop_column("successor")
        batch_op.drop_column("closed")
        batch_op.drop_column("kind")
        batch_op.drop_column("cluster")
        batch_op.drop_column("authority")
        batch_op.drop_column("urn")

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index(
            "people_by_email", sqlite_where=sa.text("email <> ''"), postgresql_where=sa.text("email <> ''")
        )
        batch_op.drop_column("left")
        batch_op.drop_column("trained")
        batch_op.drop_column("expertise")
        batch_op.drop_column("works_to")
        batch_op.drop_column("works_from")
        batch_op.drop_column("working_days")
        batch_op.drop_column("email")

    with op.batch_alter_table("school_urns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_urns_school"))

    op.drop_table("school_urns")
    op.drop_table("authorities")
