"""The tables of the trust, its schools and its people.

Names, e-mail addresses and numbers of people stand here in columns of their own, never inside an id.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from store.row import Base


class TrustRow(Base):
    """The one trust. `stamp` changes with every change to people, posts, schools or contacts."""

    __tablename__ = "trusts"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    stamp: Mapped[str] = mapped_column(default="")


class SchoolRow(Base):
    __tablename__ = "schools"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    phase: Mapped[str]
    phone_rule: Mapped[str]
    urn: Mapped[str] = mapped_column(default="", server_default="")
    authority: Mapped[str] = mapped_column(default="", server_default="")
    cluster: Mapped[str] = mapped_column(default="", server_default="")
    kind: Mapped[str] = mapped_column(default="", server_default="")
    closed: Mapped[date | None]
    successor: Mapped[str] = mapped_column(default="", server_default="")
    former_names: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    contacts_confirmed: Mapped[date | None]
    contacts_asked: Mapped[date | None]
    contacts_overdue: Mapped[date | None]


class SchoolUrnRow(Base):
    """Every URN a school ever had: a conversion brings a new one, and the school's history stays."""

    __tablename__ = "school_urns"
    urn: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str] = mapped_column(ForeignKey("schools.id"), index=True)


class AuthorityRow(Base):
    """A local authority by its three-digit code. `schools.authority` names it, and may name one not yet described."""

    __tablename__ = "authorities"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    front_door: Mapped[str] = mapped_column(default="")
    front_door_hours: Mapped[str] = mapped_column(default="")
    out_of_hours: Mapped[str] = mapped_column(default="")
    lado: Mapped[str] = mapped_column(default="")
    lado_hours: Mapped[str] = mapped_column(default="")


class ContactRow(Base):
    """Whom to tell at a school, in the order to try. `concern` says about whom: a child or an adult."""

    __tablename__ = "contacts"
    school: Mapped[str] = mapped_column(ForeignKey("schools.id"), primary_key=True)
    concern: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    number: Mapped[str]
    hours: Mapped[str]


class PersonRow(Base):
    __tablename__ = "people"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    guest_of: Mapped[str] = mapped_column(default="")
    until: Mapped[date | None]
    chosen_review: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", server_default="")
    working_days: Mapped[list[int]] = mapped_column(default=list, server_default="[]")
    works_from: Mapped[str] = mapped_column(default="", server_default="")
    works_to: Mapped[str] = mapped_column(default="", server_default="")
    expertise: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    trained: Mapped[date | None]
    left: Mapped[date | None]
    erased: Mapped[date | None]
    __table_args__ = (
        Index(
            "people_by_email",
            "email",
            unique=True,
            sqlite_where=text("email <> ''"),
            postgresql_where=text("email <> ''"),
        ),
    )


class PostRow(Base):
    """A post somebody holds; `school` is empty for a post of the trust."""

    __tablename__ = "posts_held"
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    job: Mapped[str] = mapped_column(primary_key=True)
    school: Mapped[str] = mapped_column(primary_key=True, default="")


class AddressRow(Base):
    """Who a platform's user is. An address belongs to one person.

    Where a platform has to be told each time, how they are reached there: their own conversation with the bot, the
    service that keeps it, the account as that service names it, the message that is their Home, and the last whose form holds words of theirs.
    """

    __tablename__ = "addresses"
    platform: Mapped[str] = mapped_column(primary_key=True)
    tenant: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column("user_id", primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    last_used: Mapped[datetime | None]
    conversation: Mapped[str] = mapped_column(default="", server_default="")
    service: Mapped[str] = mapped_column(default="", server_default="")
    account: Mapped[str] = mapped_column(default="", server_default="")
    home: Mapped[str] = mapped_column(default="", server_default="")
    box: Mapped[str] = mapped_column(default="", server_default="")
